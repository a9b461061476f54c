import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { parse } from "yaml";
import { kindFileSchema, kindSchema } from "../app/core/credential/kind.ts";

const NAME = "virtual:credential-kinds";
const FOLDER = join(import.meta.dirname, "../app/content/credentials");

/**
 * Makes the files of app/content/credentials one module: what the detector needs of each, compact enough for a browser.
 * A file that does not fit the schema fails the build.
 */
export function credentialKinds(): Plugin {
  return {
    name: "credential-kinds",
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load(id) {
      if (id !== `\0${NAME}`) return null;
      const files = readdirSync(FOLDER).filter((name) => name.endsWith(".yaml"));
      const kinds = files.sort().map((name) => {
        this.addWatchFile(join(FOLDER, name));
        return shippedPart(name);
      });
      return {
        code: `export default JSON.parse(${JSON.stringify(JSON.stringify(kinds))});`,
        moduleType: "js",
      };
    },
  };
}

function shippedPart(name: string) {
  const file = kindFileSchema.safeParse(parse(readFileSync(join(FOLDER, name), "utf8"), { version: "1.2" }));
  if (!file.success) throw new Error(`app/content/credentials/${name}: ${file.error.message}`);
  if (name !== `${file.data.kind}.yaml`)
    throw new Error(`${name} describes ${file.data.kind}: rename one of them`);
  const { source: _, examples: __, counter_examples: ___, ...rest } = file.data;
  return kindSchema.parse(rest);
}
