import type { Actor } from "#app/core/incident/context.ts";
import type { Incident } from "#app/core/incident/incident.ts";
import { mayCommand, PERMISSIONS } from "#app/core/incident/permission.ts";
import type { Refusal } from "#app/core/incident/refusal.ts";

/**
 * Why this person can't attach a file here; undefined when they may. Asked before an upload is read, so that
 * nobody fills the disk with what will be refused. `decide` asks again, of the incident as it then is.
 */
export function refusalToAttach(incident: Incident, actor: Actor): Refusal | undefined {
  const roles = incident.people.get(actor.userId)?.roles;
  if (!mayCommand("add-evidence", roles, actor.installationRole)) {
    if (actor.installationRole === "observer") return { code: "role-needed", roles: ["member"] };
    if (roles === undefined) return { code: "not-on-team" };
    return { code: "role-needed", roles: PERMISSIONS["add-evidence"].roles };
  }
  return incident.closed === undefined ? undefined : { code: "incident-closed" };
}
