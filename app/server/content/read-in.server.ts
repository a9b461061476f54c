import type { Incident } from "#app/core/incident/incident.ts";
import type { Playbook } from "#app/core/playbook/template.ts";
import type { Language } from "#app/core/shared/language.ts";
import { translationOf } from "./playbooks.server.ts";

const read = new WeakMap<Incident, Map<Language, Incident>>();

/**
 * The incident as someone reads it: the texts of its playbooks in their language, where someone has translated that
 * very version. Everything else is the same, and rules are asked of the incident itself: an approval binds its words.
 */
export function readIn(incident: Incident, language: Language): Incident {
  const known = read.get(incident)?.get(language);
  if (known !== undefined) return known;
  const runs = new Map(
    [...incident.runs].map(([id, run]) => [id, { ...run, playbook: inLanguage(run.playbook, language) }]),
  );
  const isSame = [...runs].every(([id, run]) => run.playbook === incident.runs.get(id)?.playbook);
  // Steps are derived once for each map of records: this reading has its own.
  const reading = isSame ? incident : { ...incident, runs, records: new Map(incident.records) };
  read.set(incident, (read.get(incident) ?? new Map<Language, Incident>()).set(language, reading));
  return reading;
}

/** The same version in another language; its hash stays that of the words people agreed to. */
export function inLanguage(playbook: Playbook, language: Language): Playbook {
  const { id, version, language: own } = playbook.template;
  if (own === language) return playbook;
  const template = translationOf(id, language);
  return template?.version === version ? { ...playbook, template } : playbook;
}
