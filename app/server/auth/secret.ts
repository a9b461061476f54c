import { createHash, randomBytes } from "node:crypto";

/** 256 random bits, spelt so that they fit a link, a cookie and a header. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** What is kept of a secret: enough to know it again, too little to use it. */
export function secretHash(secret: string): Uint8Array {
  return new Uint8Array(createHash("sha256").update(secret).digest());
}
