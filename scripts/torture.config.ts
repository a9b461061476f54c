import { defineConfig } from "vite";
import { credentialKinds } from "./credential-kinds.ts";
import { yamlValues } from "./yaml-values.ts";

/** What the torture's child is built with: the content of the product, none of its pages. */
export default defineConfig({ plugins: [yamlValues(), credentialKinds()] });
