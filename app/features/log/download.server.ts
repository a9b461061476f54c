// What leaves as a file is saved, never shown: the browser is told so twice (attachment, and no script or
// frame of ours would run it), and its type is never guessed.

interface FileFacts {
  readonly name: string;
  readonly type: string;
  /** Bytes, where they are known beforehand. */
  readonly size?: number;
}

export function download(body: BodyInit, { name, type, size }: FileFacts): Response {
  const headers = new Headers({
    "Content-Type": type,
    "Content-Disposition": attachment(name),
    "Cache-Control": "no-store",
  });
  if (size !== undefined) headers.set("Content-Length", String(size));
  return new Response(body, { headers });
}

/** A signed note, a proof or a key: short text under a name of ours. */
export function downloadText(text: string, name: string): Response {
  return download(text, { name, type: "text/plain; charset=utf-8" });
}

/**
 * RFC 6266: the name twice, once in ASCII and once with every character. What could lead out of a folder,
 * end the header or turn the text round is replaced.
 */
export function attachment(name: string): string {
  // encodeURIComponent throws on half a character.
  const clean = name.replaceAll(/\p{Surrogate}/gu, "_").replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\]/gu, "_");
  const short = [...clean].slice(0, 200).join("") || "file";
  const ascii = short.replaceAll(/[^\x20-\x7e]|["%;]/gu, "_");
  const encoded = encodeURIComponent(short).replaceAll(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
