import type { Playbook } from "#app/core/playbook/template.ts";
import { shippedPlaybooks } from "#app/server/content/playbooks.server.ts";

/** The playbooks an incident can start: the newest version of each that this build ships. */
export function startable(): readonly Playbook[] {
  return shippedPlaybooks;
}
