import { isUserId } from "#app/core/shared/ids.ts";
import type { Entry, FieldsOf } from "./entry.ts";
import { actor } from "./entry-ids.ts";
import type { Incident } from "./incident.ts";

/** The newest offer stands; whoever led goes on leading until it is taken. */
export function handoverOffered(entry: Entry, f: Partial<FieldsOf<"handover-offered">>): Partial<Incident> {
  const from = actor(entry);
  if (from === undefined || !isUserId(entry.on.id)) return {};
  const { brief, ifThen = [], offDutyUntil, sheet } = f;
  return {
    handover: { seq: entry.seq, at: entry.at, from, to: entry.on.id, brief, ifThen, offDutyUntil, sheet },
  };
}

export function handoverAccepted(
  incident: Incident,
  entry: Entry,
  { saysBack }: Partial<FieldsOf<"handover-accepted">>,
): Partial<Incident> {
  const { handover: offer } = incident;
  if (offer === undefined) return {};
  const people = new Map(incident.people);
  for (const known of people.values()) {
    const roles = known.roles?.filter((role) => role !== "lead");
    if (known.id === offer.to) people.set(known.id, { ...known, roles: ["lead", ...(roles ?? [])] });
    else if (roles !== undefined) people.set(known.id, { ...known, roles });
  }
  return { people, handover: undefined, handedOver: { seq: entry.seq, at: entry.at, saysBack, offer } };
}
