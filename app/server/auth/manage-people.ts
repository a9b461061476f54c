import { draft } from "#app/core/incident/entry.ts";
import { type Incident, isLive, leadOf, steps } from "#app/core/incident/incident.ts";
import type { InstallationRole } from "#app/core/incident/permission.ts";
import { isIncidentRef, type UserId } from "#app/core/shared/ids.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import { administer } from "../administer.server.ts";
import type { House } from "../house.server.ts";
import type { Written } from "../incident-writer.ts";
import { isShown, summaryOf } from "../queries/board.ts";
import type { ServerRefusal } from "../refusals.ts";
import type { Reads, Tx } from "../store/port.ts";
import { hasAccess, type OneTime, type Person } from "../store/rows.ts";
import { keepTold, tellTeams } from "../tell-teams.ts";
import { actorOf, byOf, type SignedIn } from "./session.ts";

// What administrators do to accounts. Each act is an entry in the installation's log; nothing that was done by the
// person changes, and their name stays on it.

export type ManageRefusal =
  | { readonly code: "no-such-person"; readonly email: string }
  /** Someone must be able to run the installation. */
  | { readonly code: "last-administrator" }
  /** A guest is in what they were invited to; a role of the installation is another account. */
  | { readonly code: "guest-role" }
  | { readonly code: "no-change" }
  | ServerRefusal;

type Managed = Promise<Result<Person, ManageRefusal>>;

export async function changeRole(
  house: House,
  signedIn: SignedIn,
  id: UserId,
  role: Exclude<InstallationRole, "guest">,
): Managed {
  return manage(house, signedIn, id, async (tx, person) => {
    if (person.role === "guest") return no({ code: "guest-role" });
    if (person.role === role) return no({ code: "no-change" });
    if (await isLastAdministrator(tx, person)) return no({ code: "last-administrator" });
    await tx.changePerson(id, { role });
    return ok({ act: "person-role-set", f: { role, before: person.role } });
  });
}

/** Their browsers are signed out, and ask again. */
export function signOutEverywhere(house: House, signedIn: SignedIn, id: UserId): Managed {
  return manage(house, signedIn, id, async (tx) => {
    await tx.endSessionsOf(id);
    return ok({ act: "sessions-ended", f: {} });
  });
}

/**
 * From now on they may not sign in: sessions, tokens and links end at once. Each incident whose team they are on
 * has an entry about it, so that steps they hold are seen, and a lead can be taken.
 */
export async function deactivate(house: House, signedIn: SignedIn, id: UserId, because: string): Managed {
  const told: Written[] = [];
  const done = await manage(house, signedIn, id, async (tx, person, at) => {
    if (!person.active) return no({ code: "no-change" });
    if (await isLastAdministrator(tx, person)) return no({ code: "last-administrator" });
    await tx.changePerson(id, { active: false });
    await tx.endSessionsOf(id);
    for (const token of await tx.tokens()) {
      if (token.person === id && token.revokedAt === null) await tx.changeToken(token.id, { revokedAt: at });
    }
    for (const kind of LINKS) {
      for (const row of await tx.oneTimes(kind)) if (row.person === id) await tx.removeOneTime(row.hash);
    }
    told.push(...(await tellTeams(house, tx, id, [draft("person-deactivated", { t: "person", id }, {})])));
    return ok({ act: "person-deactivated", f: { because } });
  });
  keepTold(house, done.ok ? told : []);
  return done;
}

const LINKS: readonly OneTime["kind"][] = ["sign-in-link", "second-person", "form", "invitation"];

/** They may sign in again, with what they signed in with before. */
export async function reactivate(house: House, signedIn: SignedIn, id: UserId): Managed {
  const told: Written[] = [];
  const done = await manage(house, signedIn, id, async (tx, person) => {
    if (person.active) return no({ code: "no-change" });
    await tx.changePerson(id, { active: true });
    told.push(...(await tellTeams(house, tx, id, [draft("person-reactivated", { t: "person", id }, {})])));
    return ok({ act: "person-reactivated", f: {} });
  });
  keepTold(house, done.ok ? told : []);
  return done;
}

interface Act {
  readonly act: string;
  readonly f: Readonly<Record<string, string>>;
}

async function manage(
  house: House,
  signedIn: SignedIn,
  id: UserId,
  change: (tx: Tx, person: Person, at: Person["createdAt"]) => Promise<Result<Act, ManageRefusal>>,
): Managed {
  const done = await administer<Person, ManageRefusal>(house, byOf(signedIn), async (tx, at) => {
    const person = await tx.person(id);
    if (person === undefined) return no({ code: "no-such-person", email: id });
    const changed = await change(tx, person, at);
    if (!changed.ok) return changed;
    return ok({ value: person, entries: [{ ...changed.value, on: { t: "person", id } }] });
  });
  return done.ok ? ok(done.value.value) : done;
}

async function isLastAdministrator(reads: Reads, person: Person): Promise<boolean> {
  if (person.role !== "administrator" || !person.active) return false;
  const others = (await reads.people()).filter(({ id }) => id !== person.id);
  return !others.some(
    (other) => other.active && other.role === "administrator" && other.accessUntil === null,
  );
}

const ALL = 1_000_000;

export interface Consequence {
  readonly ref: string;
  readonly codename: string;
  readonly leads: boolean;
  /** Titles of the steps they are on. */
  readonly steps: readonly string[];
}

/** What stands open in this person's name, of the incidents that whoever asks may see. */
export async function consequencesOf(
  house: House,
  signedIn: SignedIn,
  id: UserId,
): Promise<readonly Consequence[]> {
  const actor = actorOf(signedIn);
  const rows = await house.store.snapshot((reads) => reads.incidents({ open: true, limit: ALL }));
  const shown = rows
    .map(summaryOf)
    .filter((row) => isShown(row, actor) && row.team.some((one) => one.id === id));
  const found = await Promise.all(
    shown.map(({ ref }) => (isIncidentRef(ref) ? house.incident(ref) : undefined)),
  );
  return found.flatMap((incident) => (incident === undefined ? [] : [consequenceIn(incident, id)]));
}

function consequenceIn(incident: Incident, id: UserId): Consequence {
  const held = [...steps(incident).values()].filter(
    ({ record }) => record?.status === "in-progress" && record.by === id,
  );
  return {
    ref: incident.ref,
    codename: incident.codename.value ?? "",
    leads: leadOf(incident)?.id === id,
    steps: held.filter((step) => isLive(incident, step)).map((step) => step.title),
  };
}

export interface PersonRow {
  readonly person: Person;
  readonly hasAccess: boolean;
  readonly passkeys: number;
  readonly hasPassword: boolean;
  readonly secondStep: boolean;
  readonly breakGlass: boolean;
  /** undefined: not signed in now. */
  readonly seenAt: string | undefined;
}

/** Everyone, with how they sign in and when a browser of theirs was last seen. */
export function everyone(house: House, now: Person["createdAt"]): Promise<readonly PersonRow[]> {
  return house.store.snapshot(async (reads) => {
    const rows: PersonRow[] = [];
    for (const person of await reads.people()) rows.push(await rowOf(reads, person, now));
    return rows;
  });
}

async function rowOf(reads: Reads, person: Person, now: Person["createdAt"]): Promise<PersonRow> {
  const { id } = person;
  const seen = (await reads.sessionsOf(id)).map(({ seenAt }) => seenAt).sort();
  return {
    person,
    hasAccess: hasAccess(person, now),
    passkeys: (await reads.passkeysOf(id)).length,
    hasPassword: (await reads.password(id)) !== undefined,
    secondStep: (await reads.secondStep(id)) !== undefined,
    breakGlass: await reads.isBreakGlass(id),
    seenAt: seen.at(-1),
  };
}
