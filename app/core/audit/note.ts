import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import { fromBase64, toBase64 } from "./base64.ts";
import { decodeUtf8 } from "./bytes.ts";
import { type Primitives, portablePrimitives } from "./primitives.ts";
import { isKeyName, type Vkey } from "./vkey.ts";

// C2SP signed-note: text, an empty line, signature lines over the text (its last line feed included).

export const NOTE_BYTES_MAX = 262_144;
const SIGNATURES_MAX = 16;
const SIGNATURE_LINE = /^\u2014 ([^ ]+) ([A-Za-z0-9+/=]+)$/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the format forbids exactly these
const FORBIDDEN = /[\u0000-\u0009\u000b-\u001f]/;

interface NoteSignature {
  readonly name: string;
  /** 8 hex digits. */
  readonly keyId: string;
  /** What follows the key id: 64 bytes if it is an Ed25519 signature, any for a signer unknown to us. */
  readonly signature: Uint8Array;
}

export interface Note {
  /** The signed text; ends in a line feed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Holds a key on the caller's side: core sees only what it signs. */
export interface NoteSigner {
  readonly vkey: Vkey;
  readonly sign: (message: Uint8Array) => Uint8Array;
}

export function parseNote(bytes: Uint8Array): Result<Note, string> {
  if (bytes.length > NOTE_BYTES_MAX) return no(`is longer than ${NOTE_BYTES_MAX} bytes`);
  const all = decodeUtf8(bytes);
  if (all === undefined) return no("is not UTF-8 text");
  if (FORBIDDEN.test(all)) return no("holds a control character");
  const gap = all.lastIndexOf("\n\n");
  if (gap < 0 || !all.endsWith("\n")) return no("is not a signed note: no empty line before its signatures");
  const lines = all.slice(gap + 2, -1).split("\n");
  if (lines.length > SIGNATURES_MAX) return no(`has more than ${SIGNATURES_MAX} signatures`);
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const signature = parseSignature(line);
    if (signature === undefined) return no("has a signature line that is not well formed");
    signatures.push(signature);
  }
  return ok({ text: all.slice(0, gap + 1), signatures });
}

function parseSignature(line: string): NoteSignature | undefined {
  const [, name = "", base64 = ""] = SIGNATURE_LINE.exec(line) ?? [];
  const blob = fromBase64(base64);
  if (!isKeyName(name) || blob === undefined || blob.length < 5) return undefined;
  return { name, keyId: bytesToHex(blob.subarray(0, 4)), signature: blob.subarray(4) };
}

/** Signs a text that ends in a line feed; one line for each signer, in this order. */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  if (!text.endsWith("\n") || FORBIDDEN.test(text)) {
    throw new RangeError("a note's text ends in a line feed and holds no other control character");
  }
  if (signers.length < 1 || signers.length > SIGNATURES_MAX)
    throw new RangeError("a note has 1 to 16 signatures");
  const message = utf8ToBytes(text);
  const lines = signers.map(({ vkey, sign }) => {
    const blob = concatBytes(hexToBytes(vkey.keyId), sign(message));
    return `\u2014 ${vkey.name} ${toBase64(blob)}\n`;
  });
  return `${text}\n${lines.join("")}`;
}

/** The keys whose lines verify, and those that have a line which does not: a fault, even beside one that does. */
export interface NoteVerdict {
  readonly verified: readonly Vkey[];
  readonly failed: readonly NoteSignature[];
}

/** Looks at the lines of known signers (same name and key id); others are ignored. */
export function verifyNote(
  note: Note,
  known: readonly Vkey[],
  primitives: Primitives = portablePrimitives,
): NoteVerdict {
  const message = utf8ToBytes(note.text);
  const verified: Vkey[] = [];
  const failed: NoteSignature[] = [];
  for (const line of note.signatures) {
    const candidates = known.filter((vkey) => vkey.name === line.name && vkey.keyId === line.keyId);
    if (candidates.length === 0) continue;
    const signer = candidates.find((vkey) =>
      primitives.verifyEd25519(line.signature, message, vkey.publicKey),
    );
    if (signer === undefined) failed.push(line);
    else verified.push(signer);
  }
  return { verified, failed };
}
