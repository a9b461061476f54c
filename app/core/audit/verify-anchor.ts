import { toBase64 } from "./base64.ts";
import { rotationName } from "./bundle-names.ts";
import { equalBytes } from "./bytes.ts";
import { type Leaf, parseLeaf } from "./leaf.ts";
import type { Primitives } from "./primitives.ts";
import type { Receipt } from "./proof-files.ts";
import { verifyInclusion } from "./proofs.ts";
import type { Findings } from "./report.ts";
import { leafHash } from "./tree.ts";
import { type Keyring, type Sealed, signatureFault } from "./verify-keys.ts";
import { parseVkey, type Vkey, vkeyFor } from "./vkey.ts";

// The anchor ties the bundle to the installation log: a receipt of the log-head that records this log at this
// size. The rotation files tie its key to the keys before it.

const ANCHOR = "anchor/head.tlog-proof";

/** The leaf of a receipt, if it satisfies the format at the receipt's place. */
export function receiptLeaf({ leaf, index, checkpoint }: Receipt): Leaf | undefined {
  const parsed = parseLeaf(leaf);
  if (!parsed.ok || parsed.value.seq !== index || parsed.value.log !== checkpoint.origin) return undefined;
  return parsed.value;
}

export function receiptProves(receipt: Receipt, primitives: Primitives): boolean {
  const { index, proof, checkpoint } = receipt;
  const { size, root } = checkpoint;
  return verifyInclusion(
    { index, size, root, proof, leafHash: leafHash(receipt.leaf, primitives.sha256) },
    primitives.sha256,
  );
}

export interface Rotation {
  readonly k: number;
  readonly index: number;
  readonly old: Vkey;
  readonly new: Vkey;
}

/** The rotations whose leaf can be read. */
export function rotationsOf(sealed: Sealed): readonly Rotation[] {
  return sealed.rotations.flatMap((receipt, place) => {
    const keys = receipt === undefined ? undefined : receiptLeaf(receipt)?.keys;
    const from = keys === undefined ? undefined : parseVkey(keys.old);
    const to = keys === undefined ? undefined : parseVkey(keys.new);
    if (receipt === undefined || !from?.ok || !to?.ok) return [];
    return [{ k: place + 1, index: receipt.index, old: from.value, new: to.value }];
  });
}

export function checkRotations(sealed: Sealed, keys: Keyring, found: Findings, primitives: Primitives): void {
  const rotations = new Map(rotationsOf(sealed).map((rotation) => [rotation.k, rotation]));
  for (const [place, receipt] of sealed.rotations.entries()) {
    const k = place + 1;
    if (receipt === undefined) continue;
    const rotation = rotations.get(k);
    const before = rotations.get(k - 1);
    const fault = rotationFault(receipt, rotation, before, keys, primitives);
    if (fault !== undefined) found.file(rotationName(k), fault);
    if (sealed.anchor !== undefined && receipt.index >= sealed.anchor.index) {
      found.file(rotationName(k), "lies behind the entry that anchors this log");
    }
  }
  const last = rotations.get(sealed.rotations.length);
  if (last !== undefined && !equalBytes(last.new.publicKey, keys.newest)) {
    found.file(rotationName(last.k), "leads to another key than the one that signs this bundle");
  }
}

function rotationFault(
  receipt: Receipt,
  rotation: Rotation | undefined,
  before: Rotation | undefined,
  keys: Keyring,
  primitives: Primitives,
): string | undefined {
  const leaf = receiptLeaf(receipt);
  if (leaf === undefined) return "holds an entry that the format does not allow at its place";
  if (leaf.log !== keys.installation) return "comes from another installation's log";
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

/** Proof, leaf and signature of the anchor, and that its head is this log at this size and root. */
export function checkAnchor(sealed: Sealed, keys: Keyring, found: Findings, primitives: Primitives): void {
  const { anchor, checkpoint } = sealed;
  if (anchor === undefined) return;
  const fault = (message: string) => found.file(ANCHOR, message);
  if (anchor.checkpoint.origin !== keys.installation) fault("comes from another installation's log");
  const signature = signatureFault(
    anchor.checkpoint.note,
    keys.known,
    [vkeyFor(keys.installation, keys.newest)],
    primitives,
  );
  if (signature !== undefined) fault(signature);
  if (!receiptProves(anchor, primitives)) fault("has a proof that does not lead to its root");
  const head = receiptLeaf(anchor)?.head;
  if (head === undefined) {
    fault("does not hold an entry that records a log (log-head)");
    return;
  }
  if (head.log !== keys.log) fault("records another log");
  if (head.rotations !== sealed.rotations.length) {
    fault(`counts ${head.rotations} key rotations, the bundle proves ${sealed.rotations.length}`);
  }
  if (checkpoint === undefined) return;
  if (head.size !== checkpoint.size)
    fault(`records the log at size ${head.size}, the bundle has ${checkpoint.size}`);
  if (head.root !== toBase64(checkpoint.root)) fault("records another root than the bundle's checkpoint");
}
