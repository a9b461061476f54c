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
    if (!seesUnrestricted(actor)) {
      const own = (await ownOpen(reads, actor)).filter((summary) => summary.kind === kind);
      return { shown: own.slice(from, from + SHOWN_AT_ONCE), count: own.length };
    }
    const filter = { open: true, kind };
    const shown: IncidentSummary[] = [];
    let passed = 0;
    for await (const summary of shownOf(reads, actor, filter)) {
      if (passed++ >= from) shown.push(summary);
      if (shown.length === SHOWN_AT_ONCE) break;
    }
    // Those that all staff see are counted where they lie; about each of the others a rule decides.
    let count = await reads.countIncidents({ ...filter, restricted: false });
    for await (const _ of shownOf(reads, actor, { ...filter, restricted: true })) count += 1;
    return { shown, count };
  });
}

/** Some incidents are open to this person without their being on the team. */
export function seesUnrestricted({ installationRole }: Actor): boolean {
  return maySee(installationRole, { restricted: false, onTeam: false });
}

/** All that are shown to someone who sees those of their own teams alone: few. */
async function ownOpen(reads: Reads, actor: Actor): Promise<readonly IncidentSummary[]> {
  const rows: IncidentRow[] = [];
  for (const ref of await reads.incidentsNaming(actor.userId)) {
    const row = await reads.incident(ref);
    if (row?.open && isShown(summaryOf(row), actor)) rows.push(row);
  }
  return rows.sort(byUrgency).map(summaryOf);
}

/** As `urgentIncidents` goes. */
function byUrgency(a: IncidentRow, b: IncidentRow): number {
  const [first, second] = [a.urgentAt ?? "~", b.urgentAt ?? "~"];
  if (first !== second) return first < second ? -1 : 1;
  return a.declaredAt < b.declaredAt ? 1 : -1;
}

async function* shownOf(reads: Reads, actor: Actor, filter: IncidentFilter): AsyncGenerator<IncidentSummary> {
  const limit = SHOWN_AT_ONCE;
  for (let from = 0; ; from += limit) {
    const rows = await reads.urgentIncidents(filter, { from, limit });
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
