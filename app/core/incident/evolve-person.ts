import { isUserId } from "#app/core/shared/ids.ts";
import type { Entry } from "./entry.ts";
import { actor } from "./entry-ids.ts";
import type { Incident, Person } from "./incident.ts";

export function handoverAccepted(incident: Incident): Partial<Incident> {
  const { handover } = incident;
  if (handover === undefined) return {};
  const people = new Map(incident.people);
  for (const known of people.values()) {
    const roles = known.roles?.filter((role) => role !== "lead");
    if (known.id === handover.to) people.set(known.id, { ...known, roles: ["lead", ...(roles ?? [])] });
    else if (roles !== undefined) people.set(known.id, { ...known, roles });
  }
  return { people, handover: undefined };
}

export function person(incident: Incident, id: string, change: (known: Person) => Person): Partial<Incident> {
  if (!isUserId(id)) return {};
  const known = incident.people.get(id) ?? {
    id,
    name: undefined,
    roles: undefined,
    lastAct: undefined,
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
