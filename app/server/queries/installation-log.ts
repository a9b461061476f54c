import type { Entry } from "#app/core/incident/entry.ts";
import { isUserId } from "#app/core/shared/ids.ts";
import type { House } from "../house.server.ts";
import { entryFrom, leafFrom } from "../log/entry.ts";
import type { Reads } from "../store/port.ts";
import { receiptIn } from "./receipts.ts";

// The acts in the installation's own log. A log-head is none of them: it says that some incident's log has grown,
// and an incident may be restricted. It leaves by the receipt of its incident, to whoever sees that.

const PAGE = 50;
const CHUNK = 500;
/** How many leaves are read for one page. */
const LONGEST = 20_000;

export interface InstallationActs {
  /** Newest first. */
  readonly entries: readonly Entry[];
  /** The number to ask for the older ones before; undefined at the beginning of the log. */
  readonly older: number | undefined;
  /** Of the whole log. */
  readonly size: number;
  /** What the people in these entries are called now, by their ids. */
  readonly names: ReadonlyMap<string, string>;
}

/** The newest acts, or those before the entry `before`. */
export function installationActs(house: House, before: number | undefined): Promise<InstallationActs> {
  const origin = house.installation;
  return house.store.snapshot(async (reads) => {
    const size = (await reads.head(origin))?.size ?? 0;
    const { found, from } = await newestActs(reads, origin, Math.min(size, before ?? size));
    const entries: Entry[] = [];
    for (const seq of found) {
      const [stored] = await reads.entries(origin, seq, seq + 1);
      if (stored !== undefined) entries.push(entryFrom(origin, stored));
    }
    return { entries, older: from > 0 ? from : undefined, size, names: await namesIn(reads, entries) };
  });
}

/** The receipt of one act; undefined for what is none, or not there. Throws NothingSigned. */
export function actReceipt(house: House, seq: number): Promise<string | undefined> {
  const origin = house.installation;
  return house.store.snapshot(async (reads) => {
    const head = await reads.head(origin);
    const [leaf] = await reads.leaves(origin, seq, seq + 1);
    if (head === undefined || leaf === undefined || !isAct(origin, leaf)) return undefined;
    return receiptIn(house, reads, origin, seq, head);
  });
}

/** Numbers of acts before `until`, newest first, and the number down to which the log was read. */
async function newestActs(
  reads: Reads,
  origin: string,
  until: number,
): Promise<{ readonly found: readonly number[]; readonly from: number }> {
  const found: number[] = [];
  let from = until;
  while (from > 0 && until - from < LONGEST) {
    const begin = Math.max(0, from - CHUNK);
    const leaves = await reads.leaves(origin, begin, from);
    for (const [place, leaf] of [...leaves.entries()].reverse()) {
      if (!isAct(origin, leaf)) continue;
      found.push(begin + place);
      if (found.length === PAGE) return { found, from: begin + place };
    }
    from = begin;
  }
  return { found, from };
}

function isAct(origin: string, leaf: Uint8Array): boolean {
  return leafFrom(origin, leaf).act !== "log-head";
}

async function namesIn(reads: Reads, entries: readonly Entry[]): Promise<ReadonlyMap<string, string>> {
  const mentioned = entries.flatMap(({ by, on, f }) => [by.u, on.id, ...Object.values(f)]);
  const names = new Map<string, string>();
  for (const id of new Set(mentioned)) {
    const person = typeof id === "string" && isUserId(id) ? await reads.person(id) : undefined;
    if (person !== undefined) names.set(person.id, person.name);
  }
  return names;
}
