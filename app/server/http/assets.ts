import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { openLazyFile } from "@remix-run/fs";
import { createFileResponse } from "@remix-run/response/file";

const FOLDER = "/assets/";
/** At the root: a service worker has power over the folder it lies in. Browsers look for a newer one each time. */
const WORKER = "/sw.js";
/** Best first. The build leaves `name.br` and `name.gz` beside what is worth compressing. */
const ENCODINGS = [
  { token: "br", suffix: ".br" },
  { token: "gzip", suffix: ".gz" },
] as const;

/**
 * Serves the hashed files of the client build. Their names are read once, so a request can only
 * ever name a file that the build made.
 */
export function createAssets(clientDir: string): (request: Request) => Promise<Response | undefined> {
  const folder = join(clientDir, "assets");
  const names = new Set(readdirSync(folder));
  async function worker(request: Request): Promise<Response | undefined> {
    const path = join(clientDir, "sw.js");
    if (!existsSync(path)) return undefined;
    return createFileResponse(openLazyFile(path), request, { cacheControl: "no-cache", acceptRanges: false });
  }
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === WORKER) return worker(request);
    if (!pathname.startsWith(FOLDER)) return undefined;
    const name = pathname.slice(FOLDER.length);
    if (!names.has(name)) return new Response("No such file.\n", { status: 404 });
    if (request.method !== "GET" && request.method !== "HEAD") {
      return new Response("Files are only read.\n", { status: 405, headers: { Allow: "GET, HEAD" } });
    }
    const accepted = (request.headers.get("Accept-Encoding") ?? "").split(",").map((part) => part.trim());
    const encoding = ENCODINGS.find(
      ({ token, suffix }) => accepted.includes(token) && names.has(name + suffix),
    );
    const plain = openLazyFile(join(folder, name));
    const file =
      encoding === undefined
        ? plain
        : openLazyFile(join(folder, name + encoding.suffix), { type: plain.type });
    const response = await createFileResponse(file, request, {
      cacheControl: "public, max-age=31536000, immutable",
      etag: false,
      lastModified: false,
      acceptRanges: false,
    });
    response.headers.set("Vary", "Accept-Encoding");
    if (encoding !== undefined) response.headers.set("Content-Encoding", encoding.token);
    return response;
  };
}
