import { utf8ToBytes } from "@noble/hashes/utils.js";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import { equalBytes } from "./bytes.ts";
import { type Primitives, portablePrimitives } from "./primitives.ts";
import { parseReceipt, type Receipt } from "./proof-files.ts";
import { receiptLeaf, receiptProves } from "./receipt.ts";
import { signatureFault } from "./verify-keys.ts";
import { parseVkey, type Vkey } from "./vkey.ts";

// From each key a proved step leads to the next: a leaf that names both, under a checkpoint that both have signed.
// docs/format.md, Changing the key.

export interface Rotation {
  readonly k: number;
  readonly index: number;
  readonly old: Vkey;
  readonly new: Vkey;
}

/** Undefined where the leaf cannot be read, or is of no rotation. */
export function rotationIn(receipt: Receipt, k: number): Rotation | undefined {
  const keys = receiptLeaf(receipt)?.keys;
  const from = keys === undefined ? undefined : parseVkey(keys.old);
  const to = keys === undefined ? undefined : parseVkey(keys.new);
  if (!from?.ok || !to?.ok) return undefined;
  return { k, index: receipt.index, old: from.value, new: to.value };
}

/** What is wrong with the rotation file of `rotation`, if it should follow on `before`. */
export function rotationFault(
  receipt: Receipt,
  rotation: Rotation | undefined,
  before: Rotation | undefined,
  installation: string,
  primitives: Primitives,
): string | undefined {
  const leaf = receiptLeaf(receipt);
  if (leaf === undefined) return "holds an entry that the format does not allow at its place";
  if (leaf.log !== installation) return "comes from another installation's log";
  if (rotation === undefined || leaf.keys === undefined) return "is not of a key rotation";
  if (leaf.keys.k !== rotation.k) return `is of rotation ${leaf.keys.k}, not ${rotation.k}`;
  if (before !== undefined && !equalBytes(before.new.publicKey, rotation.old.publicKey)) {
    return "does not begin with the key that the rotation before it ended with";
  }
  if (before !== undefined && receipt.index <= before.index)
    return "does not lie behind the rotation before it";
  if (!receiptProves(receipt, primitives)) return "has a proof that does not lead to its root";
  return signatureFault(
    receipt.checkpoint.note,
    [rotation.old, rotation.new],
    [rotation.old, rotation.new],
    primitives,
  );
}

/** The rotations that an installation has kept the files of, from the first on; each is proved, or it is a "no". */
export function followRotations(
  installation: string,
  files: readonly string[],
  primitives: Primitives = portablePrimitives,
): Result<readonly Rotation[], string> {
  const rotations: Rotation[] = [];
  for (const [place, file] of files.entries()) {
    const receipt = parseReceipt(utf8ToBytes(file));
    if (!receipt.ok) return no(`Rotation file ${place + 1} ${receipt.error}.`);
    const rotation = rotationIn(receipt.value, place + 1);
    const fault = rotationFault(receipt.value, rotation, rotations.at(-1), installation, primitives);
    if (rotation === undefined || fault !== undefined)
      return no(`Rotation file ${place + 1} ${fault ?? "is not of a key rotation"}.`);
    rotations.push(rotation);
  }
  return ok(rotations);
}

/** The newest key, for someone who holds an earlier one and is shown the rotation files. */
export function newestKey(
  installation: string,
  known: Uint8Array,
  files: readonly string[],
  primitives: Primitives = portablePrimitives,
): Result<Uint8Array, string> {
  const rotations = followRotations(installation, files, primitives);
  if (!rotations.ok) return rotations;
  const newest = rotations.value.at(-1)?.new.publicKey;
  if (newest === undefined) return ok(known);
  const leads =
    equalBytes(newest, known) || rotations.value.some(({ old }) => equalBytes(old.publicKey, known));
  return leads ? ok(newest) : no("The key changes that the server shows do not begin with the key you hold.");
}
