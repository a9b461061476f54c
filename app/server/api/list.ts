import { z } from "zod";
import { SEVERITIES } from "#app/core/incident/command.ts";
import type { Actor } from "#app/core/incident/context.ts";
import type { IncidentSummary } from "#app/core/incident/summary.ts";
import type { House } from "../house.server.ts";
import { shownPage } from "../queries/board.ts";
import type { IncidentQuery } from "../store/port.ts";

const instant = z.iso.datetime();

const listed = z.strictObject({
  ref: z.string(),
  kind: z.enum(["incident", "drill"]),
  codename: z.string(),
  title: z.string(),
  status: z.enum(["open", "closed"]),
  severity: z.enum(SEVERITIES).nullable(),
  declaredAt: instant.nullable(),
  becameAwareAt: instant.nullable(),
  closedAt: instant.nullable(),
  lead: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  done: z.int(),
  total: z.int(),
  waitingApprovals: z.int(),
  /** Shown to its team alone. */
  restricted: z.boolean(),
  size: z.int(),
});

export const incidentList = z.strictObject({
  incidents: z.array(listed),
  /** For `after`; null on the last page. */
  next: z.string().nullable(),
});
export type IncidentList = z.infer<typeof incidentList>;

export async function listOf(house: House, actor: Actor, query: IncidentQuery): Promise<IncidentList> {
  const { shown, last } = await shownPage(house, actor, query);
  return {
    incidents: shown.map(listedAs),
    next: last === undefined ? null : `${last.declaredAt}~${last.ref}`,
  };
}

/** What a list tells of an incident; the rest is on the board, or asked for. */
function listedAs(summary: IncidentSummary): z.infer<typeof listed> {
  const { limits: _limits, limitCount: _count, active: _active, team: _team, ...rest } = summary;
  const { letInAsked: _asked, restricted = false, ...shown } = rest;
  return { ...shown, restricted };
}
