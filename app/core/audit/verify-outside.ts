import { fromBase64 } from "./base64.ts";
import { decodeUtf8, equalBytes } from "./bytes.ts";
import { parseCheckpoint, type SignedCheckpoint } from "./checkpoint.ts";
import { verifyNote } from "./note.ts";
import type { Primitives } from "./primitives.ts";
import { type ConsistencyFile, parseConsistency, parseReceipt, type Receipt } from "./proof-files.ts";
import { mayBeConsistent, verifyConsistency } from "./proofs.ts";
import { receiptLeaf, receiptProves } from "./receipt.ts";
import type { Findings } from "./report.ts";
import { leafHash } from "./tree.ts";
import type { Keyring } from "./verify-keys.ts";
import type { LogFacts } from "./verify-log.ts";
import { parseVkey } from "./vkey.ts";

// Notes from outside: what someone kept is held against the bundle (docs/format.md, Verification, 8). A note
// that contradicts is the strongest finding there is: the log was changed after that note was signed.

export interface OutsideFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface OutsideFiles {
  readonly checkpoints: readonly OutsideFile[];
  readonly receipts: readonly OutsideFile[];
  readonly consistency: readonly OutsideFile[];
}

/** A note that parses. A receipt and a consistency file are also a checkpoint. */
export interface OutsideNote {
  readonly file: string;
  readonly checkpoint: SignedCheckpoint;
  readonly receipt?: Receipt;
  readonly consistency?: ConsistencyFile;
}

/** Those that parse; the others are unusable. */
export function readOutside(outside: OutsideFiles, found: Findings): readonly OutsideNote[] {
  const notes: OutsideNote[] = [];
  const unusable = (file: string, message: string) => void found.unusable.push({ file, message });
  for (const { name: file, bytes } of outside.checkpoints) {
    const read = parseCheckpoint(bytes);
    if (read.ok) notes.push({ file, checkpoint: read.value });
    else unusable(file, read.error);
  }
  for (const { name: file, bytes } of outside.receipts) {
    const read = parseReceipt(bytes);
    if (read.ok) notes.push({ file, checkpoint: read.value.checkpoint, receipt: read.value });
    else unusable(file, read.error);
  }
  for (const { name: file, bytes } of outside.consistency) {
    const read = parseConsistency(bytes);
    if (read.ok) notes.push({ file, checkpoint: read.value.checkpoint, consistency: read.value });
    else unusable(file, read.error);
  }
  return notes;
}

/** What a note says of the bundle's log: itself, or through a log-head in a receipt of the installation log. */
interface Claim {
  readonly size: number;
  readonly root: Uint8Array;
}

function headClaim(note: OutsideNote, keys: Keyring): Claim | undefined {
  if (note.receipt === undefined || note.checkpoint.origin !== keys.installation) return undefined;
  const head = receiptLeaf(note.receipt)?.head;
  const root = head === undefined ? undefined : fromBase64(head.root);
  if (head === undefined || root === undefined || head.log !== keys.log) return undefined;
  return { size: head.size, root };
}

/** The sizes and entries of the bundle's log that the notes must be held against. */
export function wantedBy(
  notes: readonly OutsideNote[],
  keys: Keyring,
): { readonly roots: ReadonlySet<number>; readonly leaves: ReadonlySet<number> } {
  const roots = new Set<number>();
  const leaves = new Set<number>();
  for (const note of notes) {
    const { checkpoint, receipt, consistency } = note;
    const head = headClaim(note, keys);
    if (head !== undefined) roots.add(head.size);
    if (checkpoint.origin !== keys.log) continue;
    roots.add(checkpoint.size);
    if (receipt !== undefined) leaves.add(receipt.index);
    if (consistency !== undefined) roots.add(consistency.from);
  }
  return { roots, leaves };
}

/** The bundle's side of the comparison. */
export interface Held {
  readonly keys: Keyring;
  readonly size: number;
  readonly facts: LogFacts;
  /** The installation log as the anchor has it. */
  readonly anchor: Claim | undefined;
}

/** Answers how far the log is witnessed: the largest size a note agrees with, null if none does. */
export function compareOutside(
  notes: readonly OutsideNote[],
  held: Held,
  found: Findings,
  primitives: Primitives,
): number | null {
  const sound = notes.filter((note) => {
    const verdict = soundness(note, held, primitives);
    if (verdict.kind === "other log")
      found.notCompared.push({ file: note.file, message: ofAnother(note, found) });
    if (verdict.kind === "contradicts") {
      found.file(
        note.file,
        verdict.earlierKey ? `${verdict.why} (only an earlier key signed it)` : verdict.why,
      );
    }
    return verdict.kind === "sound";
  });
  const bridges = sound.flatMap(({ checkpoint, consistency }) =>
    checkpoint.origin === held.keys.log && consistency?.from === held.size ? [checkpoint] : [],
  );
  let witnessed: number | null = null;
  for (const note of sound) {
    const agreed = compareNote(note, held, bridges, found);
    if (agreed !== undefined) witnessed = Math.max(witnessed ?? 0, agreed);
  }
  return witnessed;
}

function ofAnother({ checkpoint }: OutsideNote, { continues }: Findings): string {
  return continues?.log === checkpoint.origin
    ? "is of the earlier log that this one goes on from: hold it against the bundle of that log"
    : "is of another log";
}

type Soundness =
  | { readonly kind: "sound" | "other log" }
  | { readonly kind: "contradicts"; readonly why: string; readonly earlierKey: boolean };

/** Signature, proof and leaf of a note, before anything is compared. */
function soundness(note: OutsideNote, held: Held, primitives: Primitives): Soundness {
  const { keys } = held;
  const { origin } = note.checkpoint;
  if (origin !== keys.log && origin !== keys.installation) return { kind: "other log" };
  const { verified, failed } = verifyNote(note.checkpoint.note, keys.known, primitives);
  const signers = verified.filter(({ name }) => name === origin);
  const earlierKey =
    signers.length > 0 && !signers.some(({ publicKey }) => equalBytes(publicKey, keys.newest));
  const contradicts = (why: string): Soundness => ({ kind: "contradicts", why, earlierKey });
  if (failed.length > 0) return contradicts("has a signature that does not verify");
  if (signers.length === 0) return contradicts("is not signed by the key of this log");
  if (note.receipt !== undefined) {
    if (!receiptProves(note.receipt, primitives))
      return contradicts("has a proof that does not lead to its root");
    if (receiptLeaf(note.receipt) === undefined)
      return contradicts("holds an entry that the format does not allow there");
    const own = origin === keys.log ? held.facts.leafHashes.get(note.receipt.index) : undefined;
    if (own !== undefined && !equalBytes(own, leafHash(note.receipt.leaf, primitives.sha256))) {
      return contradicts(`holds another #${note.receipt.index} than the bundle`);
    }
  }
  if (note.consistency !== undefined && !extendsWhatIsHeld(note.consistency, held, primitives)) {
    return contradicts("has a proof that does not hold from the log in the bundle");
  }
  const wrong = wrongRoot(note, held);
  return wrong === undefined ? { kind: "sound" } : contradicts(wrong);
}

function extendsWhatIsHeld(
  { from, proof, checkpoint }: ConsistencyFile,
  held: Held,
  primitives: Primitives,
): boolean {
  const claim = { from, to: checkpoint.size, newRoot: checkpoint.root, proof };
  const oldRoot = checkpoint.origin === held.keys.log ? held.facts.roots.get(from) : undefined;
  if (oldRoot === undefined) return mayBeConsistent(claim, primitives.sha256);
  return verifyConsistency({ ...claim, oldRoot }, primitives.sha256);
}

/** Held roots that this note denies, in words; undefined if there is none. */
function wrongRoot(note: OutsideNote, { keys, facts, anchor }: Held): string | undefined {
  const { origin, size, root } = note.checkpoint;
  if (origin === keys.log) return rootDenied({ size, root }, facts);
  if (anchor?.size === size && !equalBytes(anchor.root, root)) {
    return "has another root than the anchor at the same size of the installation log";
  }
  const head = headClaim(note, keys);
  return head === undefined ? undefined : rootDenied(head, facts);
}

function rootDenied({ size, root }: Claim, facts: LogFacts): string | undefined {
  const own = facts.roots.get(size);
  if (own === undefined || equalBytes(own, root)) return undefined;
  return `has another root at size ${size}: the entries below #${size} are not those it was signed over`;
}

/** The size of the log up to which a sound note agrees; undefined, with a remark or fault, if it does not. */
function compareNote(
  note: OutsideNote,
  held: Held,
  bridges: readonly SignedCheckpoint[],
  found: Findings,
): number | undefined {
  const { keys, anchor } = held;
  const { origin, size, root } = note.checkpoint;
  const atAnchor = origin === keys.installation && anchor?.size === size;
  const claim = origin === keys.log ? { size, root } : headClaim(note, keys);
  const agreed = claim === undefined ? undefined : agreement(claim, held, bridges);
  if (agreed === "contradicts") {
    found.file(note.file, `has another root at size ${claim?.size} than a consistency file leads to`);
    return undefined;
  }
  if (agreed === undefined && !atAnchor) {
    found.notCompared.push({ file: note.file, message: whyNot(claim, held) });
    return undefined;
  }
  const upTo = Math.max(agreed ?? 0, atAnchor ? held.size : 0);
  found.compared.push({ file: note.file, message: `agrees with this bundle up to size ${upTo}` });
  return upTo;
}

function agreement(
  { size, root }: Claim,
  held: Held,
  bridges: readonly SignedCheckpoint[],
): number | "contradicts" | undefined {
  if (held.facts.roots.has(size)) return size; // wrongRoot has found them equal
  const bridge = bridges.find((one) => one.size === size && size > held.size);
  if (bridge === undefined) return undefined;
  return equalBytes(bridge.root, root) ? size : "contradicts";
}

function whyNot(claim: Claim | undefined, held: Held): string {
  if (claim === undefined) return "is of the installation log at another size than the bundle's anchor";
  if (claim.size > held.size) {
    return `is newer: the bundle (size ${held.size}) is older than a checkpoint you hold (size ${claim.size})`;
  }
  return "could not be compared: the tree of the bundle cannot be made";
}

/** Tells checkpoints, receipts, consistency files and a vkey apart by their form, for a reader who was given a heap. */
export function sortByKind(files: readonly OutsideFile[]): {
  readonly notes: OutsideFiles;
  readonly vkey?: string;
} {
  const checkpoints: OutsideFile[] = [];
  const receipts: OutsideFile[] = [];
  const consistency: OutsideFile[] = [];
  let vkey: string | undefined;
  for (const file of files) {
    const text = decodeUtf8(file.bytes) ?? "";
    const line = text.replace(/\r?\n$/, "");
    if (!line.includes("\n") && parseVkey(line).ok) vkey ??= line;
    else if (text.startsWith("c2sp.org/tlog-proof@")) receipts.push(file);
    else if (text.startsWith("old ")) consistency.push(file);
    else checkpoints.push(file);
  }
  return { notes: { checkpoints, receipts, consistency }, ...(vkey === undefined ? {} : { vkey }) };
}
