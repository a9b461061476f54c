import { isUserId } from "#app/core/shared/ids.ts";
import type { Entry } from "./entry.ts";
import { actor } from "./entry-ids.ts";
import type { Incident, Person } from "./incident.ts";

export function person(incident: Incident, id: string, change: (known: Person) => Person): Partial<Incident> {
  if (!isUserId(id)) return {};
  const known = incident.people.get(id) ?? {
    id,
    name: undefined,
    roles: undefined,
    lastAct: undefined,
    lastVisit: undefined,
    lastRefused: undefined,
    deactivated: false,
    seq: incident.size,
  };
  return { people: new Map(incident.people).set(id, change(known)) };
}

export function lastAct(people: Incident["people"], entry: Entry): Incident["people"] {
  const id = actor(entry);
  const known = id === undefined ? undefined : people.get(id);
  if (known === undefined) return people;
  return new Map(people).set(known.id, { ...known, lastAct: { seq: entry.seq, at: entry.at } });
}
