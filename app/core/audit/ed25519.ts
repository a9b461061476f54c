import { ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import { equalBytes } from "./bytes.ts";

// RFC 8032 leaves room: libraries differ on non-canonical encodings and on the cofactor. Two verifiers
// that differ could disagree about one and the same bundle, so docs/format.md leaves no room:
// the public key and S are canonical, R' = [S]B - [k]A without cofactor, and R is compared as bytes.

const { Point } = ed25519;
const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

/** True if the signature of the message verifies under the 32-byte public key. Never throws. */
export function verifyEd25519(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (!isCanonicalSignature(signature) || !isCanonicalPublicKey(publicKey)) return false;
  const key = pointFrom(publicKey);
  if (key === undefined) return false;
  const r = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  const k = littleEndian(sha512(concatBytes(r, publicKey, message))) % ORDER;
  const expected = Point.BASE.multiplyUnsafe(s).subtract(key.multiplyUnsafe(k));
  return equalBytes(expected.toBytes(), r);
}

/** 64 bytes whose second half is a number below the group order. */
export function isCanonicalSignature(signature: Uint8Array): boolean {
  return signature.length === 64 && littleEndian(signature.subarray(32)) < ORDER;
}

/** 32 bytes whose y is below p, and without the sign bit where x is 0 (y = 1 or y = p - 1). */
export function isCanonicalPublicKey(publicKey: Uint8Array): boolean {
  if (publicKey.length !== 32) return false;
  const encoded = littleEndian(publicKey);
  const negative = encoded >= 2n ** 255n;
  const y = negative ? encoded - 2n ** 255n : encoded;
  if (y >= P) return false;
  return !(negative && (y === 1n || y === P - 1n));
}

function pointFrom(bytes: Uint8Array) {
  try {
    return Point.fromBytes(bytes);
  } catch {
    return undefined; // not on the curve
  }
}

function littleEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let at = bytes.length - 1; at >= 0; at--) value = (value << 8n) | BigInt(bytes[at] ?? 0);
  return value;
}
