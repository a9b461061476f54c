import type { Config } from "@react-router/dev/config";

export default {
  ssr: true,
  // The command line is the second entry of the server build: each keeps its own name.
  serverBuildFile: "[name].js",
  // The handler in app/server/http decides about origins, for pages, data and API alike.
  allowedActionOrigins: ["**"],
  // The list of all routes is 3 KB of every first load: a page asks for those it links to once it is there.
  routeDiscovery: { mode: "lazy", manifestPath: "/__manifest" },
  future: {
    v8_middleware: true,
    v8_passThroughRequests: true,
    v8_splitRouteModules: "enforce",
    v8_trailingSlashAwareDataRequests: true,
    v8_viteEnvironmentApi: true,
  },
} satisfies Config;
