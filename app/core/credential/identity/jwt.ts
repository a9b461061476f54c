import { base64Text } from "../encoded.ts";
import type { Identity } from "../finding.ts";

const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** What header and claims of a JSON Web Token say (RFC 7519). Undefined for what is none. */
export function jwtClaims(token: string): Identity | undefined {
  const [header = "", payload = ""] = token.split(".");
  const head = objectIn(header);
  const claims = objectIn(payload);
  if (head === undefined || claims === undefined || typeof head.alg !== "string") return undefined;
  const [, namespace, account] = SERVICE_ACCOUNT.exec(textOf(claims.sub)) ?? [];
  return named({
    issuer: textOf(claims.iss),
    subject: textOf(claims.sub),
    audience: [claims.aud].flat().map(textOf).join(" "),
    expires: timeOf(claims.exp),
    key: textOf(head.kid),
    namespace: namespace ?? "",
    serviceAccount: account ?? "",
  });
}

/** Only what is known. */
export function named(identity: Identity): Identity {
  return Object.fromEntries(Object.entries(identity).filter(([, value]) => value !== ""));
}

function objectIn(part: string): Record<string, unknown> | undefined {
  const text = base64Text(part);
  if (text === undefined || !text.startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined; // not JSON: the only thing that can fail here
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function timeOf(seconds: unknown): string {
  if (typeof seconds !== "number" || !(seconds > 0 && seconds < 253_402_300_800)) return "";
  return new Date(seconds * 1000).toISOString();
}
