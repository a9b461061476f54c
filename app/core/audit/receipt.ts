import { type Leaf, parseLeaf } from "./leaf.ts";
import type { Primitives } from "./primitives.ts";
import type { Receipt } from "./proof-files.ts";
import { verifyInclusion } from "./proofs.ts";
import { leafHash } from "./tree.ts";

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
