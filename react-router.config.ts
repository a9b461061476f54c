import type { Config } from "@react-router/dev/config";

export default {
  ssr: true,
  // The command line is the second entry of the server build: each keeps its own name.
  serverBuildFile: "[name].js",
  // The handler in app/server/http decides about origins, for pages, data and API alike.
  allowedActionOrigins: ["**"],
  // The application is small enough to know all its routes at once.
  routeDiscovery: { mode: "initial" },
  future: {
    v8_middleware: true,
    v8_passThroughRequests: true,
    v8_splitRouteModules: "enforce",
    v8_trailingSlashAwareDataRequests: true,
    v8_viteEnvironmentApi: true,
  },
} satisfies Config;
