import type { Actor } from "#app/core/incident/context.ts";
import type { Incident } from "#app/core/incident/incident.ts";
import { maySee } from "#app/core/incident/permission.ts";
import type { Role } from "#app/core/playbook/template.ts";
import type { IncidentRef } from "#app/core/shared/ids.ts";
import type { House } from "./house.server.ts";
import { isShown, summaryOf } from "./queries/board.ts";
import { recordRefusedVisit, recordVisit } from "./visits.ts";

// Who is shown what. Whatever answers about one incident asks here; lists ask `isShown` of its row.

/**
 * Watches without a hand in it: an observer of the installation, and whoever holds no other role in the incident
 * than observer. What was hidden from observers is not shown to them, and their visits are on record.
 */
export function watchesOnly(
  { installationRole }: Pick<Actor, "installationRole">,
  roles: readonly Role[] | undefined,
): boolean {
  if (installationRole === "observer") return true;
  return roles !== undefined && roles.length > 0 && roles.every((role) => role === "observer");
}

/**
 * The incident, for someone who may see it; undefined when there is none or it is not shown to them, so that
 * nobody can tell the two apart, by the time it takes neither: its row decides before its log is looked at, and
 * what is recorded of the attempt is written after the answer.
 */
export async function incidentFor(
  house: House,
  actor: Actor,
  ref: IncidentRef,
): Promise<Incident | undefined> {
  if (!(await isShownTo(house, actor, ref))) return undefined;
  const incident = await house.incident(ref);
  if (incident === undefined || !sees(actor, incident)) return undefined;
  if (!watchesOnly(actor, incident.people.get(actor.userId)?.roles)) return incident;
  return recordVisit(house, actor, incident);
}

/** By the board's row alone, which stands also where the log can't be read. */
export async function isShownTo(house: House, actor: Actor, ref: IncidentRef): Promise<boolean> {
  const row = await house.store.snapshot((reads) => reads.incident(ref));
  if (row === undefined) return false;
  const summary = summaryOf(row);
  if (isShown(summary, actor)) return true;
  if (summary.restricted) recordRefusedVisit(house, actor, ref);
  return false;
}

/** The row was read a moment before the incident was. */
function sees({ userId, installationRole }: Actor, { restricted, people }: Incident): boolean {
  const onTeam = people.get(userId)?.roles !== undefined;
  return maySee(installationRole, { restricted: restricted !== undefined, onTeam });
}
