import type { Playbook } from "#app/core/playbook/template.ts";
import type { Language } from "#app/core/shared/language.ts";
import { shippedPlaybooks } from "#app/server/content/playbooks.server.ts";
import { inLanguage } from "#app/server/content/read-in.server.ts";

/** The playbooks an incident can start: the newest version of each that this build ships, in the reader's words. */
export function startable(language: Language): readonly Playbook[] {
  return shippedPlaybooks.map((playbook) => inLanguage(playbook, language));
}
