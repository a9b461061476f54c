import { no, ok, type Result } from "#app/core/shared/result.ts";
import { fromBase64, isBase64Of32, toBase64 } from "./base64.ts";
import { printableAscii } from "./bytes.ts";
import { parseCheckpoint, type SignedCheckpoint } from "./checkpoint.ts";
import { NOTE_BYTES_MAX } from "./note.ts";
import { parseDecimal } from "./origin.ts";

// Two files that people keep: a receipt proves that one leaf stands in a log (C2SP tlog-proof with the leaf as
// `extra`), a consistency file that a log at one size goes on from a smaller one (the body of a C2SP tlog-witness
// add-checkpoint request). Both are header lines, an empty line, a checkpoint.

const RECEIPT_HEADER = "c2sp.org/tlog-proof@v1";
const HASHES_MAX = 64;

export interface Receipt {
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly proof: readonly Uint8Array[];
  readonly checkpoint: SignedCheckpoint;
}

export interface ConsistencyFile {
  readonly from: number;
  readonly proof: readonly Uint8Array[];
  readonly checkpoint: SignedCheckpoint;
}

/** `checkpoint` is the text of the signed note. */
export function formatReceipt(receipt: {
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly proof: readonly Uint8Array[];
  readonly checkpoint: string;
}): string {
  const { leaf, index, proof, checkpoint } = receipt;
  const header = [RECEIPT_HEADER, `extra ${toBase64(leaf)}`, `index ${index}`];
  return `${[...header, ...proof.map(toBase64)].join("\n")}\n\n${checkpoint}`;
}

/** `checkpoint` is the text of the signed note, of the larger size. */
export function formatConsistency(file: {
  readonly from: number;
  readonly proof: readonly Uint8Array[];
  readonly checkpoint: string;
}): string {
  return `${[`old ${file.from}`, ...file.proof.map(toBase64)].join("\n")}\n\n${file.checkpoint}`;
}

/** Reads the form only: whether leaf, proof and signature are true is for the verifier. */
export function parseReceipt(bytes: Uint8Array): Result<Receipt, string> {
  const parts = split(bytes);
  if (!parts.ok) return parts;
  const [header, extra = "", index = "", ...hashes] = parts.value.header;
  if (header !== RECEIPT_HEADER) return no(`is not a receipt: its first line is not ${RECEIPT_HEADER}`);
  const leaf = extra.startsWith("extra ") ? fromBase64(extra.slice("extra ".length)) : undefined;
  if (leaf === undefined) return no("is not a receipt: its second line does not hold the entry");
  const place = index.startsWith("index ") ? parseDecimal(index.slice("index ".length)) : undefined;
  if (place === undefined) return no("is not a receipt: its third line does not number the entry");
  const proof = parseHashes(hashes);
  if (!proof.ok) return proof;
  return ok({ leaf, index: place, proof: proof.value, checkpoint: parts.value.checkpoint });
}

/** Reads the form only: whether proof and signature are true is for the verifier. */
export function parseConsistency(bytes: Uint8Array): Result<ConsistencyFile, string> {
  const parts = split(bytes);
  if (!parts.ok) return parts;
  const [old = "", ...hashes] = parts.value.header;
  const from = old.startsWith("old ") ? parseDecimal(old.slice("old ".length)) : undefined;
  if (from === undefined) return no("is not a consistency file: its first line does not name the old size");
  const proof = parseHashes(hashes);
  if (!proof.ok) return proof;
  return ok({ from, proof: proof.value, checkpoint: parts.value.checkpoint });
}

function split(
  bytes: Uint8Array,
): Result<{ header: readonly string[]; checkpoint: SignedCheckpoint }, string> {
  if (bytes.length > NOTE_BYTES_MAX) return no(`is longer than ${NOTE_BYTES_MAX} bytes`);
  const gap = bytes.findIndex((byte, at) => byte === 0x0a && bytes[at + 1] === 0x0a);
  if (gap < 0) return no("has no empty line before its checkpoint");
  const header: string[] = [];
  for (let from = 0; from <= gap; ) {
    const end = bytes.indexOf(0x0a, from);
    const line = printableAscii(bytes.subarray(from, end));
    if (line === undefined) return no("holds a character that is not printable ASCII");
    header.push(line);
    from = end + 1;
  }
  const checkpoint = parseCheckpoint(bytes.subarray(gap + 2));
  if (!checkpoint.ok) return no(`holds a checkpoint that ${checkpoint.error}`);
  return ok({ header, checkpoint: checkpoint.value });
}

function parseHashes(lines: readonly string[]): Result<readonly Uint8Array[], string> {
  if (lines.length > HASHES_MAX) return no(`has more than ${HASHES_MAX} hashes`);
  const hashes: Uint8Array[] = [];
  for (const line of lines) {
    const hash = isBase64Of32(line) ? fromBase64(line) : undefined;
    if (hash === undefined) return no("has a line that is no hash");
    hashes.push(hash);
  }
  return ok(hashes);
}
