import type { Actor } from "#app/core/incident/context.ts";
import { maySee } from "#app/core/incident/permission.ts";
import type { IncidentSummary } from "#app/core/incident/summary.ts";
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
  const rows = await house.store.snapshot((reads) => reads.incidents(query));
  return rows.map(summaryOf).filter((summary) => isShown(summary, actor));
}

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
