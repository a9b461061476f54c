import { reactRouter } from "@react-router/dev/vite";
import { defineConfig } from "vite";
import { credentialKinds } from "./scripts/credential-kinds.ts";
import { yamlValues } from "./scripts/yaml-values.ts";

/** Components and frames, but for those that one kind of page alone uses. */
const SHARED =
  /app\/(ui|features\/(act|frame))\/(?!command-block|snippet|choices|secret|tick|conflict)[^?]*$/;

export default defineConfig({
  plugins: [yamlValues(), credentialKinds(), reactRouter()],
  // Fonts and icons stay files of their own: `data:` is outside the content security policy.
  build: { assetsInlineLimit: 0 },
  environments: {
    client: {
      build: {
        rollupOptions: {
          output: {
            // What nearly every page shows travels as one file: 4 KB less than as twenty small ones.
            advancedChunks: { groups: [{ name: "shared", test: SHARED }] },
          },
        },
      },
    },
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
