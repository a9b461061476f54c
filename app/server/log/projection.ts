import { fromBase64 } from "#app/core/audit/base64.ts";
import type { Leaf } from "#app/core/audit/leaf.ts";
import type { Tx } from "../store/port.ts";

/** The rows that follow from one leaf of any log. Appending writes them, replaying must write the same. */
export async function projectLeaf(tx: Tx, leaf: Leaf): Promise<void> {
  const { log, seq, act, on, att = [], head } = leaf;
  if (act === "person-named") await tx.setNamed(log, on.id, seq);
  for (const [index, commitment] of att.entries()) {
    await tx.setEvidence(log, decoded(commitment), { seq, index });
  }
  if (head !== undefined) {
    await tx.setAnchor(head.log, { seq, size: head.size, root: decoded(head.root) });
  }
}

function decoded(hash: string): Uint8Array {
  const bytes = fromBase64(hash);
  if (bytes === undefined) throw new RangeError(`${hash} is not base64`);
  return bytes;
}
