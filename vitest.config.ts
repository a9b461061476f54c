import { defineConfig } from "vitest/config";
import { credentialKinds } from "./scripts/credential-kinds.ts";
import { yamlValues } from "./scripts/yaml-values.ts";

const plugins = [yamlValues(), credentialKinds()];

export default defineConfig({
  test: {
    projects: [
      {
        plugins,
        test: {
          name: "unit",
          include: ["tests/{core,audit,playbook,incident,content,credential,notification,ui}/**/*.test.ts"],
          pool: "threads",
          isolate: false,
          // Properties try hundreds of cases; a busy machine must not fail them.
          testTimeout: 120_000,
        },
      },
      {
        plugins,
        test: {
          name: "store",
          include: ["tests/{store,server,cli}/**/*.test.ts"],
          pool: "forks",
          testTimeout: 120_000,
        },
      },
      {
        plugins,
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          pool: "forks",
          fileParallelism: false,
          globalSetup: ["tests/e2e/global-setup.ts"],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
