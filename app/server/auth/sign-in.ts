import { addSeconds, type Instant } from "#app/core/shared/instant.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import type { ServerRefusal } from "../refusals.ts";
import { hasAccess, type Person } from "../store/rows.ts";
import { type Arrival, arriveKnown, arriveProved, type Knock } from "./arrival.ts";
import type { Door } from "./door.ts";
import { type PasskeyAnswer, type PasskeyRefusal, passkeyUsed, spendPasskeyUse } from "./passkeys.ts";
import { hashPassword, isOutdated, isPassword } from "./password.ts";
import { EMAIL_MAX, normalisedEmail } from "./person-fields.ts";
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
  const { person, stronger } = known.value;
  const { door } = knock;
  const arrival = await door.house.store.transact(async (tx) => {
    if (stronger !== undefined) await tx.setPassword(person.id, stronger, door.now());
    return arriveKnown(tx, knock, { person, auth: "password" });
  });
  return ok(arrival);
}

/** When to come again to a line that was too long. */
const LINE_SECONDS = 30;

/** Who this address and password belong to. `stronger` is a hash to keep in place of one made at a lower cost. */
export async function knownByPassword(
  door: Door,
  given: Credentials,
  address: string,
): Promise<Result<{ readonly person: Person; readonly stronger: string | undefined }, SignInRefusal>> {
  const email = normalisedEmail(given.email);
  // Nobody's: no work, and nothing is counted for it.
  if (email.length > EMAIL_MAX) return no({ code: "wrong-sign-in" });
  const until = door.slowDown.attempt(email, address, door.now());
  if (until !== undefined) return no({ code: "slow-down", until });
  const known = await door.house.store.snapshot(async (reads) => {
    const person = await reads.personByEmail(email);
    return person !== undefined && hasAccess(person, door.now())
      ? { person, kept: await reads.password(person.id) }
      : undefined;
  });
  const turn = door.turns.take(neighbourhood(address), () => isPassword(known?.kept, given.password));
  if (turn === undefined) return no({ code: "slow-down", until: addSeconds(door.now(), LINE_SECONDS) });
  const right = await turn;
  if (known?.kept === undefined || !right) return no({ code: "wrong-sign-in" });
  door.slowDown.succeeded(email, address);
  const stronger = isOutdated(known.kept) ? await hashPassword(given.password) : undefined;
  return ok({ person: known.person, stronger });
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
