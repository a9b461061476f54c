import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { By } from "#app/core/incident/entry.ts";
import { mayDeclare } from "#app/core/incident/permission.ts";
import { idFrom, isUserId, type UserId } from "#app/core/shared/ids.ts";
import type { Instant } from "#app/core/shared/instant.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import { administer } from "../administer.server.ts";
import type { House } from "../house.server.ts";
import type { ServerRefusal } from "../refusals.ts";
import type { Reads, Tx } from "../store/port.ts";
import { hasAccess, type OneTime, type Person } from "../store/rows.ts";
import { type Arrival, type Knock, letIn } from "./arrival.ts";
import type { Door } from "./door.ts";
import { normalisedEmail } from "./person-fields.ts";
import { rightPeriod, spendPeriod } from "./second-step.ts";
import { secretHash } from "./secret.ts";
import { byOf, type SignedIn } from "./session.ts";
import { type Credentials, isStillKnown, knownByPassword, type SignInRefusal } from "./sign-in.ts";
import { revokeTokensOf } from "./tokens.ts";

// A break-glass account opens for two accounts: one signs in to it, another confirms, beside it or from its own
// session. Whether two human beings hold them no server can tell. Each time it opens is an entry in the installation's log, and is told to every administrator.

const waiting = z.object({
  auth: z.enum(["passkey", "password", "password-totp", "token"]),
  match: z.string(),
  address: z.string(),
  device: z.string(),
  second: z.string().refine(isUserId).nullable(),
});

/** A sign-in to a break-glass account that waits for its second person. */
export interface WaitingSignIn {
  /** Hex: names it in a form. */
  readonly id: string;
  readonly account: Person;
  readonly match: string;
  readonly address: string;
  readonly device: string;
}

/** The second person proves themselves on the same screen. */
export async function confirmBeside(
  knock: Knock,
  flow: string,
  given: Credentials & { readonly code: string },
): Promise<Result<Arrival, SignInRefusal>> {
  const { door, visit } = knock;
  const known = await knownByPassword(door, given, visit.address);
  if (!known.ok) return known;
  const second = known.value.person;
  const step = await door.house.store.snapshot((reads) => reads.secondStep(second.id));
  const period = step === undefined ? ok(undefined) : await rightPeriod(door, second.id, given.code);
  if (!period.ok) return period;
  return open(knock, flow, second.id, async (tx, at) => {
    if (!(await isStillKnown(tx, known.value, at))) return no({ code: "wrong-sign-in" });
    if (period.value === undefined || (await spendPeriod(tx, second.id, period.value))) return ok(undefined);
    return no({ code: "wrong-code" });
  });
}

/** The first person looks whether someone has confirmed meanwhile. */
export function goOnIfConfirmed(knock: Knock, flow: string): Promise<Result<Arrival, SignInRefusal>> {
  return open(knock, flow, undefined, async () => ok(undefined));
}

async function open(
  knock: Knock,
  flow: string,
  beside: UserId | undefined,
  prove: (tx: Tx, at: Instant) => Promise<Result<undefined, SignInRefusal>>,
): Promise<Result<Arrival, SignInRefusal>> {
  const { door } = knock;
  const hash = secretHash(flow);
  const found = await door.house.store.snapshot((reads) => waitingWith(reads, hash, door));
  if (found === undefined) return no({ code: "flow-over" });
  const by = { auth: found.auth, k: "person", u: found.account.id } as const;
  const done = await administer<Arrival, SignInRefusal>(door.house, by, async (tx, at) => {
    const now = await waitingWith(tx, hash, door);
    if (now === undefined) return no({ code: "flow-over" });
    const second = beside ?? now.second;
    if (second === null) return no({ code: "not-confirmed-yet" });
    if (!(await maySecond(tx, second, now.account.id, at))) return no({ code: "may-not-second" });
    const proved = await prove(tx, at);
    if (!proved.ok) return proved;
    await tx.removeOneTime(hash);
    const id = idFrom(randomBytes(17));
    await tx.addBreakGlassUse({ id, person: now.account.id, second, at });
    const on = { t: "person", id: now.account.id };
    return ok({
      value: await letIn(tx, knock, { person: now.account, auth: now.auth }),
      entries: [{ act: "break-glass-opened", on, f: { second, address: knock.visit.address } }],
    });
  });
  return done.ok ? ok(done.value.value) : done;
}

async function waitingWith(reads: Reads, hash: Uint8Array, door: Door) {
  const row = await reads.oneTime(hash);
  if (row === undefined || row.kind !== "second-person" || door.now() >= row.expiresAt) return undefined;
  const account = await reads.person(row.person);
  if (account === undefined || !hasAccess(account, door.now())) return undefined;
  return { account, ...waiting.parse(JSON.parse(row.body)) };
}

/** Another person with access who may act, and whose own account does not need two. */
async function maySecond(reads: Reads, second: UserId, account: UserId, now: Instant): Promise<boolean> {
  const person = await reads.person(second);
  if (person === undefined || !hasAccess(person, now) || !mayDeclare(person.role) || person.id === account)
    return false;
  return !(await reads.isBreakGlass(person.id));
}

/** What this person could confirm; nothing for one who may not. */
export async function waitingSignIns(
  { house, now }: Door,
  { person }: SignedIn,
): Promise<readonly WaitingSignIn[]> {
  return house.store.snapshot(async (reads) => {
    const rows = (await reads.oneTimes("second-person")).filter(({ expiresAt }) => now() < expiresAt);
    const found = await Promise.all(rows.map((row) => waitingSignIn(reads, row, person, now())));
    return found.filter((one) => one !== undefined);
  });
}

async function waitingSignIn(
  reads: Reads,
  row: OneTime,
  second: Person,
  now: Instant,
): Promise<WaitingSignIn | undefined> {
  const account = await reads.person(row.person);
  const body = waiting.parse(JSON.parse(row.body));
  if (account === undefined || body.second !== null) return undefined;
  if (!(await maySecond(reads, second.id, account.id, now))) return undefined;
  const { match, address, device } = body;
  return { id: Buffer.from(row.hash).toString("hex"), account, match, address, device };
}

/** The second person confirms from their own session; the first one's screen goes on from there. */
export async function confirmFromAfar(
  door: Door,
  signedIn: SignedIn,
  id: string,
): Promise<Result<undefined, SignInRefusal>> {
  const hash = new Uint8Array(Buffer.from(id, "hex"));
  const { person } = signedIn;
  const done = await administer<undefined, SignInRefusal>(door.house, byOf(signedIn), async (tx, at) => {
    const row = await tx.oneTime(hash);
    const found = await waitingWith(tx, hash, door);
    if (row === undefined || found === undefined) return no({ code: "flow-over" });
    if (!(await maySecond(tx, person.id, found.account.id, at))) return no({ code: "may-not-second" });
    const { account, ...body } = found;
    await tx.setOneTime({ ...row, body: JSON.stringify({ ...body, second: person.id }) });
    const on = { t: "person", id: account.id };
    return ok({ value: undefined, entries: [{ act: "break-glass-confirmed", on, f: {} }] });
  });
  return done.ok ? ok(undefined) : done;
}

export type BreakGlassRefusal = { readonly code: "no-such-person"; readonly email: string } | ServerRefusal;

/** Makes an account one that needs two people: its sessions end and its tokens are revoked. Or an ordinary one again. */
export async function setBreakGlass(
  house: House,
  by: By,
  email: string,
  needsTwo: boolean,
): Promise<Result<Person, BreakGlassRefusal>> {
  const done = await administer<Person, BreakGlassRefusal>(house, by, async (tx, at) => {
    const person = await tx.personByEmail(normalisedEmail(email));
    if (person === undefined) return no({ code: "no-such-person", email });
    await tx.setBreakGlass(person.id, needsTwo ? at : null);
    const on = { t: "person", id: person.id };
    if (!needsTwo) return ok({ value: person, entries: [{ act: "break-glass-cleared", on, f: {} }] });
    await tx.endSessionsOf(person.id);
    const revoked = await revokeTokensOf(tx, person.id, at);
    return ok({ value: person, entries: [{ act: "break-glass-set", on, f: {} }, ...revoked] });
  });
  return done.ok ? ok(done.value.value) : done;
}

/** An administrator has seen that an account was opened: their banner goes. Seeing it again does nothing. */
export async function seeBreakGlassUse(
  house: House,
  signedIn: SignedIn,
  id: string,
): Promise<Result<undefined, ServerRefusal>> {
  const { person } = signedIn;
  const unseen = await house.store.snapshot((reads) => reads.breakGlassUsesUnseenBy(person.id));
  const use = unseen.find((one) => one.id === id);
  if (use === undefined) return ok(undefined);
  const done = await administer<undefined, never>(house, byOf(signedIn), async (tx) => {
    await tx.seeBreakGlassUse(id, person.id);
    const on = { t: "person", id: use.person };
    return ok({ value: undefined, entries: [{ act: "break-glass-seen", on, f: { openedAt: use.at } }] });
  });
  return done.ok ? ok(undefined) : done;
}
