const SAFE = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);

/**
 * Whether this request may change anything. A browser names the page that sent it: in
 * `Sec-Fetch-Site` where the connection is trustworthy (https, localhost), in `Origin` elsewhere.
 * Under `Referrer-Policy: no-referrer` a form's own `Origin` is the word "null", hence both.
 * A bearer token on `/api` cannot be sent by another site's page, so it needs neither.
 */
export function maySendUnsafe(request: Request, origin: string): boolean {
  if (SAFE.has(request.method)) return true;
  const url = new URL(request.url);
  if (url.pathname.startsWith("/api/") && request.headers.get("Authorization")?.startsWith("Bearer ")) {
    return true;
  }
  const site = request.headers.get("Sec-Fetch-Site");
  if (site !== null) return site === "same-origin";
  const sender = request.headers.get("Origin");
  return sender === origin || sender === url.origin;
}

/** Where a browser counts the connection as secure: https, and this machine whatever the scheme. */
export function isTrustworthy(url: URL): boolean {
  if (url.protocol === "https:") return true;
  return (
    url.hostname === "localhost" || url.hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(url.hostname)
  );
}
