import { toBase64 } from "#app/core/audit/base64.ts";
import type { Continuation } from "#app/core/audit/continuation.ts";
import { parseOrigin } from "#app/core/audit/origin.ts";
import { consistencyProof } from "#app/core/audit/proofs.ts";
import type { House } from "../house.server.ts";
import { leafFrom } from "../log/entry.ts";
import { sha256 } from "../log/sha256.ts";
import type { Reads } from "../store/port.ts";
import { receiptIn } from "./receipts.ts";

// The frozen logs of an incident: those it was recorded in before an older copy of the database was put back.

export interface EarlierLog {
  readonly origin: string;
  readonly size: number;
  /** The log whose #0 says so. */
  readonly continuedBy: string;
  /** An entry's number there and its number in the newest log differ by this. */
  readonly shift: number;
}

/** Newest first; none for a log that goes on from no other. */
export function earlierLogs(house: House, origin: string): Promise<readonly EarlierLog[]> {
  return house.store.snapshot((reads) => earlierIn(reads, origin));
}

/** The same, of the moment `reads` shows. */
export async function earlierIn(
  reads: Pick<Reads, "leaves">,
  origin: string,
): Promise<readonly EarlierLog[]> {
  const found: EarlierLog[] = [];
  for (let log = origin; ; ) {
    const [first] = await reads.leaves(log, 0, 1);
    const prev = first === undefined ? undefined : leafFrom(log, first).prev;
    if (prev === undefined) return found;
    found.push({ origin: prev.log, size: prev.size, continuedBy: log, shift: found.length + 1 });
    log = prev.log;
  }
}

/** The one whose installation has this id; undefined when there is none. */
export async function earlierLog(house: House, origin: string, id: string): Promise<EarlierLog | undefined> {
  const all = await earlierLogs(house, origin);
  return all.find((log) => parseOrigin(log.origin)?.installation.slice(-26) === id);
}

/**
 * What leads from a log that someone saw at size `from` to the one that goes on from it now; undefined when it does
 * not. Throws NothingSigned where nothing may be signed.
 */
export function continuationOf(
  house: House,
  origin: string,
  { seen, from }: { readonly seen: string; readonly from: number },
): Promise<Continuation | undefined> {
  return house.store.snapshot(async (reads) => {
    const all = await earlierIn(reads, origin);
    const at = all.findIndex((log) => log.origin === seen);
    const first = all[at];
    if (first === undefined) return undefined;
    const receipts: string[] = [];
    for (const { continuedBy } of all.slice(0, at + 1).reverse()) {
      const head = await reads.head(continuedBy);
      const receipt = head === undefined ? undefined : await receiptIn(house, reads, continuedBy, 0, head);
      if (receipt === undefined) return undefined;
      receipts.push(receipt);
    }
    if (from > first.size) return { receipts, proof: [] };
    const read = (level: number, index: number) => reads.node(seen, level, index);
    const proof = await consistencyProof(from, first.size, read, sha256);
    return { receipts, proof: proof.map(toBase64) };
  });
}
