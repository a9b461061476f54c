import { gzipSync } from "node:zlib";

const COMPRESSIBLE = /^(text\/(html|x-script|plain)|application\/(json|problem\+json))\b/;
const WORTH_IT = 1024;

/** Compresses a page or its data in one piece: cheaper than a stream for answers of this size. */
export async function compressed(response: Response, request: Request): Promise<Response> {
  if (response.body === null || response.headers.has("Content-Encoding")) return response;
  if (response.headers.has("Content-Disposition")) return response;
  if (!COMPRESSIBLE.test(response.headers.get("Content-Type") ?? "")) return response;
  if (!/\bgzip\b/.test(request.headers.get("Accept-Encoding") ?? "")) return response;
  const bytes = new Uint8Array(await response.arrayBuffer());
  const headers = new Headers(response.headers);
  headers.append("Vary", "Accept-Encoding");
  const init = { status: response.status, statusText: response.statusText, headers };
  if (bytes.byteLength < WORTH_IT) return new Response(bytes, init);
  headers.set("Content-Encoding", "gzip");
  headers.delete("Content-Length");
  return new Response(gzipSync(bytes, { level: 4 }), init);
}
