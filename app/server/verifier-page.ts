import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

let page: string | undefined;

/** The text of verify.html, which the build leaves beside the server's and the client's. Throws VerifierMissing. */
export function verifierPage(): string {
  page ??= readFileSync(verifierPath(import.meta.dirname), "utf8");
  return page;
}

class VerifierMissing extends Error {
  override readonly name = "VerifierMissing";
  constructor() {
    super("build/verify.html is missing, and every bundle carries it. Run: npm run build");
  }
}

/** Where this module lies depends on who runs it: a chunk of the build, or a test. */
function verifierPath(folder: string): string {
  for (const path of [join(folder, "verify.html"), join(folder, "build", "verify.html")]) {
    if (existsSync(path)) return path;
  }
  const parent = dirname(folder);
  if (parent === folder) throw new VerifierMissing();
  return verifierPath(parent);
}
