import type { By } from "#app/core/incident/entry.ts";
import type { Instant } from "#app/core/shared/instant.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import { type Administration, administer } from "../administer.server.ts";
import type { EntryDraft } from "../log/append.ts";
import type { ServerRefusal } from "../refusals.ts";
import type { Reads, Tx } from "../store/port.ts";
import type { Passkey, Person } from "../store/rows.ts";
import type { Door } from "./door.ts";
import { type NewPasskey, type PasskeyAnswer, type PasskeyRefusal, passkeyMade } from "./passkeys.ts";
import { hashPassword } from "./password.ts";
import { newRecoveryCodes } from "./recovery-codes.ts";
import { seedPurpose } from "./second-step.ts";
import { byOf, type SignedIn } from "./session.ts";
import { knownInSession, type SlowedDown } from "./sign-in.ts";
import { voidLinks } from "./sign-in-link.ts";
import { acceptedPeriod } from "./two-step.ts";

// What a person changes of their own account. Each change is an entry in the installation's log.

export type AccountRefusal =
  | { readonly code: "wrong-password" }
  | { readonly code: "wrong-code" }
  | SlowedDown
  /** Removing it would leave no way to sign in. */
  | { readonly code: "no-other-way" }
  | { readonly code: "not-yours" }
  | { readonly code: "passkey-known" }
  | PasskeyRefusal
  | ServerRefusal;

type Done<T> = Promise<Result<T, AccountRefusal>>;

/** How someone can sign in. */
export interface WaysIn {
  readonly password: boolean;
  readonly passkeys: readonly Passkey[];
  readonly secondStepSince: string | undefined;
  readonly recoveryCodes: number;
}

export async function waysInOf(reads: Reads, { id }: Person): Promise<WaysIn> {
  return {
    password: (await reads.password(id)) !== undefined,
    passkeys: await reads.passkeysOf(id),
    secondStepSince: (await reads.secondStep(id))?.createdAt,
    recoveryCodes: await reads.recoveryCodesOf(id),
  };
}

export function rename(door: Door, signedIn: SignedIn, name: string): Done<undefined> {
  return changeOwn(door, signedIn, async (tx) => {
    await tx.changePerson(signedIn.person.id, { name });
    return ok({ value: undefined, entries: [about(signedIn, "person-renamed", { name })] });
  });
}

/**
 * A new password, against the current one; without it for someone who has none, or who came in by a link because it
 * was lost. Their other sessions and their open links end.
 */
export async function changePassword(
  door: Door,
  signedIn: SignedIn,
  { current, wanted }: { readonly current: string; readonly wanted: string },
): Done<undefined> {
  const { person, session } = signedIn;
  const kept = await door.house.store.snapshot((reads) => reads.password(person.id));
  if (asksCurrent(signedIn, kept !== undefined)) {
    const known = await knownInSession(door, signedIn, current);
    if (!known.ok) return known.error.code === "slow-down" ? no(known.error) : no({ code: "wrong-password" });
  }
  const hash = await hashPassword(wanted);
  return changeOwn(door, signedIn, async (tx) => {
    if ((await tx.password(person.id)) !== kept) return no({ code: "wrong-password" });
    await tx.setPassword(person.id, hash, door.now());
    await tx.endOtherSessions(person.id, session.hash);
    await voidLinks(tx, person.id);
    return ok({ value: undefined, entries: [about(signedIn, "password-changed")] });
  });
}

/** Whether the current password is asked for before it is changed. */
export function asksCurrent({ session }: SignedIn, hasPassword: boolean): boolean {
  return hasPassword && session.auth !== "token";
}

export async function addPasskey(
  door: Door,
  signedIn: SignedIn,
  name: string,
  answer: PasskeyAnswer,
): Done<undefined> {
  const made = await passkeyMade(door, answer, sessionName(signedIn));
  if (!made.ok) return made;
  return changeOwn(door, signedIn, async (tx) => {
    if ((await tx.passkey(made.value.id)) !== undefined) return no({ code: "passkey-known" });
    const entry = await keepPasskey(tx, signedIn.person, name, made.value, door);
    return ok({ value: undefined, entries: [entry] });
  });
}

/** Inside a transaction that records the entry it answers. */
export async function keepPasskey(
  tx: Tx,
  { id: person }: Person,
  name: string,
  made: NewPasskey,
  door: Door,
): Promise<EntryDraft> {
  await tx.addPasskey({ ...made, person, name, createdAt: door.now(), usedAt: null });
  return { act: "passkey-added", on: { t: "person", id: person }, f: { name } };
}

/** What a passkey's challenge is bound to while someone is signed in. */
export function sessionName({ session }: SignedIn): string {
  return Buffer.from(session.hash).toString("hex");
}

export function removePasskey(door: Door, signedIn: SignedIn, id: string): Done<undefined> {
  return changeOwn(door, signedIn, async (tx) => {
    const { password, passkeys } = await waysInOf(tx, signedIn.person);
    const passkey = passkeys.find((one) => one.id === id);
    if (passkey === undefined) return no({ code: "not-yours" });
    if (!password && passkeys.length === 1 && door.oidc === undefined) return no({ code: "no-other-way" });
    await tx.removePasskey(id);
    const entry = about(signedIn, "passkey-removed", { name: passkey.name });
    return ok({ value: undefined, entries: [entry] });
  });
}

/** Turns the second step on, once the app shows the right code. Answers recovery codes when there were none. */
export function addSecondStep(
  door: Door,
  signedIn: SignedIn,
  seed: string,
  code: string,
): Done<readonly string[]> {
  const { person } = signedIn;
  return changeOwn(door, signedIn, async (tx, at) => {
    const period = acceptedPeriod(seed, code, at, 0);
    if (period === undefined) return no({ code: "wrong-code" });
    const sealed = door.seal.close(seedPurpose(person.id), seed);
    await tx.setSecondStep({ person: person.id, seed: sealed, createdAt: at, usedPeriod: period });
    const entry = about(signedIn, "second-step-added");
    if ((await tx.recoveryCodesOf(person.id)) > 0) return ok({ value: [], entries: [entry] });
    const { codes, hashes } = newRecoveryCodes();
    await tx.setRecoveryCodes(person.id, hashes);
    return ok({ value: codes, entries: [entry, about(signedIn, "recovery-codes-made")] });
  });
}

export function removeSecondStep(door: Door, signedIn: SignedIn): Done<undefined> {
  return changeOwn(door, signedIn, async (tx) => {
    await tx.removeSecondStep(signedIn.person.id);
    return ok({ value: undefined, entries: [about(signedIn, "second-step-removed")] });
  });
}

/** New ones; the old ones stop working. Told once, here. */
export function makeRecoveryCodes(door: Door, signedIn: SignedIn): Done<readonly string[]> {
  return changeOwn(door, signedIn, async (tx) => {
    const { codes, hashes } = newRecoveryCodes();
    await tx.setRecoveryCodes(signedIn.person.id, hashes);
    return ok({ value: codes, entries: [about(signedIn, "recovery-codes-made")] });
  });
}

export function revokeToken(door: Door, signedIn: SignedIn, id: string): Done<undefined> {
  return changeOwn(door, signedIn, async (tx, at) => {
    const token = (await tx.tokens()).find((one) => one.id === id && one.person === signedIn.person.id);
    if (token === undefined) return no({ code: "not-yours" });
    await tx.changeToken(id, { revokedAt: token.revokedAt ?? at });
    const entry = { act: "token-revoked", on: { t: "token", id }, f: { name: token.name } };
    return ok({ value: undefined, entries: [entry] });
  });
}

/** Ends one of the person's sessions, named by its hash in hex. */
export function endOwnSession(door: Door, signedIn: SignedIn, id: string): Done<undefined> {
  return endOnRecord(door, signedIn, async (tx) => {
    const session = (await tx.sessionsOf(signedIn.person.id)).find(
      ({ hash }) => Buffer.from(hash).toString("hex") === id,
    );
    if (session === undefined) return no({ code: "not-yours" });
    await tx.endSession(session.hash);
    const { device, createdAt: since } = session;
    return ok(about(signedIn, "session-ended", { device, since }));
  });
}

/** Ends all of them, this one too. */
export function endOwnSessions(door: Door, signedIn: SignedIn): Done<undefined> {
  return endOnRecord(door, signedIn, async (tx) => {
    await tx.endSessionsOf(signedIn.person.id);
    return ok(about(signedIn, "sessions-ended"));
  });
}

/** A browser that was lost must not stay signed in because nothing can be recorded: then it ends without an entry. */
async function endOnRecord(
  door: Door,
  signedIn: SignedIn,
  end: (tx: Tx) => Promise<Result<EntryDraft, AccountRefusal>>,
): Done<undefined> {
  const done = await changeOwn(door, signedIn, async (tx) => {
    const ended = await end(tx);
    return ended.ok ? ok({ value: undefined, entries: [ended.value] }) : ended;
  });
  if (done.ok || done.error.code !== "read-only") return done;
  const ended = await door.house.store.transact(end);
  return ended.ok ? ok(undefined) : ended;
}

async function changeOwn<T>(
  { house }: Door,
  signedIn: SignedIn,
  work: (tx: Tx, at: Instant) => Promise<Result<Administration<T>, AccountRefusal>>,
): Done<T> {
  const by: By = byOf(signedIn);
  const done = await administer<T, AccountRefusal>(house, by, work);
  return done.ok ? ok(done.value.value) : done;
}

function about({ person }: SignedIn, act: string, f: Readonly<Record<string, string>> = {}): EntryDraft {
  return { act, on: { t: "person", id: person.id }, f };
}
