import { no, ok, type Result } from "#app/core/shared/result.ts";
import { fromBase64, isBase64Of32, toBase64 } from "./base64.ts";
import { equalBytes } from "./bytes.ts";
import { type Note, type NoteSigner, parseNote, signNote } from "./note.ts";
import { parseDecimal } from "./origin.ts";
import { emptyRoot } from "./tree.ts";
import { isKeyName } from "./vkey.ts";

/** C2SP tlog-checkpoint: the whole of a log at one size. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

export interface SignedCheckpoint extends Checkpoint {
  readonly note: Note;
}

function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** A signed checkpoint, ready to be kept. The caller has put the entries on disk first. */
export function signCheckpoint(checkpoint: Checkpoint, signers: readonly NoteSigner[]): string {
  return signNote(checkpointText(checkpoint), signers);
}

/** Reads three lines, no more: extension lines are refused. Says nothing of the signatures' truth. */
export function parseCheckpoint(bytes: Uint8Array): Result<SignedCheckpoint, string> {
  const note = parseNote(bytes);
  if (!note.ok) return note;
  const lines = note.value.text.split("\n");
  const [origin = "", decimal = "", base64 = "", end] = lines;
  if (lines.length !== 4 || end !== "") return no("is not a checkpoint of exactly three lines");
  if (!isKeyName(origin)) return no("is not a checkpoint: its first line names no log");
  const size = parseDecimal(decimal);
  if (size === undefined) return no("is not a checkpoint: its second line is no size");
  const root = isBase64Of32(base64) ? fromBase64(base64) : undefined;
  if (root === undefined) return no("is not a checkpoint: its third line is no root hash");
  if (size === 0 && !equalBytes(root, emptyRoot())) return no("gives a root to an empty log");
  return ok({ origin, size, root, note: note.value });
}
