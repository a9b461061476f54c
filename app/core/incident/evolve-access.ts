import type { Entry, FieldsOf } from "./entry.ts";
import { actor } from "./entry-ids.ts";
import { person } from "./evolve-person.ts";
import type { Incident, Invitation } from "./incident.ts";

export function letInAsked(
  incident: Incident,
  entry: Entry,
  f: Partial<FieldsOf<"let-in-asked">>,
): Partial<Incident> {
  const by = actor(entry);
  if (by === undefined) return {};
  const { second, because } = f;
  const asked = { seq: entry.seq, at: entry.at, by, second, because, done: undefined };
  return { letIns: new Map(incident.letIns).set(entry.seq, asked) };
}

/** On the team from now on, without a role. */
export function personLetIn(incident: Incident, entry: Entry): Partial<Incident> {
  const asked = incident.letIns.get(entry.ref[0] ?? -1);
  const letIns =
    asked === undefined
      ? incident.letIns
      : new Map(incident.letIns).set(asked.seq, { ...asked, done: entry.seq });
  return { letIns, ...person(incident, entry.on.id, (known) => ({ ...known, roles: [], seq: entry.seq })) };
}

export function personInvited(
  incident: Incident,
  entry: Entry,
  f: Partial<FieldsOf<"person-invited">>,
): Partial<Incident> {
  const { email, roles = [], until } = f;
  const { seq, at } = entry;
  const invitation: Invitation = { seq, at, by: actor(entry), email, roles, until, status: "open" };
  return { invitations: new Map(incident.invitations).set(seq, invitation) };
}

export function invitationAccepted(
  incident: Incident,
  entry: Entry,
  f: Partial<FieldsOf<"invitation-accepted">>,
): Partial<Incident> {
  return {
    ...invitationEnded(incident, entry, "accepted"),
    ...person(incident, entry.on.id, (known) => ({ ...known, roles: f.roles ?? [], seq: entry.seq })),
  };
}

/** `ref` names the invitation. */
export function invitationEnded(
  incident: Incident,
  entry: Entry,
  status: "accepted" | "withdrawn",
): Partial<Incident> {
  const known = incident.invitations.get(entry.ref[0] ?? -1);
  if (known === undefined) return {};
  return { invitations: new Map(incident.invitations).set(known.seq, { ...known, status }) };
}
