import type { Entry, FieldsOf } from "./entry.ts";
import { actor } from "./entry-ids.ts";
import type { Incident, Voice } from "./incident.ts";

export function pressureLogged(
  incident: Incident,
  entry: Entry,
  { from, authority, words }: Partial<FieldsOf<"pressure-logged">>,
): Partial<Incident> {
  return heard(incident, {
    kind: "pressure",
    seq: entry.seq,
    at: entry.at,
    by: actor(entry),
    from,
    authority,
    words,
  });
}

export function dissented(
  incident: Incident,
  entry: Entry,
  { because }: Partial<FieldsOf<"dissented">>,
): Partial<Incident> {
  const [about] = entry.ref;
  if (about === undefined) return {};
  return heard(incident, {
    kind: "dissent",
    seq: entry.seq,
    at: entry.at,
    by: actor(entry),
    about,
    because,
  });
}

function heard(incident: Incident, voice: Voice): Partial<Incident> {
  return { voices: [...incident.voices, voice] };
}
