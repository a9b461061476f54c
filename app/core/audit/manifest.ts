import { bytesToHex } from "@noble/hashes/utils.js";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import { type Note, type NoteSigner, parseNote, signNote } from "./note.ts";
import { parseDecimal } from "./origin.ts";

// SHA256SUMS lists every file of a bundle but itself and MANIFEST; MANIFEST signs the hash of that list.

export const MANIFEST = "MANIFEST";
export const SUMS = "SHA256SUMS";
const HEADER = "sangfroid/manifest/v1";
const FAMILY = "sangfroid/manifest/v";
/** First line of README.txt in an export made without a key. */
export const RESCUE_HEADER = "sangfroid/rescue/v1";

export interface Manifest {
  readonly origin: string;
  /** Hex SHA-256 of SHA256SUMS. */
  readonly sums: string;
  readonly note: Note;
}

export function sumsLine(name: string, digest: string): string {
  return `${digest}  ${name}\n`;
}

export function signManifest(origin: string, sums: Uint8Array, signer: NoteSigner): string {
  return signNote(`${HEADER}\n${origin}\n${bytesToHex(sums)}\n`, [signer]);
}

export function parseManifest(bytes: Uint8Array): Result<Manifest, string> {
  const note = parseNote(bytes);
  if (!note.ok) return note;
  const lines = note.value.text.split("\n");
  const [header, origin = "", sums = "", end] = lines;
  if (lines.length !== 4 || end !== "" || header !== HEADER)
    return no("is not a manifest of exactly three lines");
  if (!/^[0-9a-f]{64}$/.test(sums)) return no("does not name the SHA-256 of SHA256SUMS");
  if (note.value.signatures.length !== 1) return no("has more than one signature");
  return ok({ origin, sums, note: note.value });
}

/** From the first line of a file called MANIFEST: whether this program reads it, a later one does, or none. */
export function manifestVersion(firstLine: string): "this" | "newer" | "none" {
  if (firstLine === HEADER) return "this";
  const version = firstLine.startsWith(FAMILY) ? parseDecimal(firstLine.slice(FAMILY.length)) : undefined;
  return version !== undefined && version >= 2 ? "newer" : "none";
}
