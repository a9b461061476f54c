import type { Plugin } from "vite";
import { parse } from "yaml";

/**
 * Makes a YAML file a module whose default is its value. Reading YAML is most of what a start would take; this way
 * the build does it once, and what it can't read fails the build.
 */
export function yamlValues(): Plugin {
  return {
    name: "yaml-values",
    transform(code, id) {
      if (!id.endsWith(".yaml")) return null;
      const value = JSON.stringify(parse(code, { version: "1.2", maxAliasCount: 20 }));
      return { code: `export default JSON.parse(${JSON.stringify(value)});`, map: null, moduleType: "js" };
    },
  };
}
