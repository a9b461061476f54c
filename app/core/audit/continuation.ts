import { utf8ToBytes } from "@noble/hashes/utils.js";
import { fromBase64 } from "./base64.ts";
import { type Checkpoint, parseCheckpoint } from "./checkpoint.ts";
import type { Leaf } from "./leaf.ts";
import { verifyNote } from "./note.ts";
import { parseOrigin } from "./origin.ts";
import { type Primitives, portablePrimitives } from "./primitives.ts";
import { parseReceipt } from "./proof-files.ts";
import { verifyConsistency } from "./proofs.ts";
import { receiptLeaf, receiptProves } from "./receipt.ts";
import { type Vkey, vkeyFor } from "./vkey.ts";

// An older copy was put back, and the log goes on under another origin. Whoever remembers a checkpoint of the log
// before is told so in one place only: #0 of the new log. docs/format.md, Restoring.

export interface Continuation {
  /** Receipts of #0: of the log that continues the remembered one, then of the one that continues that, and so on. */
  readonly receipts: readonly string[];
  /** Base64 hashes of the consistency proof from the remembered size to what was continued; empty where that is less. */
  readonly proof: readonly string[];
}

export type ContinuationVerdict =
  | {
      readonly kind: "continued";
      /** The newest log's checkpoint, as its receipt has it, and the key it is signed with. */
      readonly checkpoint: Checkpoint;
      readonly note: string;
      readonly vkey: Vkey;
      /** How many of the entries that were seen the new log does not go on from. */
      readonly lost: number;
    }
  | { readonly kind: "contradiction"; readonly why: string };

type Prev = NonNullable<Leaf["prev"]>;

/**
 * Holds what the server says of a new origin against the remembered checkpoint (`note`), whose log was signed with
 * `publicKey`. What was seen and is in the new log must be the same; what was lost can't be compared, only counted.
 */
export function judgeContinuation(
  note: string,
  { receipts, proof }: Continuation,
  publicKey: Uint8Array,
  primitives: Primitives = portablePrimitives,
): ContinuationVerdict {
  const before = parseCheckpoint(utf8ToBytes(note));
  if (!before.ok) throw new Error(`the remembered checkpoint ${before.error}`);
  let origin = before.value.origin;
  let first: Prev | undefined;
  let newest: Omit<Extract<ContinuationVerdict, { kind: "continued" }>, "kind" | "lost"> | undefined;
  for (const text of receipts) {
    const step = readStep(text, origin, publicKey, primitives);
    if (typeof step === "string") return contradiction(step);
    first ??= step.prev;
    newest = { checkpoint: step.checkpoint, note: step.note, vkey: step.vkey };
    origin = step.checkpoint.origin;
  }
  if (first === undefined || newest === undefined) return contradiction(NOT_SAID);
  const { size, root } = before.value;
  if (size > first.size) return { kind: "continued", ...newest, lost: size - first.size };
  const known = proof.map(fromBase64).filter((hash) => hash !== undefined);
  const claim = { from: size, to: first.size, oldRoot: root, newRoot: fromBase64(first.root) ?? root };
  if (known.length < proof.length || !verifyConsistency({ ...claim, proof: known }, primitives.sha256))
    return contradiction(`The first ${size} entries are not those this browser saw.`);
  return { kind: "continued", ...newest, lost: 0 };
}

const NOT_SAID =
  "The server shows another log, and nothing that says it goes on from the one this browser saw.";

/** What one receipt proves, or why it proves nothing. */
function readStep(
  text: string,
  earlier: string,
  publicKey: Uint8Array,
  primitives: Primitives,
): string | { prev: Prev; checkpoint: Checkpoint; note: string; vkey: Vkey } {
  const parsed = parseReceipt(utf8ToBytes(text));
  if (!parsed.ok) return NOT_SAID;
  const { checkpoint } = parsed.value;
  const prev = receiptLeaf(parsed.value)?.prev;
  if (prev === undefined || prev.log !== earlier || !isSameIncident(checkpoint.origin, earlier))
    return NOT_SAID;
  if (!receiptProves(parsed.value, primitives))
    return "The server's proof of what the log goes on from does not hold.";
  const vkey = vkeyFor(checkpoint.origin, publicKey);
  const { verified, failed } = verifyNote(checkpoint.note, [vkey], primitives);
  if (failed.length > 0 || !verified.some(({ name }) => name === checkpoint.origin))
    return "The server's checkpoint is not signed by the key this browser knows.";
  const { origin, size, root } = checkpoint;
  return { prev, checkpoint: { origin, size, root }, note: text.slice(text.indexOf("\n\n") + 2), vkey };
}

function isSameIncident(one: string, other: string): boolean {
  const [a, b] = [parseOrigin(one), parseOrigin(other)];
  return a !== undefined && b !== undefined && a.kind === b.kind && a.id === b.id;
}

function contradiction(why: string): ContinuationVerdict {
  return { kind: "contradiction", why };
}
