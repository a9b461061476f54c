import { sha256 as portableSha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import type { Sha256 } from "./primitives.ts";

// RFC 6962 §2.1. A leaf and a node can never hash alike: the first byte differs.
//
// A node is named by level and index: node (level, index) covers the leaves from index * 2^level on,
// 2^level of them, and is perfect (all its leaves exist). Perfect nodes never change once made, so they
// can be stored; every other hash is folded from them. Sizes run to 2^53-1: no bitwise operators here.

const LEAF = Uint8Array.of(0x00);
const NODE = Uint8Array.of(0x01);

export interface TreeNode {
  readonly level: number;
  readonly index: number;
  readonly hash: Uint8Array;
}

/** The right edge of a tree: its perfect subtrees, largest first. All that appending needs to know. */
export interface Edge {
  readonly size: number;
  readonly peaks: readonly Uint8Array[];
}

export const emptyEdge: Edge = { size: 0, peaks: [] };

export function emptyRoot(sha256: Sha256 = portableSha256): Uint8Array {
  return sha256(new Uint8Array(0));
}

export function leafHash(leaf: Uint8Array, sha256: Sha256 = portableSha256): Uint8Array {
  return sha256(concatBytes(LEAF, leaf));
}

export function nodeHash(left: Uint8Array, right: Uint8Array, sha256: Sha256 = portableSha256): Uint8Array {
  return sha256(concatBytes(NODE, left, right));
}

/** Appends one leaf hash: the new edge, and the nodes that became perfect, lowest first (the leaf itself at level 0). */
export function push(
  edge: Edge,
  leaf: Uint8Array,
  sha256: Sha256 = portableSha256,
): { edge: Edge; nodes: readonly TreeNode[] } {
  const peaks = [...edge.peaks];
  const nodes: TreeNode[] = [{ level: 0, index: edge.size, hash: leaf }];
  let hash = leaf;
  let level = 0;
  for (let index = edge.size; index % 2 === 1; index = (index - 1) / 2) {
    const left = peaks.pop();
    if (left === undefined) throw new RangeError("an edge has one peak for each bit of its size");
    hash = nodeHash(left, hash, sha256);
    level += 1;
    nodes.push({ level, index: (index - 1) / 2, hash });
  }
  peaks.push(hash);
  return { edge: { size: edge.size + 1, peaks }, nodes };
}

export function rootOf(edge: Edge, sha256: Sha256 = portableSha256): Uint8Array {
  const [...peaks] = edge.peaks;
  let root = peaks.pop();
  if (root === undefined) return emptyRoot(sha256);
  for (let left = peaks.pop(); left !== undefined; left = peaks.pop()) root = nodeHash(left, root, sha256);
  return root;
}

/** The perfect nodes whose peaks make up the leaves from `from` until `to`, left to right. `from` is a multiple of the largest. */
export function peaksBetween(from: number, to: number): readonly { level: number; index: number }[] {
  const peaks: { level: number; index: number }[] = [];
  let at = from;
  while (at < to) {
    const level = Math.floor(Math.log2(largestPowerUpTo(to - at)));
    peaks.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return peaks;
}

/** The largest power of two below n (n ≥ 2): where RFC 6962 splits. */
export function splitOf(n: number): number {
  return largestPowerUpTo(n - 1);
}

function largestPowerUpTo(n: number): number {
  let power = 1;
  while (power * 2 <= n) power *= 2;
  return power;
}
