import type { Actor } from "#app/core/incident/context.ts";
import type { Incident } from "#app/core/incident/incident.ts";
import type { Role } from "#app/core/playbook/template.ts";
import type { IncidentRef } from "#app/core/shared/ids.ts";
import type { House } from "./house.server.ts";

/**
 * Watches without a hand in it: an observer of the installation, and whoever holds no other role in the incident
 * than observer. What was hidden from observers is not shown to them.
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
 * nobody can tell the two apart. Members see every incident, an observer only those they are invited to.
 */
export async function incidentFor(
  house: House,
  actor: Actor,
  ref: IncidentRef,
): Promise<Incident | undefined> {
  const incident = await house.incident(ref);
  if (incident === undefined) return undefined;
  const invited = incident.people.get(actor.userId)?.roles !== undefined;
  return actor.installationRole !== "observer" || invited ? incident : undefined;
}
