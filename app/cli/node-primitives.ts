import { createHash, createPublicKey, hash, verify } from "node:crypto";
import { crc32 } from "node:zlib";
import { isCanonicalPublicKey, isCanonicalSignature } from "#app/core/audit/ed25519.ts";
import type { Primitives } from "#app/core/audit/primitives.ts";

/** The same answers as the portable primitives, several times faster. */
export const nodePrimitives: Primitives = {
  sha256,
  sha256Running: () => createHash("sha256"),
  verifyEd25519,
  crc32: (data, before) => crc32(data, before),
  decodeUtf8,
};

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    if (cause instanceof TypeError) return undefined;
    throw cause;
  }
}

/** As text and back: a Buffer for each hash costs more than the hashing. */
function sha256(data: Uint8Array): Uint8Array {
  const text = hash("sha256", data, "binary");
  const digest = new Uint8Array(32);
  for (let at = 0; at < 32; at++) digest[at] = text.charCodeAt(at);
  return digest;
}

/** OpenSSL compares R as bytes without cofactor, but takes a public key that is not canonical. */
function verifyEd25519(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (!isCanonicalSignature(signature) || !isCanonicalPublicKey(publicKey)) return false;
  const x = Buffer.from(publicKey).toString("base64url");
  try {
    const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
    return verify(null, message, key, signature);
  } catch {
    return false; // not a point on the curve
  }
}
