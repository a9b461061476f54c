import { addSeconds, type Instant } from "#app/core/shared/instant.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import type { ServerRefusal } from "../refusals.ts";
import type { Reads } from "../store/port.ts";
import { hasAccess, type Person } from "../store/rows.ts";
import { type Arrival, arriveKnown, arriveProved, type Knock } from "./arrival.ts";
import type { Door } from "./door.ts";
import { type PasskeyAnswer, type PasskeyRefusal, passkeyUsed, spendPasskeyUse } from "./passkeys.ts";
import { hashPassword, isOutdated, isPassword } from "./password.ts";
import { EMAIL_MAX, normalisedEmail } from "./person-fields.ts";
import type { SignedIn } from "./session.ts";
import { neighbourhood } from "./slow-down.ts";

export interface SlowedDown {
  readonly code: "slow-down";
  readonly until: Instant;
}

export type SignInRefusal =
  | { readonly code: "wrong-sign-in" }
  | SlowedDown
  | PasskeyRefusal
  | { readonly code: "wrong-code" }
  /** The key that seals the seeds is another one. */
  | { readonly code: "code-unreadable" }
  /** It began too long ago, or was finished. */
  | { readonly code: "flow-over" }
  | { readonly code: "may-not-second" }
  | { readonly code: "not-confirmed-yet" }
  | { readonly code: "link-over" }
  | { readonly code: "provider-failed" }
  | { readonly code: "provider-unknown-person" }
  | { readonly code: "provider-break-glass" }
  | ServerRefusal;

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/**
 * Signs in by password. An unknown address, someone inactive and a wrong password are answered alike and after the
 * same work.
 */
export async function signIn(knock: Knock, given: Credentials): Promise<Result<Arrival, SignInRefusal>> {
  const known = await knownByPassword(knock.door, given, knock.visit.address);
  if (!known.ok) return known;
  const { door } = knock;
  return door.house.store.transact<Result<Arrival, SignInRefusal>>(async (tx) => {
    if (!(await isStillKnown(tx, known.value, door.now()))) return no({ code: "wrong-sign-in" });
    const { person, stronger } = known.value;
    if (stronger !== undefined) await tx.setPassword(person.id, stronger, door.now());
    return ok(await arriveKnown(tx, knock, { person, auth: "password" }));
  });
}

/** When to come again to a line that was too long. */
const LINE_SECONDS = 30;

export interface Known {
  readonly person: Person;
  /** The hash that the password was held against. */
  readonly kept: string;
  /** A hash to keep in place of one made at a lower cost. */
  readonly stronger: string | undefined;
}

/** Who this address and password belong to. */
export function knownByPassword(
  door: Door,
  given: Credentials,
  address: string,
): Promise<Result<Known, SignInRefusal>> {
  return known(door, given, { line: neighbourhood(address), account: normalisedEmail(given.email), address });
}

/** The person of a session proves themselves. Their tries are their own: no stranger at the same address adds to them. */
export function knownInSession(
  door: Door,
  { person, session }: SignedIn,
  password: string,
): Promise<Result<Known, SignInRefusal>> {
  const name = `session ${Buffer.from(session.hash).toString("hex")}`;
  door.turns.trust(name);
  return known(door, { email: person.email, password }, { line: name, account: name, address: "" });
}

/** Where a try waits, and what it counts for. */
interface Counted {
  readonly line: string;
  readonly account: string;
  readonly address: string;
}

/** Waits for its turn before it is counted: a try that costs nothing would flush those of others. */
async function known(
  door: Door,
  given: Credentials,
  { line, account, address }: Counted,
): Promise<Result<Known, SignInRefusal>> {
  const email = normalisedEmail(given.email);
  // Nobody's: no work, and nothing is counted for it.
  if (email.length > EMAIL_MAX) return no({ code: "wrong-sign-in" });
  const turn = door.turns.take(line, async (): Promise<Result<Omit<Known, "stronger">, SignInRefusal>> => {
    const until = door.slowDown.attempt(account, address, door.now());
    if (until !== undefined) return no({ code: "slow-down", until });
    const person = await door.house.store.snapshot((reads) => personWithPassword(reads, email, door.now()));
    const right = await isPassword(person?.kept, given.password);
    return person !== undefined && right ? ok(person) : no({ code: "wrong-sign-in" });
  });
  if (turn === undefined) return no({ code: "slow-down", until: addSeconds(door.now(), LINE_SECONDS) });
  const found = await turn;
  if (!found.ok) return found;
  door.slowDown.succeeded(account, address);
  door.turns.trust(line);
  const { kept } = found.value;
  return ok({ ...found.value, stronger: isOutdated(kept) ? await hashPassword(given.password) : undefined });
}

async function personWithPassword(reads: Reads, email: string, now: Instant) {
  const person = await reads.personByEmail(email);
  if (person === undefined || !hasAccess(person, now)) return undefined;
  const kept = await reads.password(person.id);
  return kept === undefined ? undefined : { person, kept };
}

/** Inside a transaction: false when the password was changed, or the access ended, since the password was looked at. */
export async function isStillKnown(reads: Reads, { person, kept }: Known, now: Instant): Promise<boolean> {
  const current = await reads.person(person.id);
  return current !== undefined && hasAccess(current, now) && (await reads.password(person.id)) === kept;
}

/** Signs in by passkey: whoever holds it, without an address typed. */
export async function signInByPasskey(
  knock: Knock,
  answer: PasskeyAnswer,
): Promise<Result<Arrival, SignInRefusal>> {
  const { door } = knock;
  const use = await passkeyUsed(door, answer);
  if (!use.ok) return use;
  return door.house.store.transact<Result<Arrival, SignInRefusal>>(async (tx) => {
    const person = await tx.person(use.value.passkey.person);
    if (person === undefined || !hasAccess(person, door.now())) return no({ code: "passkey-unknown" });
    if (!(await spendPasskeyUse(tx, use.value, door))) return no({ code: "passkey-stale" });
    return ok(await arriveProved(tx, knock, { person, auth: "passkey" }));
  });
}
