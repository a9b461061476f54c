import type { Actor } from "#app/core/incident/context.ts";
import { maySee } from "#app/core/incident/permission.ts";
import type { IncidentSummary } from "#app/core/incident/summary.ts";
import type { IncidentRef } from "#app/core/shared/ids.ts";
import type { Instant } from "#app/core/shared/instant.ts";
import type { House } from "../house.server.ts";
import type { IncidentQuery, IncidentRow } from "../store/port.ts";

/** More than a board can show; the oldest beyond it are found by their page. */
const SHOWN_MAX = 200;

/** The open incidents and drills this person may see, as the board shows them, newest declared first. */
export function openIncidents(house: House, actor: Actor): Promise<readonly IncidentSummary[]> {
  return summaries(house, actor, { open: true, limit: SHOWN_MAX });
}

export function closedIncidents(house: House, actor: Actor): Promise<readonly IncidentSummary[]> {
  return summaries(house, actor, { open: false, limit: SHOWN_MAX });
}

async function summaries(
  house: House,
  actor: Actor,
  query: IncidentQuery,
): Promise<readonly IncidentSummary[]> {
  return (await shownPage(house, actor, query)).shown;
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
