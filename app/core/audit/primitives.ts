import { sha256 } from "@noble/hashes/sha2.js";
import { decodeUtf8 } from "./bytes.ts";
import { crc32 } from "./crc32.ts";
import { verifyEd25519 } from "./ed25519.ts";

/** SHA-256 of the whole input: 32 bytes. */
export type Sha256 = (data: Uint8Array) => Uint8Array;

/** Strict UTF-8 to text, a byte order mark kept as a character; undefined for what is not well formed. */
export type DecodeUtf8 = (bytes: Uint8Array) => string | undefined;

interface RunningHash {
  update(part: Uint8Array): unknown;
  digest(): Uint8Array;
}

/**
 * What the log needs from cryptography. The defaults run anywhere; a caller with faster ones
 * (node:crypto, zlib) hands them in.
 */
export interface Primitives {
  readonly sha256: Sha256;
  /** SHA-256 of data that arrives in parts. */
  readonly sha256Running: () => RunningHash;
  /** Strict as docs/format.md demands: canonical key and S, no cofactor, R compared as bytes. Never throws. */
  readonly verifyEd25519: (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array) => boolean;
  /** CRC-32 of the data so far, continued from the value before it (0 at the start). */
  readonly crc32: (data: Uint8Array, before: number) => number;
  readonly decodeUtf8: DecodeUtf8;
}

export const portablePrimitives: Primitives = {
  sha256: (data) => sha256(data),
  sha256Running: () => sha256.create(),
  verifyEd25519,
  crc32,
  decodeUtf8,
};
