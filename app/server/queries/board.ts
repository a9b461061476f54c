import type { Actor } from "#app/core/incident/context.ts";
import { maySee } from "#app/core/incident/permission.ts";
import type { IncidentSummary } from "#app/core/incident/summary.ts";
import type { IncidentRef } from "#app/core/shared/ids.ts";
import type { Instant } from "#app/core/shared/instant.ts";
import type { House } from "../house.server.ts";
import type { IncidentFilter, IncidentQuery, IncidentRow, Reads } from "../store/port.ts";

/** As many as one page names: others are found by search, or on the next page. */
export const SHOWN_AT_ONCE = 50;
/** More than a list to choose from can hold. */
const CHOICES_MAX = 200;

/** The open incidents and drills this person may see, newest declared first. */
export function openIncidents(house: House, actor: Actor): Promise<readonly IncidentSummary[]> {
  return summaries(house, actor, { open: true, limit: CHOICES_MAX });
}

export function closedIncidents(
  house: House,
  actor: Actor,
  limit = CHOICES_MAX,
): Promise<readonly IncidentSummary[]> {
  return summaries(house, actor, { open: false, limit });
}

async function summaries(
  house: House,
  actor: Actor,
  query: IncidentQuery,
): Promise<readonly IncidentSummary[]> {
  return (await shownPage(house, actor, query)).shown;
}

export interface UrgentPage {
  /** Those whose first limit runs out first, from the place that was asked for. */
  readonly shown: readonly IncidentSummary[];
  /** Of all that are open and shown to this person. */
  readonly count: number;
}

export function urgentPage(
  house: House,
  actor: Actor,
  kind: IncidentRow["kind"],
  from = 0,
): Promise<UrgentPage> {
  return house.store.snapshot(async (reads) => {
    const filter = { open: true, kind, ...sieve(actor) };
    const shown: IncidentSummary[] = [];
    let passed = 0;
    for await (const summary of shownOf(actor, (page) => reads.urgentIncidents(filter, page))) {
      if (passed++ >= from) shown.push(summary);
      if (shown.length === SHOWN_AT_ONCE) break;
    }
    return { shown, count: await countShown(reads, actor, filter) };
  });
}

/** Those that all staff see are counted where they lie; the others are read, since a rule decides about each. */
async function countShown(reads: Reads, actor: Actor, filter: IncidentFilter): Promise<number> {
  const seesAll = seesUnrestricted(actor);
  let count = seesAll ? await reads.countIncidents({ ...filter, restricted: false }) : 0;
  const others = seesAll ? { ...filter, restricted: true } : filter;
  for await (const _ of shownOf(actor, (page) => reads.urgentIncidents(others, page))) count += 1;
  return count;
}

/** For whom no incident is open to everybody, only rows that name this person can be shown. */
function sieve(actor: Actor): Pick<IncidentFilter, "mentions"> {
  return seesUnrestricted(actor) ? {} : { mentions: actor.userId };
}

function seesUnrestricted({ installationRole }: Actor): boolean {
  return maySee(installationRole, { restricted: false, onTeam: false });
}

async function* shownOf(
  actor: Actor,
  rowsAt: (page: { readonly from: number; readonly limit: number }) => Promise<readonly IncidentRow[]>,
): AsyncGenerator<IncidentSummary> {
  const limit = SHOWN_AT_ONCE;
  for (let from = 0; ; from += limit) {
    const rows = await rowsAt({ from, limit });
    for (const row of rows) {
      const summary = summaryOf(row);
      if (isShown(summary, actor)) yield summary;
    }
    if (rows.length < limit) return;
  }
}

export interface ShownPage {
  readonly shown: readonly IncidentSummary[];
  /** The last one, where more follow; nothing tells of rows in between that are not shown. */
  readonly last: { readonly declaredAt: Instant; readonly ref: IncidentRef } | undefined;
}

/** The first `limit` incidents that are shown to this person, however many others lie between them. */
export function shownPage(house: House, actor: Actor, query: IncidentQuery): Promise<ShownPage> {
  return house.store.snapshot(async (reads) => {
    const found: { readonly row: IncidentRow; readonly summary: IncidentSummary }[] = [];
    let next: IncidentQuery | undefined = { ...query, limit: READ_AT_ONCE };
    while (next !== undefined && found.length <= query.limit) {
      const rows: readonly IncidentRow[] = await reads.incidents(next);
      for (const row of rows) {
        const summary = summaryOf(row);
        if (isShown(summary, actor)) found.push({ row, summary });
      }
      const after = rows.at(-1);
      next = after === undefined || rows.length < READ_AT_ONCE ? undefined : { ...next, after };
    }
    const shown = found.slice(0, query.limit);
    return {
      shown: shown.map(({ summary }) => summary),
      last: found.length > query.limit ? shown.at(-1)?.row : undefined,
    };
  });
}

const READ_AT_ONCE = 200;

/** The one rule of who is shown an incident, by its row: of lists, counts, searches and addresses alike. */
export function isShown(
  { team, restricted }: Pick<IncidentSummary, "team" | "restricted">,
  { userId, installationRole }: Pick<Actor, "userId" | "installationRole">,
): boolean {
  return maySee(installationRole, {
    restricted: restricted ?? false,
    onTeam: team.some(({ id }) => id === userId),
  });
}

export function summaryOf(row: IncidentRow): IncidentSummary {
  return JSON.parse(row.summary) as IncidentSummary; // written by incidentRow alone, compared by rebuild
}
