import { entropy } from "./entropy.ts";
import type { Find } from "./find.ts";
import { named } from "./identity/jwt.ts";
import { isPlaceholder } from "./placeholder.ts";

// scheme://user:password@host (RFC 3986 §3.2.1). The password is what is hidden.

const USERINFO =
  /:\/\/(?<user>[^\s:@/?#"'<>`\\]{0,128}):(?<secret>[^\s/?#"'<>`\\]{1,256})@(?<host>\[[0-9A-Fa-f:]{2,45}\]|[A-Za-z0-9._-]{1,253})(?::\d{1,5})?(?<path>\/[A-Za-z0-9._%-]{1,128})?/y;
const SCHEME = /[A-Za-z][A-Za-z0-9+.-]{1,20}$/;
/** Hosts of examples and of the reader's own machine. */
const NOBODYS_HOST =
  /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?|0\.0\.0\.0|host|hostname|server|db|database|postgres|mysql|redis|mongo|rabbitmq|proxy)$|(?:^|\.)(?:example(?:\.[a-z]+)?|test|invalid|localhost)$|^your/i;
const DICTIONARY = new Set(
  "password passwd pass pw pwd secret root admin postgres mysql redis guest user username test token key hunter2 changeme letmein".split(
    " ",
  ),
);

export function findUserinfo(text: string, at: number): Find | undefined {
  USERINFO.lastIndex = at;
  const match = USERINFO.exec(text);
  const { user = "", secret = "", host = "", path = "" } = match?.groups ?? {};
  const scheme = SCHEME.exec(text.slice(Math.max(0, at - 21), at))?.[0];
  if (match === null || scheme === undefined) return undefined;
  const password = percentDecoded(secret);
  if (isPlaceholder(password) || /^[$%{<[]|[}>\]]$/.test(secret)) return undefined;
  const isWeak = DICTIONARY.has(password.toLowerCase()) || password === user;
  if (isWeak && (NOBODYS_HOST.test(host) || password === password.toUpperCase())) return undefined;
  const start = at + 3 + user.length + 1;
  return {
    start,
    end: start + secret.length,
    value: secret,
    confidence: isWeak || password.length < 8 || entropy(password) < 2.5 ? "medium" : "high",
    identity: named({
      scheme: scheme.toLowerCase(),
      user: percentDecoded(user),
      host: host.toLowerCase(),
      database: percentDecoded(path.slice(1)),
    }),
  };
}

/** What is not well encoded stays as it is. */
function percentDecoded(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // malformed: the only thing that can fail here
  }
}
