import { type Incident, steps } from "#app/core/incident/incident.ts";
import { ROLES, type Role } from "#app/core/playbook/template.ts";
import type { UserId } from "#app/core/shared/ids.ts";
import { type Instant, secondsBetween } from "#app/core/shared/instant.ts";
import { shortAge } from "#app/ui/duration.ts";

interface MemberView {
  readonly id: string;
  readonly name: string;
  readonly roles: string;
  /** What they are on, or when they last did something. */
  readonly doing: string;
  readonly side: string;
}

export interface PeopleView {
  readonly members: readonly MemberView[];
  /** Roles that open steps ask for and nobody on the team holds. */
  readonly gaps: readonly { readonly role: Role; readonly words: string }[];
  readonly onTeam: boolean;
  readonly mine: readonly Role[];
}

export const ROLE_WORDS = {
  lead: "Lead",
  technical: "Technical",
  "system-owner": "System owner",
  privacy: "Privacy",
  legal: "Legal",
  communications: "Communications",
  executive: "Executive",
  scribe: "Scribe",
  supplier: "Supplier",
  observer: "Observer",
} as const satisfies Record<Role, string>;

/** Presence is the last act: there is no heartbeat yet. */
const HERE_SECONDS = 5 * 60;

export function peopleView(incident: Incident, me: UserId, at: Instant): PeopleView {
  const team = [...incident.people.values()].filter((person) => person.roles !== undefined);
  const running = [...steps(incident).values()];
  const held = new Set(team.flatMap((person) => person.roles ?? []));
  const asked = new Set(
    running
      .filter((step) => step.status === "ready" || step.status === "failed-check")
      .filter((step) => !step.template.roles.some((role) => held.has(role)))
      .flatMap((step) => step.template.roles.slice(0, 1)),
  );
  return {
    members: team.map((person) => {
      const on = running.find(
        (step) =>
          step.status === "in-progress" &&
          step.record?.status === "in-progress" &&
          step.record.by === person.id,
      );
      const since = person.lastAct === undefined ? undefined : secondsBetween(person.lastAct.at, at);
      const age =
        since === undefined ? "no act yet" : shortAge(since) === "now" ? "now" : `${shortAge(since)} ago`;
      return {
        id: person.id,
        name: person.name ?? person.id,
        roles: (person.roles ?? []).map((role) => ROLE_WORDS[role]).join(", ") || "No role",
        doing: on === undefined ? `last act ${age}` : `step ${on.number}, ${age}`,
        side: person.id === me ? "you" : since !== undefined && since < HERE_SECONDS ? "here" : "",
      };
    }),
    gaps: ROLES.filter((role) => asked.has(role)).map((role) => ({ role, words: ROLE_WORDS[role] })),
    onTeam: team.some((person) => person.id === me),
    mine: incident.people.get(me)?.roles ?? [],
  };
}
