import type { AnyText } from "#app/content/messages/keys.ts";
import { type Incident, type Person, steps } from "#app/core/incident/incident.ts";
import { mayCommand } from "#app/core/incident/permission.ts";
import { isOver } from "#app/core/incident/rules-access.ts";
import { nameOf } from "#app/core/incident/summary.ts";
import { ROLES, type Role } from "#app/core/playbook/template.ts";
import type { UserId } from "#app/core/shared/ids.ts";
import type { Instant } from "#app/core/shared/instant.ts";
import type { Person as Account } from "#app/server/store/rows.ts";
import { hasAccess } from "#app/server/store/rows.ts";
import { peopleView, ROLE_WORDS } from "../incidents/people-view.server.ts";

interface RoleChoice {
  readonly value: Role;
  readonly label: string;
}

interface TeamMember {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly roleWords: string;
  readonly isLead: boolean;
  /** The step they are on. */
  readonly step: { readonly id: string; readonly title: string } | undefined;
  /** Their last act or recorded visit. */
  readonly seenAt: string | undefined;
  readonly isGuest: boolean;
  readonly accessUntil: string | undefined;
  readonly isMe: boolean;
  /** May no longer sign in. */
  readonly gone: boolean;
}

export interface TeamView {
  readonly base: string;
  readonly me: string;
  readonly mine: readonly Role[];
  readonly onTeam: boolean;
  readonly may: {
    readonly lead: boolean;
    readonly bringIn: boolean;
    readonly takeRoles: boolean;
    readonly takeLead: boolean;
    readonly join: boolean;
  };
  readonly closed: boolean;
  readonly members: readonly TeamMember[];
  readonly gaps: readonly { readonly role: Role; readonly words: string }[];
  /** People of the installation who are not on the team. */
  readonly others: readonly { readonly value: string; readonly label: string }[];
  readonly roleChoices: readonly RoleChoice[];
  readonly invitations: readonly {
    readonly seq: number;
    readonly email: string;
    readonly roleWords: string;
    readonly by: string;
    readonly at: string;
    readonly until: string | undefined;
  }[];
  readonly restricted: { readonly at: string; readonly because: string | undefined } | undefined;
  readonly letIns: readonly LetInView[];
  readonly refused: readonly { readonly id: string; readonly name: string; readonly at: string }[];
}

export interface LetInView {
  readonly seq: number;
  readonly state: "asked" | "in";
  readonly name: string;
  readonly second: string;
  readonly at: string;
  readonly because: string;
}

interface Reader {
  readonly me: UserId;
  readonly account: Account;
  readonly accounts: readonly Account[];
  readonly at: Instant;
}

export function teamView(incident: Incident, reader: Reader, text: AnyText): TeamView {
  const { me, account, accounts, at } = reader;
  const { gaps } = peopleView(incident, me, at, text);
  const team = [...incident.people.values()].filter((person) => person.roles !== undefined);
  const mine = incident.people.get(me)?.roles;
  const isGuest = account.role === "guest";
  const may = (kind: "set-role" | "join" | "restrict") => mayCommand(kind, mine, account.role);
  const leads = mine?.includes("lead") ?? false;
  const open = incident.closed === undefined;
  const lead = team.find((person) => person.roles?.includes("lead"));
  return {
    base: `/i/${incident.ref}`,
    me,
    mine: mine ?? [],
    onTeam: mine !== undefined,
    may: {
      lead: leads && may("restrict") && open,
      bringIn: open && mine !== undefined && may("set-role") && !isGuest,
      takeRoles: open && mine !== undefined && may("set-role") && !isGuest,
      takeLead: open && mine !== undefined && may("set-role") && !isGuest && lead?.deactivated === true,
      join: mine === undefined && may("join"),
    },
    closed: !open,
    members: team.map((person) => memberView(incident, person, reader, text)),
    gaps,
    others: accounts
      .filter((other) => hasAccess(other, at) && incident.people.get(other.id)?.roles === undefined)
      .map(({ id, name, email }) => ({ value: id, label: `${name}, ${email}` })),
    roleChoices: ROLES.filter((role) => role !== "lead").map((role) => ({
      value: role,
      label: text(ROLE_WORDS[role]),
    })),
    invitations: leads
      ? [...incident.invitations.values()]
          .filter(({ status, until }) => status === "open" && (until === undefined || at < until))
          .map(({ seq, email, roles, by, at: invitedAt, until }) => ({
            seq,
            email: email ?? text("incidents.erased"),
            roleWords: rolesInWords(roles, text),
            by: nameOf(incident, by),
            at: invitedAt,
            until,
          }))
      : [],
    restricted:
      incident.restricted === undefined
        ? undefined
        : { at: incident.restricted.at, because: incident.restricted.because },
    letIns: mine === undefined ? [] : letInsOf(incident, at, text),
    refused: team.length === 0 || mine === undefined ? [] : refusedIn(incident),
  };
}

function memberView(
  incident: Incident,
  { id, name, roles = [], lastAct, lastVisit, deactivated }: Person,
  { me, accounts, at }: Reader,
  text: AnyText,
): TeamMember {
  const account = accounts.find((one) => one.id === id);
  const step = [...steps(incident).values()].find(
    ({ status, record }) => status === "in-progress" && record?.status === "in-progress" && record.by === id,
  );
  return {
    id,
    name: name ?? id,
    roles,
    roleWords: rolesInWords(roles, text),
    isLead: roles.includes("lead"),
    step: step === undefined ? undefined : { id: step.id, title: step.title },
    seenAt: [lastAct?.at, lastVisit]
      .filter((one) => one !== undefined)
      .sort()
      .at(-1),
    isGuest: account?.role === "guest",
    accessUntil: account?.accessUntil ?? undefined,
    isMe: id === me,
    gone: deactivated || (account !== undefined && !hasAccess(account, at)),
  };
}

export function rolesInWords(roles: readonly Role[], text: AnyText): string {
  return roles.map((role) => text(ROLE_WORDS[role])).join(", ") || text("incidents.no-role");
}

/** Requests that still wait, and people let in who are on the team now. */
export function letInsOf(incident: Incident, at: Instant, text: AnyText): readonly LetInView[] {
  return [...incident.letIns.values()].flatMap(({ seq, at: askedAt, by, second, because, done }) => {
    const onTeam = incident.people.get(by)?.roles !== undefined;
    const waits = done === undefined && !onTeam && !isOver({ at: askedAt }, at);
    if (!waits && !(done !== undefined && onTeam)) return [];
    return [
      {
        seq: done ?? seq,
        state: done === undefined ? ("asked" as const) : ("in" as const),
        name: nameOf(incident, by),
        second: nameOf(incident, second),
        at: askedAt,
        because: because ?? text("incidents.erased"),
      },
    ];
  });
}

/** People off the team who asked for this incident while it was not shown to them. */
function refusedIn(incident: Incident): TeamView["refused"] {
  return [...incident.people.values()].flatMap(({ id, name, roles, lastRefused }) =>
    lastRefused === undefined || roles !== undefined ? [] : [{ id, name: name ?? id, at: lastRefused }],
  );
}
