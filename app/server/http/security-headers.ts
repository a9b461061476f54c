export interface HeaderSettings {
  readonly nonce: string;
  /** True when people reach the installation over https. */
  readonly https: boolean;
  /** https or this very machine: where browsers send `Sec-Fetch-Site`. */
  readonly trustworthy: boolean;
  /** Vite's development client injects styles and opens a socket. */
  readonly development: boolean;
}

const PERMISSIONS = ["camera", "display-capture", "geolocation", "microphone", "payment", "usb"]
  .map((feature) => `${feature}=()`)
  .join(", ");

function contentSecurityPolicy({ nonce, development }: HeaderSettings): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    development ? "style-src 'self' 'unsafe-inline'" : "style-src 'self'",
    ...(development ? ["connect-src 'self' ws:"] : ["require-trusted-types-for 'script'"]),
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ].join("; ");
}

/**
 * Every answer leaves through here: pages, data, downloads, assets and errors.
 * Anything that did not say how long it may be kept is not kept at all.
 */
export function withSecurityHeaders(response: Response, settings: HeaderSettings): Response {
  const headers = new Headers(response.headers);
  headers.set("Content-Security-Policy", contentSecurityPolicy(settings));
  // Two policies hold both: opened all the same, what someone attached has no origin and no script.
  if (headers.has("Content-Disposition")) headers.append("Content-Security-Policy", "sandbox");
  headers.set("X-Content-Type-Options", "nosniff");
  // Under no-referrer a form's Origin is "null"; without Sec-Fetch-Site nothing else could vouch for it.
  headers.set("Referrer-Policy", settings.trustworthy ? "no-referrer" : "same-origin");
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Resource-Policy", "same-origin");
  headers.set("Permissions-Policy", PERMISSIONS);
  if (settings.https) headers.set("Strict-Transport-Security", "max-age=63072000");
  if (!headers.has("Cache-Control")) headers.set("Cache-Control", "no-store");
  return new Response(response.body, {
    status: response.status,
    statusText: response.statusText,
    headers,
  });
}
