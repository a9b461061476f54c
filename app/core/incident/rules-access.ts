import { type Instant, secondsBetween } from "#app/core/shared/instant.ts";
import { no, ok } from "#app/core/shared/result.ts";
import type { CommandOf } from "./command.ts";
import type { Context, Decision } from "./context.ts";
import { draft } from "./entry.ts";
import type { Incident, LetIn } from "./incident.ts";

// Who sees the incident. A restricted one is the team's alone: someone on it brings others in, or, where nobody of it
// can be reached, an administrator and a second person open it together, for all on the team to see.

/** How long a second person may take to answer. */
const LET_IN_SECONDS = 24 * 3600;

export function isOver(asked: Pick<LetIn, "at">, now: Instant): boolean {
  return secondsBetween(asked.at, now) >= LET_IN_SECONDS;
}

export function restrict(incident: Incident, { because }: CommandOf<"restrict">): Decision {
  if (incident.restricted !== undefined) return no({ code: "no-change" });
  return ok([draft("incident-restricted", { t: "incident", id: incident.ref }, { because })]);
}

export function liftRestriction(incident: Incident, { because }: CommandOf<"lift-restriction">): Decision {
  if (incident.restricted === undefined) return no({ code: "not-restricted" });
  return ok([draft("restriction-lifted", { t: "incident", id: incident.ref }, { because })]);
}

export function askToBeLetIn(
  incident: Incident,
  { second, because }: CommandOf<"ask-to-be-let-in">,
  { actor, person }: Context,
): Decision {
  if (actor.installationRole !== "administrator")
    return no({ code: "role-needed", roles: ["administrator"] });
  if (incident.restricted === undefined) return no({ code: "not-restricted" });
  if (incident.people.get(actor.userId)?.roles !== undefined) return no({ code: "no-change" });
  if (second === actor.userId) return no({ code: "same-person" });
  const known = person(second);
  if (known === undefined || !maySecond(known.installationRole))
    return no({ code: "unknown-person", userId: second });
  if (!actor.reauthenticated) return no({ code: "reauthenticate" });
  const asked = draft("let-in-asked", { t: "person", id: actor.userId }, { second, because });
  if (incident.people.get(second)?.name !== undefined) return ok([asked]);
  return ok([draft("person-named", { t: "person", id: second }, { name: known.name }), asked]);
}

/** Only the person who was named may answer; to everyone else there is no such request. */
export function letIn(
  incident: Incident,
  { seq }: CommandOf<"let-in">,
  { actor, person, at }: Context,
): Decision {
  if (incident.restricted === undefined) return no({ code: "not-restricted" });
  const asked = incident.letIns.get(seq);
  if (asked === undefined || asked.second !== actor.userId) return no({ code: "not-found" });
  if (!maySecond(actor.installationRole)) return no({ code: "role-needed", roles: ["member"] });
  if (asked.done !== undefined) return no({ code: "no-change" });
  const stillAdministrator = person(asked.by)?.installationRole === "administrator";
  if (isOver(asked, at) || !stillAdministrator) return no({ code: "let-in-over" });
  if (!actor.reauthenticated) return no({ code: "reauthenticate" });
  return ok([draft("person-let-in", { t: "person", id: asked.by }, {}, { ref: [seq] })]);
}

function maySecond(role: Context["actor"]["installationRole"]): boolean {
  return role === "administrator" || role === "member";
}

export function invite(
  incident: Incident,
  { email, roles, until }: CommandOf<"invite">,
  { at, actor }: Context,
): Decision {
  if (actor.installationRole === "guest") return no({ code: "role-needed", roles: ["member"] });
  if (until <= at) return no({ code: "time-past", field: "until" });
  const on = { t: "incident", id: incident.ref };
  return ok([draft("person-invited", on, { email, roles: [...new Set(roles)], until })]);
}

export function withdrawInvitation(
  incident: Incident,
  { seq, because }: CommandOf<"withdraw-invitation">,
): Decision {
  const invitation = incident.invitations.get(seq);
  if (invitation === undefined) return no({ code: "unknown-entry", seq });
  if (invitation.status !== "open") return no({ code: "invitation-over" });
  return ok([
    draft("invitation-withdrawn", { t: "incident", id: incident.ref }, { because }, { ref: [seq] }),
  ]);
}

/** The link is the proof: without it nobody can say that an invitation is theirs. */
export function acceptInvitation(
  incident: Incident,
  { seq }: CommandOf<"accept-invitation">,
  { at, actor, invitation: brought }: Context,
): Decision {
  if (brought !== seq) return no({ code: "not-on-team" });
  const invitation = incident.invitations.get(seq);
  if (invitation?.status !== "open" || invitation.until === undefined || invitation.until <= at)
    return no({ code: "invitation-over" });
  const on = { t: "person", id: actor.userId };
  return ok([draft("invitation-accepted", on, { roles: [...invitation.roles] }, { ref: [seq] })]);
}
