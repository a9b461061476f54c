import { utf8ToBytes } from "@noble/hashes/utils.js";
import { fromBase64 } from "./base64.ts";
import { equalBytes } from "./bytes.ts";
import { parseCheckpoint, type SignedCheckpoint } from "./checkpoint.ts";
import { commitSlot, innerHash } from "./commitment.ts";
import { keyFingerprint } from "./key-words.ts";
import { type Leaf, parseLeaf } from "./leaf.ts";
import { verifyNote } from "./note.ts";
import { type FieldDisclosure, type PayloadLine, parsePayloadLine } from "./payload-line.ts";
import { type Primitives, portablePrimitives } from "./primitives.ts";
import type { Fault } from "./report.ts";
import { type Edge, emptyEdge, leafHash, push, rootOf } from "./tree.ts";
import { parseVkey } from "./vkey.ts";

// A log checked in the browser, over the entries it fetched: five plain results for people. Files are left to
// the bundle; here the values on the screen are held against the tree.

/** One entry as it was fetched: the leaf's bytes, and its payload line without the line feed. */
export interface FetchedEntry {
  readonly leaf: Uint8Array;
  readonly payload: Uint8Array;
}

export interface FetchedLog {
  /** Text of the vkey of this log (LOG), from wherever the person trusts it. */
  readonly vkey: string;
  /** The signed note the entries should lead to. */
  readonly checkpoint: string;
  /** From #0 on, in order. */
  readonly entries: Iterable<FetchedEntry> | AsyncIterable<FetchedEntry>;
  /** A checkpoint of this log saved earlier, if there is one. */
  readonly saved?: string;
}

type PlainState = "holds" | "fails" | "not checked";

export type Said =
  | {
      readonly code:
        | "checkpoint-unreadable"
        | "one-root"
        | "not-one-root"
        | "key-unreadable"
        | "no-witness"
        | "no-saved"
        | "saved-unreadable"
        | "saved-other";
    }
  | { readonly code: "each-matches" | "saved-longer" | "extends" | "not-extends"; readonly count: number }
  | { readonly code: "one-fails"; readonly seq: string }
  | { readonly code: "some-fail"; readonly count: number; readonly size: number }
  | { readonly code: "signed" | "not-signed"; readonly words: string };

export interface PlainResult {
  readonly what: "fingerprints" | "one root" | "signature" | "witnesses" | "saved root";
  readonly state: PlainState;
  /** One sentence for the person, said by the catalogs. */
  readonly said: Said;
}

export interface FetchedVerdict {
  readonly intact: boolean;
  readonly size: number;
  readonly results: readonly PlainResult[];
  /** Entries that do not hold, by number. */
  readonly faults: readonly Fault[];
}

const FAULTS_MAX = 1000;

export async function verifyLog(
  log: FetchedLog,
  primitives: Primitives = portablePrimitives,
): Promise<FetchedVerdict> {
  const checkpoint = parseCheckpoint(utf8ToBytes(log.checkpoint));
  const saved = log.saved === undefined ? undefined : parseCheckpoint(utf8ToBytes(log.saved));
  const now = checkpoint.ok ? checkpoint.value : undefined;
  const before = saved?.ok ? saved.value : undefined;
  const walked = await walk(log.entries, now?.origin, before?.size, primitives);
  const results = [
    fingerprints(walked),
    oneRoot(walked, now, primitives),
    signature(log.vkey, now, primitives),
    { what: "witnesses", state: "not checked", said: { code: "no-witness" } },
    savedRoot(log.saved, before, now, walked),
  ] satisfies PlainResult[];
  const intact = results.every(({ state }) => state !== "fails");
  return { intact, size: walked.edge.size, results, faults: walked.faults };
}

interface Walk {
  readonly edge: Edge;
  readonly faults: readonly Fault[];
  /** The root at the saved size, once the walk has passed it. */
  readonly savedRoot: Uint8Array | undefined;
}

async function walk(
  entries: FetchedLog["entries"],
  origin: string | undefined,
  savedSize: number | undefined,
  primitives: Primitives,
): Promise<Walk> {
  const faults: Fault[] = [];
  let edge = emptyEdge;
  let savedRoot = savedSize === 0 ? rootOf(edge, primitives.sha256) : undefined;
  for await (const { leaf, payload } of entries) {
    const fault = entryFault(leaf, payload, edge.size, origin, primitives);
    if (fault !== undefined && faults.length < FAULTS_MAX) faults.push({ entry: edge.size, message: fault });
    edge = push(edge, leafHash(leaf, primitives.sha256), primitives.sha256).edge;
    if (edge.size === savedSize) savedRoot = rootOf(edge, primitives.sha256);
  }
  return { edge, faults, savedRoot };
}

function entryFault(
  bytes: Uint8Array,
  payload: Uint8Array,
  seq: number,
  origin: string | undefined,
  primitives: Primitives,
): string | undefined {
  const leaf = parseLeaf(bytes);
  if (!leaf.ok) return leaf.error;
  if (leaf.value.seq !== seq) return `says it is #${leaf.value.seq}`;
  if (origin !== undefined && leaf.value.log !== origin) return "belongs to another log";
  const line = parsePayloadLine(payload);
  if (!line.ok) return `has values that cannot be read: the line ${line.error}`;
  return valuesFault(leaf.value, line.value, primitives);
}

function valuesFault(leaf: Leaf, line: PayloadLine, primitives: Primitives): string | undefined {
  const due = Object.entries(leaf.f ?? {});
  const told = line.f ?? {};
  if (line.seq !== leaf.seq || Object.keys(told).length !== due.length)
    return "has other values than it committed to";
  for (const [name, commitment] of due) {
    const slot: FieldDisclosure | undefined = Object.hasOwn(told, name) ? told[name] : undefined;
    if (slot === undefined) return `lacks the value of ${name}`;
    if (!("salt" in slot)) continue;
    const inner = innerHash(
      fromBase64(slot.salt) ?? new Uint8Array(32),
      utf8ToBytes(JSON.stringify(slot.value)),
      primitives.sha256,
    );
    if (commitSlot(leaf.log, [leaf.seq, "f", name], inner, primitives.sha256) !== commitment) {
      return `shows a value of ${name} that is not the one it committed to`;
    }
  }
  return undefined;
}

/** For whoever looks at each entry and knows how many do not match. */
export function fingerprintsFail(count: number, size: number): PlainResult {
  return { what: "fingerprints", state: "fails", said: { code: "some-fail", count, size } };
}

function fingerprints({ faults, edge }: Walk): PlainResult {
  const [first] = faults;
  if (first === undefined) {
    return {
      what: "fingerprints",
      state: "holds",
      said: { code: "each-matches", count: edge.size },
    };
  }
  return {
    what: "fingerprints",
    state: "fails",
    said: { code: "one-fails", seq: String(first.entry) },
  };
}

function oneRoot({ edge }: Walk, now: SignedCheckpoint | undefined, primitives: Primitives): PlainResult {
  if (now === undefined) return { what: "one root", state: "fails", said: { code: "checkpoint-unreadable" } };
  const holds = edge.size === now.size && equalBytes(rootOf(edge, primitives.sha256), now.root);
  return holds
    ? { what: "one root", state: "holds", said: { code: "one-root" } }
    : { what: "one root", state: "fails", said: { code: "not-one-root" } };
}

function signature(text: string, now: SignedCheckpoint | undefined, primitives: Primitives): PlainResult {
  const vkey = parseVkey(text);
  if (!vkey.ok) return { what: "signature", state: "fails", said: { code: "key-unreadable" } };
  const words = keyFingerprint(vkey.value.publicKey).words.join(" ");
  const { verified, failed } =
    now === undefined ? { verified: [], failed: [] } : verifyNote(now.note, [vkey.value], primitives);
  const holds = failed.length === 0 && verified.some(({ name }) => name === now?.origin);
  return holds
    ? { what: "signature", state: "holds", said: { code: "signed", words } }
    : { what: "signature", state: "fails", said: { code: "not-signed", words } };
}

function savedRoot(
  text: string | undefined,
  saved: SignedCheckpoint | undefined,
  now: SignedCheckpoint | undefined,
  walked: Walk,
): PlainResult {
  const what = "saved root";
  if (text === undefined) return { what, state: "not checked", said: { code: "no-saved" } };
  if (saved === undefined) return { what, state: "fails", said: { code: "saved-unreadable" } };
  if (saved.origin !== now?.origin) return { what, state: "fails", said: { code: "saved-other" } };
  if (walked.savedRoot === undefined) {
    return {
      what,
      state: "fails",
      said: { code: "saved-longer", count: saved.size },
    };
  }
  return equalBytes(walked.savedRoot, saved.root)
    ? { what, state: "holds", said: { code: "extends", count: saved.size } }
    : { what, state: "fails", said: { code: "not-extends", count: saved.size } };
}
