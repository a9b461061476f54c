import type { Actor } from "#app/core/incident/context.ts";
import { type Query, queryFrom } from "#app/core/search/query.ts";
import { type IncidentRef, isIncidentRef } from "#app/core/shared/ids.ts";
import type { House } from "../house.server.ts";
import type { IncidentRow, Reads } from "../store/port.ts";
import type { SearchHit, SearchQuery } from "../store/search-port.ts";
import { watchesOnly } from "../visibility.ts";
import { sensitiveIn } from "./audience.ts";
import { isShown, seesUnrestricted, summaryOf } from "./board.ts";

// A search is asked of the index, and the rule of who is shown what decides at the same moment over the board's own
// rows, which are never behind: what leaves the index are places in logs that this person is shown anyway.

/** As many as can be turned over; beyond them one more word helps better. */
const FOUND_MAX = 1000;
export const FOUND_ON_PAGE = 20;
/** What a search waits for: enough for what has just been recorded, not for a folder that was never read. */
const TURNS_BEFORE = 4;

export interface Found {
  readonly query: Query;
  /** Of the page that was asked for, in the order of their kinds, the newest first. */
  readonly hits: readonly SearchHit[];
  /** Of all pages together. */
  readonly count: number;
  /** There are more than are counted. */
  readonly isMore: boolean;
  /** Something is not in the index yet. */
  readonly isBehind: boolean;
}

/** What has all of these words, of what this person is shown. Pages are counted from 1. */
export async function search(
  house: House,
  actor: Actor,
  typed: string,
  page = 1,
): Promise<Found | "too-short" | undefined> {
  const query = queryFrom(typed);
  if (query === undefined || query === "too-short") return query;
  const isBehind = !(await house.searchIndex.catchUp(TURNS_BEFORE));
  const { hits, watched } = await house.store.snapshot(async (reads) => {
    const hits = await reads.searched({ ...query, among: await shownTo(actor, reads), limit: FOUND_MAX + 1 });
    return { hits, watched: await watchedAmong(hits, actor, reads) };
  });
  const shown = await withoutHidden(house, hits.slice(0, FOUND_MAX), watched);
  const from = (page - 1) * FOUND_ON_PAGE;
  return {
    query,
    hits: shown.slice(from, from + FOUND_ON_PAGE),
    count: shown.length,
    isMore: hits.length > FOUND_MAX,
    isBehind,
  };
}

async function shownTo(actor: Actor, reads: Reads): Promise<SearchQuery["among"]> {
  const isFor = (row: IncidentRow) => isShown(summaryOf(row), actor);
  if (seesUnrestricted(actor))
    return { not: originsOf((await restricted(reads)).filter((row) => !isFor(row))) };
  const own: IncidentRow[] = [];
  for (const ref of await reads.incidentsNaming(actor.userId)) {
    const row = await reads.incident(ref);
    if (row !== undefined && isFor(row)) own.push(row);
  }
  return { only: originsOf(own) };
}

async function restricted(reads: Reads): Promise<readonly IncidentRow[]> {
  const found: IncidentRow[] = [];
  for (const open of [true, false]) {
    for (const kind of ["incident", "drill"] as const)
      found.push(
        ...(await reads.incidents({ open, kind, restricted: true, limit: Number.MAX_SAFE_INTEGER })),
      );
  }
  return found;
}

function originsOf(rows: readonly IncidentRow[]): readonly string[] {
  return rows.map(({ origin }) => origin);
}

/** The logs of these in which this person only watches. */
async function watchedAmong(
  hits: readonly SearchHit[],
  actor: Actor,
  reads: Reads,
): Promise<ReadonlySet<string>> {
  const watched = new Set<string>();
  for (const origin of new Set(hits.filter(isEntry).map(({ origin }) => origin))) {
    const row = await reads.incident(refOf(origin));
    if (row !== undefined && mayOnlyWatch(row, actor)) watched.add(origin);
  }
  return watched;
}

function mayOnlyWatch(row: IncidentRow, actor: Actor): boolean {
  // Most teams have no observer: a look at the text spares reading all of it.
  if (actor.installationRole !== "observer" && !row.summary.includes('"observer"')) return false;
  return watchesOnly(actor, summaryOf(row).team.find(({ id }) => id === actor.userId)?.roles);
}

/** Evidence that was hidden is in the index for those who may see it. */
async function withoutHidden(
  house: House,
  hits: readonly SearchHit[],
  watched: ReadonlySet<string>,
): Promise<readonly SearchHit[]> {
  const hidden = new Map<string, ReadonlySet<number>>();
  for (const origin of watched) hidden.set(origin, (await sensitiveIn(house, origin)).hidden);
  return hits.filter((hit) => !(isEntry(hit) && hidden.get(hit.origin)?.has(Number(hit.place))));
}

/** Notes hold no evidence. */
function isEntry({ kind }: SearchHit): boolean {
  return kind === "entry";
}

export function refOf(origin: string): IncidentRef {
  const ref = origin.slice(-26);
  if (!isIncidentRef(ref)) throw new Error(`${origin} is no incident's log`);
  return ref;
}
