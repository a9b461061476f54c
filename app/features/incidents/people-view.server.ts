import type { PageKey, PageText } from "#app/content/messages/keys.ts";
import { type Incident, steps } from "#app/core/incident/incident.ts";
import { ROLES, type Role } from "#app/core/playbook/template.ts";
import type { UserId } from "#app/core/shared/ids.ts";
import { type Instant, secondsBetween } from "#app/core/shared/instant.ts";
import { shortAge } from "#app/ui/duration.ts";

export interface MemberView {
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
  lead: "incidents.lead",
  technical: "incidents.technical",
  "system-owner": "incidents.system-owner",
  privacy: "incidents.privacy",
  legal: "incidents.legal",
  communications: "incidents.communications",
  executive: "incidents.executive",
  scribe: "incidents.scribe",
  supplier: "incidents.supplier",
  observer: "incidents.observer",
} as const satisfies Record<Role, PageKey>;

/** Whoever acted this lately is here, whatever their browser says. */
const HERE_SECONDS = 5 * 60;

export function peopleView(incident: Incident, me: UserId, at: Instant, text: PageText): PeopleView {
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
      return {
        id: person.id,
        name: person.name ?? person.id,
        roles:
          (person.roles ?? []).map((role) => text(ROLE_WORDS[role])).join(", ") || text("incidents.no-role"),
        doing: person.deactivated ? text("people.gone") : doing(on?.number, since, text),
        side:
          person.id === me
            ? text("incidents.is-you")
            : since !== undefined && since < HERE_SECONDS
              ? text("incidents.is-here")
              : "",
      };
    }),
    gaps: ROLES.filter((role) => asked.has(role)).map((role) => ({ role, words: text(ROLE_WORDS[role]) })),
    onTeam: team.some((person) => person.id === me),
    mine: incident.people.get(me)?.roles ?? [],
  };
}

/** `since` is how long ago they last did something, in seconds. */
function doing(number: number | undefined, since: number | undefined, text: PageText): string {
  const isNow = since !== undefined && since < 60;
  const age = since === undefined ? "" : shortAge(since, text);
  if (number === undefined) {
    if (since === undefined) return text("incidents.no-act-yet");
    return isNow ? text("incidents.last-act-now") : text("incidents.last-act", { age });
  }
  if (since === undefined) return text("incidents.on-step-no-act", { number });
  return isNow ? text("incidents.on-step-now", { number }) : text("incidents.on-step", { number, age });
}
