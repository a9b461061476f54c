interface FileFacts {
  readonly name: string;
  readonly type: string;
  /** Bytes, where they are known. */
  readonly size?: number;
}

/** A file that is saved, never shown: RFC 6266 gives its name twice, plain and with every character. */
export function download(body: BodyInit, { name, type, size }: FileFacts): Response {
  const headers = new Headers({ "Content-Type": type, "Content-Disposition": attachment(name) });
  if (size !== undefined) headers.set("Content-Length", String(size));
  return new Response(body, { headers });
}

/** Path separators, quotes and what steers a terminal have no place in a name. */
export function attachment(name: string): string {
  const clean = name.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\]/gu, "_").slice(0, 200) || "file";
  const plain = clean.replaceAll(/[^\x20-\x7e]|["%;]/g, "_");
  const encoded = encodeURIComponent(clean).replaceAll(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
