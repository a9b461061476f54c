import { reactRouter } from "@react-router/dev/vite";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [reactRouter()],
  // Fonts and icons stay files of their own: `data:` is outside the content security policy.
  build: { assetsInlineLimit: 0 },
  environments: {
    ssr: {
      build: {
        rollupOptions: {
          // `rolldownOptions` is ignored in this place.
          input: { sangfroid: "./app/cli/sangfroid.ts", index: "./app/server/app.server.ts" },
        },
      },
    },
  },
});
