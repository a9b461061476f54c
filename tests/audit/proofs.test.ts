import { utf8ToBytes } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  consistencyProof,
  inclusionProof,
  mayBeConsistent,
  type NodeReader,
  rootAt,
  verifyConsistency,
  verifyInclusion,
} from "#app/core/audit/proofs.ts";
import { emptyRoot, leafHash, nodeHash, splitOf } from "#app/core/audit/tree.ts";
import { treeOf } from "./a-log.ts";

const MOST = 70;
const leaves = Array.from({ length: MOST }, (_, at) => utf8ToBytes(`leaf ${at}`));
const hashes = leaves.map((leaf) => leafHash(leaf));
const { read } = treeOf(leaves);

/** RFC 6962 §2.1, word for word. */
function rootByDefinition(part: readonly Uint8Array[]): Uint8Array {
  const [only] = part;
  if (only === undefined) return emptyRoot();
  if (part.length === 1) return only;
  const middle = splitOf(part.length);
  return nodeHash(rootByDefinition(part.slice(0, middle)), rootByDefinition(part.slice(middle)));
}

function counted(): { read: NodeReader; reads: () => number } {
  let reads = 0;
  return {
    read: (level, index) => {
      reads += 1;
      return read(level, index);
    },
    reads: () => reads,
  };
}

test("the stored nodes give the root of every size", async () => {
  for (let size = 0; size <= MOST; size++) {
    expect(await rootAt(size, read)).toEqual(rootByDefinition(hashes.slice(0, size)));
  }
});

test("every inclusion proof holds, with at most 2·log2 n reads; with anything else it does not", async () => {
  for (let size = 1; size <= MOST; size++) {
    const root = await rootAt(size, read);
    for (let index = 0; index < size; index++) {
      const reader = counted();
      const proof = await inclusionProof(index, size, reader.read);
      expect(reader.reads()).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(size)));
      const claim = { index, size, root, proof, leafHash: hashes[index] ?? root };
      expect(verifyInclusion(claim)).toBe(true);
      expect(verifyInclusion({ ...claim, proof: [...proof, root] })).toBe(false);
      expect(verifyInclusion({ ...claim, proof: [root, ...proof] })).toBe(false);
      if (proof.length > 0) expect(verifyInclusion({ ...claim, proof: proof.slice(1) })).toBe(false);
      if (proof.length > 0) expect(verifyInclusion({ ...claim, proof: proof.slice(0, -1) })).toBe(false);
      expect(verifyInclusion({ ...claim, index: size })).toBe(false);
      if (index + 1 < size) expect(verifyInclusion({ ...claim, index: index + 1 })).toBe(false);
    }
  }
});

test("every consistency proof holds, with at most 2·log2 n reads; with anything else it does not", async () => {
  for (let to = 0; to <= MOST; to++) {
    const newRoot = await rootAt(to, read);
    for (let from = 0; from <= to; from++) {
      const reader = counted();
      const proof = await consistencyProof(from, to, reader.read);
      expect(reader.reads()).toBeLessThanOrEqual(2 * Math.max(1, Math.ceil(Math.log2(to))));
      const claim = { from, to, oldRoot: await rootAt(from, read), newRoot, proof };
      expect(verifyConsistency(claim)).toBe(true);
      expect(mayBeConsistent(claim)).toBe(true);
      expect(verifyConsistency({ ...claim, proof: [...proof, newRoot] })).toBe(false);
      expect(mayBeConsistent({ ...claim, proof: [...proof, newRoot] })).toBe(false);
      expect(verifyConsistency({ ...claim, oldRoot: new Uint8Array(32) })).toBe(false);
      expect(verifyConsistency({ ...claim, from: to + 1 })).toBe(false);
      if (proof.length > 0) {
        expect(verifyConsistency({ ...claim, proof: proof.slice(1) })).toBe(false);
        expect(verifyConsistency({ ...claim, proof: proof.slice(0, -1) })).toBe(false);
        expect(verifyConsistency({ ...claim, newRoot: new Uint8Array(32) })).toBe(false);
      }
    }
  }
});

test("a proof with any one bit flipped does not hold", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: MOST }), fc.nat(), fc.nat(), async (to, a, bit) => {
      const from = 1 + (a % (to - 1));
      const [oldRoot, newRoot] = [await rootAt(from, read), await rootAt(to, read)];
      const proof = [...(await consistencyProof(from, to, read))];
      const at = bit % proof.length;
      const flipped = (proof[at] ?? newRoot).slice();
      flipped[bit % 32] = (flipped[bit % 32] ?? 0) ^ (1 << (bit % 8));
      proof[at] = flipped;
      expect(verifyConsistency({ from, to, oldRoot, newRoot, proof })).toBe(false);
    }),
  );
});

describe("sizes no log has", () => {
  const hash = new Uint8Array(32);
  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])("%d is refused and ends", (size) => {
    expect(verifyInclusion({ index: 0, size, leafHash: hash, root: hash, proof: [] })).toBe(false);
    expect(verifyConsistency({ from: 0, to: size, oldRoot: hash, newRoot: hash, proof: [] })).toBe(false);
    expect(verifyConsistency({ from: size, to: size, oldRoot: hash, newRoot: hash, proof: [] })).toBe(false);
  });

  test("no proof is made for an entry or a size the log does not have", async () => {
    await expect(inclusionProof(3, 3, read)).rejects.toThrow(RangeError);
    await expect(consistencyProof(4, 3, read)).rejects.toThrow(RangeError);
  });

  test("a tree of 2^52 and some leaves is reckoned without losing a digit", () => {
    const size = 2 ** 52 + 1;
    const root = nodeHash(hash, hashes[0] ?? hash);
    expect(verifyInclusion({ index: size - 1, size, leafHash: hashes[0] ?? hash, root, proof: [hash] })).toBe(
      true,
    );
  });
});
