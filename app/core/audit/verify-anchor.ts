import { toBase64 } from "./base64.ts";
import { rotationName } from "./bundle-names.ts";
import { equalBytes } from "./bytes.ts";
import type { Primitives } from "./primitives.ts";
import { receiptLeaf, receiptProves } from "./receipt.ts";
import type { Findings } from "./report.ts";
import { type Rotation, rotationFault, rotationIn } from "./rotation.ts";
import { type Keyring, type Sealed, signatureFault } from "./verify-keys.ts";
import { vkeyFor } from "./vkey.ts";

// The anchor ties the bundle to the installation log: a receipt of the log-head that records this log at this
// size. The rotation files tie its key to the keys before it.

const ANCHOR = "anchor/head.tlog-proof";

/** The rotations whose leaf can be read. */
export function rotationsOf(sealed: Sealed): readonly Rotation[] {
  return sealed.rotations.flatMap((receipt, place) => {
    const rotation = receipt === undefined ? undefined : rotationIn(receipt, place + 1);
    return rotation === undefined ? [] : [rotation];
  });
}

export function checkRotations(sealed: Sealed, keys: Keyring, found: Findings, primitives: Primitives): void {
  const rotations = new Map(rotationsOf(sealed).map((rotation) => [rotation.k, rotation]));
  for (const [place, receipt] of sealed.rotations.entries()) {
    const k = place + 1;
    if (receipt === undefined) continue;
    const rotation = rotations.get(k);
    const before = rotations.get(k - 1);
    const fault = rotationFault(receipt, rotation, before, keys.installation, primitives);
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
