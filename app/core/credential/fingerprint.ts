import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";

const VERSION = "sangfroid-credential-1";

/** SHA-256 of a secret, as the browser sends it in the secret's stead: 32 bytes. */
export function secretHash(secret: string): Uint8Array {
  return sha256(utf8ToBytes(secret));
}

/**
 * HMAC-SHA-256(installation key, version ‖ 0 ‖ kind ‖ 0 ‖ SHA-256(secret)) in hexadecimal: the same secret has the same
 * fingerprint in one installation, and who lacks the key can't try guesses. For random secrets alone, never passwords.
 */
export function fingerprintOf(key: Uint8Array, kind: string, hash: Uint8Array): string {
  return bytesToHex(hmac(sha256, key, concatBytes(utf8ToBytes(`${VERSION}\0${kind}\0`), hash)));
}
