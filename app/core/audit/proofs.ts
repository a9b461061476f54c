import { sha256 as portableSha256 } from "@noble/hashes/sha2.js";
import { equalBytes } from "./bytes.ts";
import type { Sha256 } from "./primitives.ts";
import { type Edge, emptyRoot, nodeHash, peaksBetween, rootOf, splitOf } from "./tree.ts";

// Proofs of RFC 9162 §2.1.3 and §2.1.4. Making one asks a reader for stored perfect nodes, at most 2·log2(n)
// of them; checking one needs only its hashes and refuses a hash too many or too few.

/** Reads a stored perfect node. It throws if the node is missing: a log that has its leaves has its nodes. */
export type NodeReader = (level: number, index: number) => Uint8Array | Promise<Uint8Array>;

/** The edge the log had at this size. */
export async function edgeAt(size: number, read: NodeReader): Promise<Edge> {
  const peaks: Uint8Array[] = [];
  for (const { level, index } of peaksBetween(0, size)) peaks.push(await read(level, index));
  return { size, peaks };
}

export async function rootAt(size: number, read: NodeReader, sha256?: Sha256): Promise<Uint8Array> {
  return rootOf(await edgeAt(size, read), sha256);
}

export async function inclusionProof(
  index: number,
  size: number,
  read: NodeReader,
  sha256?: Sha256,
): Promise<readonly Uint8Array[]> {
  if (!(index >= 0 && index < size)) throw new RangeError(`#${index} is not in a log of size ${size}`);
  return hashesOf(inclusionRanges(index, 0, size), read, sha256);
}

/** From size `from` to size `to`. Empty when they are equal or `from` is 0. */
export async function consistencyProof(
  from: number,
  to: number,
  read: NodeReader,
  sha256?: Sha256,
): Promise<readonly Uint8Array[]> {
  if (!(from >= 0 && from <= to)) throw new RangeError(`no log grows from ${from} to ${to}`);
  if (from === 0 || from === to) return [];
  return hashesOf(consistencyRanges(from, 0, to, true), read, sha256);
}

type LeafRange = readonly [from: number, to: number];

function inclusionRanges(index: number, from: number, to: number): LeafRange[] {
  if (to - from === 1) return [];
  const middle = from + splitOf(to - from);
  return index < middle
    ? [...inclusionRanges(index, from, middle), [middle, to]]
    : [...inclusionRanges(index, middle, to), [from, middle]];
}

/** SUBPROOF of RFC 9162 §2.1.4.1: `known` while the old tree's root is this very subtree. */
function consistencyRanges(old: number, from: number, to: number, known: boolean): LeafRange[] {
  if (old === to) return known ? [] : [[from, to]];
  const middle = from + splitOf(to - from);
  return old <= middle
    ? [...consistencyRanges(old, from, middle, known), [middle, to]]
    : [...consistencyRanges(old, middle, to, false), [from, middle]];
}

async function hashesOf(
  ranges: readonly LeafRange[],
  read: NodeReader,
  sha256?: Sha256,
): Promise<Uint8Array[]> {
  const hashes: Uint8Array[] = [];
  for (const [from, to] of ranges) {
    const peaks: Uint8Array[] = [];
    for (const { level, index } of peaksBetween(from, to)) peaks.push(await read(level, index));
    hashes.push(rootOf({ size: to - from, peaks }, sha256));
  }
  return hashes;
}

export interface Inclusion {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

export function verifyInclusion(claim: Inclusion, sha256: Sha256 = portableSha256): boolean {
  const { index, size, proof, root } = claim;
  if (!isSize(size) || !isSize(index) || index >= size) return false;
  let place = index;
  let last = size - 1;
  let hash = claim.leafHash;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(place) || place === last) {
      hash = nodeHash(sibling, hash, sha256);
      while (!isOdd(place) && place !== 0) {
        place = half(place);
        last = half(last);
      }
    } else {
      hash = nodeHash(hash, sibling, sha256);
    }
    place = half(place);
    last = half(last);
  }
  return last === 0 && equalBytes(hash, root);
}

interface ConsistencyClaim {
  readonly from: number;
  readonly to: number;
  readonly newRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

export interface Consistency extends ConsistencyClaim {
  readonly oldRoot: Uint8Array;
}

export function verifyConsistency(claim: Consistency, sha256: Sha256 = portableSha256): boolean {
  const { from, oldRoot } = claim;
  if (from === 0 && !equalBytes(oldRoot, emptyRoot(sha256))) return false;
  if (from === claim.to && !equalBytes(oldRoot, claim.newRoot)) return false;
  const implied = followConsistency(claim, oldRoot, sha256);
  return implied !== undefined && equalBytes(implied, oldRoot);
}

/**
 * Whether some old root could make this proof hold, for a reader who does not know the old root. Where `from` is a
 * power of two the proof starts from that root, and only the number of its hashes can be checked.
 */
export function mayBeConsistent(claim: ConsistencyClaim, sha256: Sha256 = portableSha256): boolean {
  return followConsistency(claim, undefined, sha256) !== undefined;
}

/** RFC 9162 §2.1.4.2. The old root that the proof leads to; undefined if it does not lead to the new one. */
function followConsistency(
  claim: ConsistencyClaim,
  oldRoot: Uint8Array | undefined,
  sha256: Sha256,
): Uint8Array | undefined {
  const { from, to, newRoot, proof } = claim;
  if (!isSize(from) || !isSize(to) || from > to) return undefined;
  if (to === 0 && !equalBytes(newRoot, emptyRoot(sha256))) return undefined;
  if (from === 0 || from === to) {
    if (proof.length > 0) return undefined;
    return from === 0 ? emptyRoot(sha256) : newRoot;
  }
  const known = isPowerOfTwo(from) ? [oldRoot ?? new Uint8Array(32), ...proof] : proof;
  const [first, ...rest] = known;
  if (first === undefined) return undefined;
  let place = from - 1;
  let last = to - 1;
  while (isOdd(place)) {
    place = half(place);
    last = half(last);
  }
  let oldHash = first;
  let newHash = first;
  for (const hash of rest) {
    if (last === 0) return undefined;
    if (isOdd(place) || place === last) {
      oldHash = nodeHash(hash, oldHash, sha256);
      newHash = nodeHash(hash, newHash, sha256);
      while (!isOdd(place) && place !== 0) {
        place = half(place);
        last = half(last);
      }
    } else {
      newHash = nodeHash(newHash, hash, sha256);
    }
    place = half(place);
    last = half(last);
  }
  if (last !== 0) return undefined;
  const unknown = oldRoot === undefined && isPowerOfTwo(from);
  return unknown || equalBytes(newHash, newRoot) ? oldHash : undefined;
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isOdd(value: number): boolean {
  return value % 2 === 1;
}

function half(value: number): number {
  return Math.floor(value / 2);
}

function isPowerOfTwo(value: number): boolean {
  return Number.isInteger(Math.log2(value)) && 2 ** Math.log2(value) === value;
}
