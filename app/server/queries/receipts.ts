import { toBase64 } from "#app/core/audit/base64.ts";
import { formatConsistency, formatReceipt } from "#app/core/audit/proof-files.ts";
import { consistencyProof, inclusionProof } from "#app/core/audit/proofs.ts";
import type { UnsignedHead } from "#app/core/audit/witness.ts";
import type { House } from "../house.server.ts";
import { sha256 } from "../log/sha256.ts";
import { StoreDamaged } from "../store/failures.ts";
import type { Head, Reads } from "../store/port.ts";

// What people take away from a log. docs/format.md, Receipt and consistency. Each is made from one snapshot, so
// that proof and checkpoint are of the same moment. Each throws NothingSigned where nothing may be signed.

/** The `.tlog-proof` of one entry under the newest checkpoint; undefined when the log has no such entry. */
export function receiptOf(house: House, origin: string, seq: number): Promise<string | undefined> {
  return house.store.snapshot(async (reads) => {
    const head = await reads.head(origin);
    return head === undefined ? undefined : receiptIn(house, reads, origin, seq, head);
  });
}

/** The file that leads from size `from` to the newest checkpoint; undefined when the log was never that long. */
export function consistencyOf(house: House, origin: string, from: number): Promise<string | undefined> {
  return house.store.snapshot(async (reads) => {
    const head = await reads.head(origin);
    if (head === undefined || from > head.size) return undefined;
    const read = (level: number, index: number) => reads.node(origin, level, index);
    const proof = await consistencyProof(from, head.size, read, sha256);
    return formatConsistency({ from, proof, checkpoint: await house.sign(origin, head) });
  });
}

/**
 * The receipt of the log-head that records this log as it is now, made at once if there is none yet;
 * undefined when the log has no entry.
 */
export async function anchorReceipt(house: House, origin: string): Promise<string | undefined> {
  house.refuseUnsound();
  await house.anchor([origin]);
  return house.store.snapshot(async (reads) => {
    const anchor = await reads.anchor(origin);
    const head = await reads.head(house.installation);
    if (anchor === undefined || head === undefined) return undefined;
    return receiptIn(house, reads, house.installation, anchor.seq, head);
  });
}

/** The receipt of one entry under this head, read from the caller's snapshot. */
export async function receiptIn(
  house: House,
  reads: Reads,
  origin: string,
  seq: number,
  head: Head,
): Promise<string | undefined> {
  const [leaf] = seq < head.size ? await reads.leaves(origin, seq, seq + 1) : [];
  if (leaf === undefined) return undefined;
  const read = (level: number, index: number) => reads.node(origin, level, index);
  const proof = await inclusionProof(seq, head.size, read, sha256);
  return formatReceipt({ leaf, index: seq, proof, checkpoint: await house.sign(origin, head) });
}

/**
 * A log as it stands, and the proof from size `from`, unsigned: what a browser can hold against its own memory
 * while nothing may be signed. Undefined when the log has no entry. Needs neither key nor sound logs.
 */
export function unsignedHead(house: House, origin: string, from: number): Promise<UnsignedHead | undefined> {
  return house.store.snapshot(async (reads) => {
    const extent = await reads.extent(origin);
    if (extent === 0) return undefined;
    try {
      const head = await reads.head(origin);
      const size = head?.size ?? extent;
      const root = toBase64(head?.root ?? new Uint8Array(0));
      return { origin, size, root, proof: from > size ? [] : await proofFrom(reads, origin, from, size) };
    } catch (cause) {
      if (!(cause instanceof StoreDamaged)) throw cause;
      return { origin, size: extent, root: "", proof: [] };
    }
  });
}

/** Empty where a node is missing: nothing is proved then. */
async function proofFrom(
  reads: Reads,
  origin: string,
  from: number,
  size: number,
): Promise<readonly string[]> {
  try {
    const read = (level: number, index: number) => reads.node(origin, level, index);
    return (await consistencyProof(from, size, read, sha256)).map(toBase64);
  } catch (cause) {
    if (cause instanceof RangeError) return [];
    throw cause;
  }
}
