import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { By } from "#app/core/incident/entry.ts";
import { INSTALLATION_ROLES } from "#app/core/incident/permission.ts";
import { type IncidentRef, idFrom, isIncidentRef } from "#app/core/shared/ids.ts";
import { addSeconds, type Instant, isInstant } from "#app/core/shared/instant.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import { administer } from "../administer.server.ts";
import { execute } from "../execute.server.ts";
import type { House } from "../house.server.ts";
import type { AnyRefusal, ServerRefusal } from "../refusals.ts";
import type { Reads } from "../store/port.ts";
import { hasAccess, type OneTime } from "../store/rows.ts";
import { type Knock, letIn } from "./arrival.ts";
import type { Door } from "./door.ts";
import { hashPassword, newPassword } from "./password.ts";
import { insertPerson, type PersonRefusal, personAdded } from "./people.ts";
import { email, personName } from "./person-fields.ts";
import { newSecret, secretHash } from "./secret.ts";
import { actorOf, type SignedIn } from "./session.ts";

// Someone new comes by a link: whoever holds it names themselves, once, within a week. An administrator invites into
// the installation; a lead invites a guest into one incident, which is an entry there. The installation's log says
// that a link was made and used, never for which incident.

const INVITATION_SECONDS = 7 * 24 * 3600;

export const invitedFields = z.strictObject({ email, role: z.enum(["administrator", "member", "observer"]) });
export const acceptedFields = z.strictObject({ name: personName, password: newPassword });

const instant = z.string().refine(isInstant);
const body = z.object({
  id: z.string(),
  email: z.string(),
  role: z.enum(INSTALLATION_ROLES),
  incident: z.object({ ref: z.string().refine(isIncidentRef), seq: z.int() }).nullable(),
  accessUntil: instant.nullable(),
});
type Body = z.infer<typeof body>;

export interface InvitationLink {
  /** To be put after the origin: `/invitation?secret=…`. Told once. */
  readonly path: string;
  readonly expiresAt: Instant;
}

/** Into the installation, by an administrator. */
export function invitePerson(
  house: House,
  signedIn: SignedIn,
  wanted: z.infer<typeof invitedFields>,
): Promise<Result<InvitationLink, PersonRefusal>> {
  return makeLink(house, signedIn, { ...wanted, incident: null, accessUntil: null });
}

/** Into one incident, by its lead: `seq` is the entry that invites. */
export function inviteGuest(
  house: House,
  signedIn: SignedIn,
  wanted: {
    readonly email: string;
    readonly until: Instant;
    readonly ref: IncidentRef;
    readonly seq: number;
  },
): Promise<Result<InvitationLink, PersonRefusal>> {
  const { until: accessUntil, ref, seq } = wanted;
  return makeLink(house, signedIn, {
    email: wanted.email,
    role: "guest",
    incident: { ref, seq },
    accessUntil,
  });
}

async function makeLink(
  house: House,
  { person, session }: SignedIn,
  wanted: Omit<Body, "id">,
): Promise<Result<InvitationLink, PersonRefusal>> {
  const secret = newSecret();
  const id = idFrom(randomBytes(17));
  const by: By = { auth: session.auth, k: "person", u: person.id };
  const done = await administer<Instant, PersonRefusal>(house, by, async (tx, at) => {
    if ((await tx.personByEmail(wanted.email)) !== undefined)
      return no({ code: "email-taken", email: wanted.email });
    const week = addSeconds(at, INVITATION_SECONDS);
    const { accessUntil } = wanted;
    const expiresAt = accessUntil !== null && accessUntil < week ? accessUntil : week;
    const kept: Body = { id, ...wanted };
    const hash = secretHash(secret);
    await tx.setOneTime({
      hash,
      kind: "invitation",
      person: person.id,
      body: JSON.stringify(kept),
      expiresAt,
    });
    const f = { email: wanted.email, role: wanted.role, expiresAt, accessUntil };
    return ok({ value: expiresAt, entries: [{ act: "invitation-made", on: { t: "invitation", id }, f }] });
  });
  if (!done.ok) return done;
  return ok({ path: `/invitation?secret=${secret}`, expiresAt: done.value.value });
}

export interface Invitation extends Body {
  readonly by: string;
  readonly expiresAt: Instant;
}

/** Into the installation, not used yet. Those into an incident stand there. */
export async function openInvitations({ house, now }: Door): Promise<readonly Invitation[]> {
  return house.store.snapshot(async (reads) => {
    const rows = (await reads.oneTimes("invitation")).filter(({ expiresAt }) => now() < expiresAt);
    const all = await Promise.all(rows.map((row) => invitationOf(reads, row)));
    return all.filter((one) => one !== undefined).filter(({ incident }) => incident === null);
  });
}

/** The invitation of a link. Looking does not use it: mail programs follow links by themselves. */
export function invitationWith({ house, now }: Door, secret: string): Promise<Invitation | undefined> {
  return house.store.snapshot(async (reads) => {
    const row = await reads.oneTime(secretHash(secret));
    if (row?.kind !== "invitation" || now() >= row.expiresAt) return undefined;
    return invitationOf(reads, row, now());
  });
}

/** Worth what its maker may do: undefined once they have no access any more. */
async function invitationOf(reads: Reads, row: OneTime, now?: Instant): Promise<Invitation | undefined> {
  const maker = await reads.person(row.person);
  if (maker === undefined || (now !== undefined && !hasAccess(maker, now))) return undefined;
  return { ...body.parse(JSON.parse(row.body)), by: maker.name, expiresAt: row.expiresAt };
}

/** Withdraws those that `which` names; the link is over at once. */
export async function withdrawInvitations(
  house: House,
  by: By,
  which: (invitation: Body) => boolean,
): Promise<Result<undefined, ServerRefusal>> {
  const rows = await house.store.snapshot((reads) => reads.oneTimes("invitation"));
  const meant = rows.map((row) => ({ row, ...body.parse(JSON.parse(row.body)) })).filter(which);
  if (meant.length === 0) return ok(undefined);
  const done = await administer<undefined, never>(house, by, async (tx) => {
    for (const { row } of meant) await tx.removeOneTime(row.hash);
    const entries = meant.map(({ id }) => ({
      act: "invitation-withdrawn",
      on: { t: "invitation", id },
      f: {},
    }));
    return ok({ value: undefined, entries });
  });
  return done.ok ? ok(undefined) : done;
}

export type AcceptRefusal = { readonly code: "link-over" } | PersonRefusal | AnyRefusal;

export interface Accepted {
  readonly signedIn: SignedIn;
  readonly cookie: string;
  /** Where they were invited to. */
  readonly ref: IncidentRef | undefined;
}

/** Adds the person, signs them in, and brings them into the incident they were invited to. */
export async function acceptInvitation(
  knock: Knock,
  secret: string,
  { name, password }: z.infer<typeof acceptedFields>,
): Promise<Result<Accepted, AcceptRefusal>> {
  const { house } = knock.door;
  const found = await invitationWith(knock.door, secret);
  if (found === undefined || !(await stillStands(house, found))) return no({ code: "link-over" });
  const hashed = await hashPassword(password);
  const { email: address, role, incident, accessUntil } = found;
  const done = await administer<Omit<Accepted, "ref">, AcceptRefusal>(house, NOBODY, async (tx, at) => {
    const row = await tx.oneTime(secretHash(secret));
    if (row === undefined || at >= row.expiresAt) return no({ code: "link-over" });
    const wanted = { email: address, name, role, ...(accessUntil === null ? {} : { accessUntil }) };
    const person = await insertPerson(tx, wanted, hashed, at);
    if (person === undefined) return no({ code: "email-taken", email: address });
    await tx.removeOneTime(row.hash);
    const arrival = await letIn(tx, knock, { person, auth: "password" });
    if (arrival.next !== "in") throw new Error("someone new has nothing else to prove");
    const { signedIn, cookie } = arrival;
    const by = { auth: "token", k: "person", u: person.id } as const;
    const on = { t: "invitation", id: found.id };
    const f = { person: person.id, address: knock.visit.address };
    return ok({
      value: { signedIn, cookie },
      entries: [
        { ...personAdded(person, "chosen"), by },
        { act: "invitation-used", on, f, by },
      ],
    });
  });
  if (!done.ok) return done;
  const { signedIn, cookie } = done.value.value;
  if (incident === null) return ok({ signedIn, cookie, ref: undefined });
  // Dying here leaves a guest without an incident: the lead sees the invitation open, and brings them in by name.
  const { ref, seq } = incident;
  const command = { kind: "accept-invitation", seq } as const;
  const joined = await execute(house, actorOf(signedIn), ref, command, { invitation: seq });
  return ok({ signedIn, cookie, ref: joined.ok ? ref : undefined });
}

const NOBODY: By = { auth: "none", k: "system", u: "system" };

async function stillStands(house: House, { incident }: Invitation): Promise<boolean> {
  if (incident === null) return true;
  const state = await house.incident(incident.ref);
  return state?.closed === undefined && state?.invitations.get(incident.seq)?.status === "open";
}
