import { sha256 as portableSha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import { toBase64 } from "./base64.ts";
import { asciiBytes } from "./bytes.ts";
import type { Sha256 } from "./primitives.ts";
import type { Slot } from "./slot.ts";

// A commitment binds a value or a file to its slot. It is salted, so that a value taken out of the store can
// not be guessed from the leaf, and it is made in two steps, so that a file is hashed while it streams in,
// before the seq of its leaf is known.

export const SALT_BYTES = 32;
export const FILE_BYTES_MAX = 4_294_967_294;

/** SHA-256(salt ‖ data); data is the canonical value or the file's bytes. */
export function innerHash(salt: Uint8Array, data: Uint8Array, sha256: Sha256 = portableSha256): Uint8Array {
  if (salt.length !== SALT_BYTES) throw new RangeError(`a salt has ${SALT_BYTES} bytes`);
  return sha256(concatBytes(salt, data));
}

/** The commitment of a field, as it stands in the leaf (base64). */
export function commitField(
  log: string,
  seq: number,
  name: string,
  inner: Uint8Array,
  sha256?: Sha256,
): string {
  return commitSlot(log, [seq, "f", name], inner, sha256);
}

/** The commitment of a file, as it stands in the leaf (base64). */
export function commitFile(
  log: string,
  seq: number,
  index: number,
  inner: Uint8Array,
  sha256?: Sha256,
): string {
  return commitSlot(log, [seq, "att", index], inner, sha256);
}

export function commitSlot(
  log: string,
  [seq, kind, place]: Slot,
  inner: Uint8Array,
  sha256: Sha256 = portableSha256,
): string {
  // An array of ASCII strings and integers: JSON.stringify writes its canonical form.
  const text = JSON.stringify(["sangfroid/commit/v1", log, seq, kind, place, toBase64(inner)]);
  return toBase64(sha256(asciiBytes(text)));
}
