import type { UserId } from "#app/core/shared/ids.ts";
import type { Instant } from "#app/core/shared/instant.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import { administer } from "../administer.server.ts";
import type { EntryDraft } from "../log/append.ts";
import type { Reads, Tx } from "../store/port.ts";
import { hasAccess, type Person } from "../store/rows.ts";
import { type Arrival, arriveProved, halfDoneIn, halfDonePerson, type Knock } from "./arrival.ts";
import type { Door } from "./door.ts";
import { normalisedEmail } from "./person-fields.ts";
import { recoveryHash } from "./recovery-codes.ts";
import { isStillKnown, knownByPassword, type SignInRefusal } from "./sign-in.ts";
import { acceptedPeriod, isTwoStepCode } from "./two-step.ts";

/** The purpose that a person's seed is sealed for: it opens for nobody else. */
export function seedPurpose(person: UserId): string {
  return `seed of ${person}`;
}

/**
 * The code after the password: from the app, or one of the recovery codes. Tries are counted for the account, from
 * wherever they come: only who knows the password gets so far, and a passkey or a recovery code still lets the
 * right person in.
 */
export async function enterCode(
  knock: Knock,
  flow: string,
  typed: string,
): Promise<Result<Arrival, SignInRefusal>> {
  const { door } = knock;
  const half = halfDoneIn(door, flow);
  if (half === undefined) return no({ code: "flow-over" });
  const still = (reads: Reads) => halfDonePerson(reads, half, door.now());
  const person = await door.house.store.snapshot(still);
  if (person === undefined) return no({ code: "flow-over" });
  if (!isTwoStepCode(typed))
    return enterRecoveryCode(knock, person, half.auth, typed, async (tx) => (await still(tx)) !== undefined);
  const period = await rightPeriod(door, person.id, typed);
  if (!period.ok) return period;
  const auth = half.auth === "password" ? "password-totp" : half.auth;
  return door.house.store.transact<Result<Arrival, SignInRefusal>>(async (tx) => {
    if ((await still(tx)) === undefined) return no({ code: "flow-over" });
    if (!(await spendPeriod(tx, person.id, period.value))) return no({ code: "wrong-code" });
    return ok(await arriveProved(tx, knock, { person, auth }));
  });
}

/** The period of a right code, not written down yet. */
export async function rightPeriod(
  door: Door,
  person: UserId,
  typed: string,
): Promise<Result<number, SignInRefusal>> {
  const until = door.codeSlowDown.attempt(person, "", door.now());
  if (until !== undefined) return no({ code: "slow-down", until });
  const step = await door.house.store.snapshot((reads) => reads.secondStep(person));
  if (step === undefined) return no({ code: "wrong-code" });
  const seed = door.seal.open(seedPurpose(person), step.seed);
  if (seed === undefined) return no({ code: "code-unreadable" });
  const period = acceptedPeriod(seed, typed, door.now(), step.usedPeriod);
  if (period === undefined) return no({ code: "wrong-code" });
  door.codeSlowDown.succeeded(person, "");
  return ok(period);
}

/** A code is accepted once: false when one of this period, or a later one, was. */
export async function spendPeriod(tx: Tx, person: UserId, period: number): Promise<boolean> {
  const step = await tx.secondStep(person);
  if (step === undefined || period <= step.usedPeriod) return false;
  await tx.setSecondStep({ ...step, usedPeriod: period });
  return true;
}

export interface RecoveryFields {
  readonly email: string;
  readonly code: string;
  /** Of someone who has one; empty for someone who signs in by passkey alone. */
  readonly password: string;
}

/** Signs in with a recovery code in place of what was lost. A password, where there is one, is asked all the same. */
export async function signInByRecoveryCode(
  knock: Knock,
  { email, code, password }: RecoveryFields,
): Promise<Result<Arrival, SignInRefusal>> {
  const { door, visit } = knock;
  const known = await knownByPassword(door, { email, password }, visit.address);
  if (known.ok) {
    const still = (tx: Tx) => isStillKnown(tx, known.value, door.now());
    return enterRecoveryCode(knock, known.value.person, "password", code, still);
  }
  if (known.error.code !== "wrong-sign-in") return known;
  const alone = (reads: Reads) => withoutPassword(reads, email, door.now());
  const person = await door.house.store.snapshot(alone);
  if (person === undefined) return known;
  const still = async (tx: Tx) => (await alone(tx))?.id === person.id;
  const arrival = await enterRecoveryCode(knock, person, "password", code, still);
  if (!arrival.ok) return arrival.error.code === "wrong-code" ? known : arrival;
  door.slowDown.succeeded(person.email, visit.address);
  return arrival;
}

async function withoutPassword(reads: Reads, email: string, now: Instant): Promise<Person | undefined> {
  const person = await reads.personByEmail(normalisedEmail(email));
  if (person === undefined || !hasAccess(person, now)) return undefined;
  return (await reads.password(person.id)) === undefined ? person : undefined;
}

async function enterRecoveryCode(
  knock: Knock,
  person: Person,
  auth: "password" | "token",
  typed: string,
  still: (tx: Tx) => Promise<boolean>,
): Promise<Result<Arrival, SignInRefusal>> {
  const hash = recoveryHash(typed);
  if (hash === undefined) return no({ code: "wrong-code" });
  const by = { auth, k: "person", u: person.id } as const;
  const done = await administer<Arrival, SignInRefusal>(knock.door.house, by, async (tx) => {
    if (!(await still(tx)) || !(await tx.takeRecoveryCode(person.id, hash)))
      return no({ code: "wrong-code" });
    const left = await tx.recoveryCodesOf(person.id);
    return ok({
      value: await arriveProved(tx, knock, { person, auth }),
      entries: [codeUsed(person.id, left)],
    });
  });
  return done.ok ? ok(done.value.value) : done;
}

function codeUsed(person: UserId, left: number): EntryDraft {
  return { act: "recovery-code-used", on: { t: "person", id: person }, f: { left } };
}
