import { join } from "node:path";
import { build } from "vite";

const root = join(import.meta.dirname, "..");

/** The code of one file that needs no other. `what` names it where it turns out to be several. */
export async function bundled(what, { define = {}, ...options }) {
  const result = await build({
    configFile: false,
    root,
    logLevel: "warn",
    define,
    ssr: { noExternal: true },
    build: { write: false, minify: true, copyPublicDir: false, modulePreload: false, ...options },
  });
  const { output } = Array.isArray(result) ? result[0] : result;
  const chunks = output.filter(({ type }) => type === "chunk");
  if (chunks.length !== 1) throw new Error(`${what} must be one file, not ${chunks.length}`);
  return chunks[0].code;
}
