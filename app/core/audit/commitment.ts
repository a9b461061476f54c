import { sha256 as portableSha256 } from "@noble/hashes/sha2.js";
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
  const salted = new Uint8Array(SALT_BYTES + data.length);
  salted.set(salt);
  salted.set(data, SALT_BYTES);
  return sha256(salted);
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
  slot: Slot,
  inner: Uint8Array,
  sha256: Sha256 = portableSha256,
): string {
  return committer(log, sha256)(slot, inner);
}

/** {@link commitSlot} for many slots of one log: what stays the same is made into bytes once. */
export function committer(log: string, sha256: Sha256): (slot: Slot, inner: Uint8Array) => string {
  // JCS of an array of ASCII strings without quotes or backslashes, and integers.
  const head = asciiBytes(`["sangfroid/commit/v1","${log}",`);
  const buffer = new Uint8Array(head.length + 256);
  buffer.set(head);
  return ([seq, kind, place], inner) => {
    const where = kind === "f" ? `"${place}"` : place;
    const tail = `${seq},"${kind}",${where},"${toBase64(inner)}"]`;
    for (let at = 0; at < tail.length; at++) buffer[head.length + at] = tail.charCodeAt(at);
    return toBase64(sha256(buffer.subarray(0, head.length + tail.length)));
  };
}
