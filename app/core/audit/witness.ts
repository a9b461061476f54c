import { utf8ToBytes } from "@noble/hashes/utils.js";
import { fromBase64 } from "./base64.ts";
import { equalBytes } from "./bytes.ts";
import { type Checkpoint, parseCheckpoint, type SignedCheckpoint } from "./checkpoint.ts";
import { verifyNote } from "./note.ts";
import { type Primitives, portablePrimitives } from "./primitives.ts";
import { verifyConsistency } from "./proofs.ts";
import type { Vkey } from "./vkey.ts";

// Every browser that has seen a log is a witness of it: it remembers the last checkpoint, and the server must
// show that what it has now goes on from there. Pure: keeping and fetching is the page's business.

/** What the browser remembers: the note as it was signed, to be shown to others if it is ever contradicted. */
export interface Remembered {
  readonly note: string;
}

export interface Offered {
  /** The server's current checkpoint, a signed note. */
  readonly note: string;
  /** Base64 hashes of the consistency proof from the remembered size to the current one. */
  readonly proof: readonly string[];
}

export type WitnessVerdict =
  | { readonly kind: "same" | "extended"; readonly checkpoint: Checkpoint }
  | { readonly kind: "contradiction"; readonly why: string };

/**
 * Holds the server's checkpoint against the remembered one. `keys` are the vkeys under which this log's checkpoints
 * are known to be signed: the remembered ones, and newer ones only as far as a rotation has been proved.
 */
export function witness(
  remembered: Remembered,
  offered: Offered,
  keys: readonly Vkey[],
  primitives: Primitives = portablePrimitives,
): WitnessVerdict {
  const before = parseCheckpoint(utf8ToBytes(remembered.note));
  if (!before.ok) throw new Error(`the remembered checkpoint ${before.error}`);
  const now = parseCheckpoint(utf8ToBytes(offered.note));
  if (!now.ok) return contradiction(`The server's checkpoint ${now.error}.`);
  return judge(before.value, now.value, offered.proof, keys, primitives);
}

/** What a server shows of a log that it may not sign: its word alone, but good enough to contradict itself. */
export interface UnsignedHead {
  readonly origin: string;
  readonly size: number;
  /** Base64; empty where the log is too damaged to have one. */
  readonly root: string;
  /** Base64 hashes of the proof from the remembered size; empty where there is none. */
  readonly proof: readonly string[];
}

/**
 * Holds a state that nobody has signed against the remembered checkpoint. That it goes on from there proves
 * nothing for later; that it does not is a reason for the alarm.
 */
export function witnessUnsigned(
  remembered: Remembered,
  head: UnsignedHead,
  primitives: Primitives = portablePrimitives,
): WitnessVerdict {
  const before = parseCheckpoint(utf8ToBytes(remembered.note));
  if (!before.ok) throw new Error(`the remembered checkpoint ${before.error}`);
  if (head.origin !== before.value.origin) return contradiction(ANOTHER_LOG);
  const root = fromBase64(head.root) ?? new Uint8Array(0);
  return compare(before.value, { ...head, root }, head.proof, primitives);
}

function judge(
  before: SignedCheckpoint,
  now: SignedCheckpoint,
  proof: readonly string[],
  keys: readonly Vkey[],
  primitives: Primitives,
): WitnessVerdict {
  if (now.origin !== before.origin) return contradiction(ANOTHER_LOG);
  const { verified, failed } = verifyNote(now.note, keys, primitives);
  if (failed.length > 0 || !verified.some(({ name }) => name === now.origin)) {
    return contradiction("The server's checkpoint is not signed by the key this browser knows.");
  }
  return compare(before, now, proof, primitives);
}

const ANOTHER_LOG = "The server shows the checkpoint of another log.";

/** Signatures aside: whether the one goes on from the other. */
function compare(
  before: Checkpoint,
  now: Checkpoint,
  proof: readonly string[],
  primitives: Primitives,
): WitnessVerdict {
  if (now.size < before.size) {
    return contradiction(
      `The log had ${before.size} entries when this browser last saw it, and has ${now.size} now.`,
    );
  }
  const hashes = proof.map(fromBase64);
  const known = hashes.filter((hash) => hash !== undefined);
  const holds =
    known.length === hashes.length &&
    verifyConsistency(
      { from: before.size, to: now.size, oldRoot: before.root, newRoot: now.root, proof: known },
      primitives.sha256,
    );
  if (!holds) return contradiction(`The first ${before.size} entries are not those this browser saw.`);
  const { origin, size, root } = now;
  return {
    kind: equalBytes(root, before.root) && size === before.size ? "same" : "extended",
    checkpoint: { origin, size, root },
  };
}

function contradiction(why: string): WitnessVerdict {
  return { kind: "contradiction", why };
}
