import type { Actor } from "#app/core/incident/context.ts";
import type { Instant } from "#app/core/shared/instant.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import type { Door } from "./door.ts";
import { hashPassword, isOutdated, isPassword } from "./password.ts";
import { EMAIL_MAX, normalisedEmail } from "./person-fields.ts";
import { secretHash } from "./secret.ts";
import { actorOf, beginSession, type SignedIn } from "./session.ts";

interface SlowedDown {
  readonly code: "slow-down";
  readonly until: Instant;
}
export type SignInRefusal = { readonly code: "wrong-sign-in" } | SlowedDown;
export type ProofRefusal = { readonly code: "wrong-password" } | SlowedDown;

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** `cookie` is the `Set-Cookie` value of the new session. */
export interface NewSignIn {
  readonly signedIn: SignedIn;
  readonly cookie: string;
}

/**
 * Signs in by password. The session is always new: one this browser brought along ends. An unknown
 * address, someone inactive and a wrong password are answered alike and after the same work.
 */
export async function signIn(
  door: Door,
  request: Request,
  given: Credentials,
  address: string,
): Promise<Result<NewSignIn, SignInRefusal>> {
  const email = normalisedEmail(given.email);
  // Nobody's: no work, and nothing is counted for it.
  if (email.length > EMAIL_MAX) return no({ code: "wrong-sign-in" });
  const until = door.slowDown.attempt(email, address, door.now());
  if (until !== undefined) return no({ code: "slow-down", until });
  const known = await door.house.store.snapshot(async (reads) => {
    const person = await reads.personByEmail(email);
    return person?.active ? { person, kept: await reads.password(person.id) } : undefined;
  });
  const right = await isPassword(known?.kept, given.password);
  if (known?.kept === undefined || !right) return no({ code: "wrong-sign-in" });
  door.slowDown.succeeded(email, address);

  const { person, kept } = known;
  const stronger = isOutdated(kept) ? await hashPassword(given.password) : undefined;
  const before = door.sessionCookie.read(request);
  const now = door.now();
  const begun = await door.house.store.transact(async (tx) => {
    if (before !== undefined) await tx.endSession(secretHash(before));
    await tx.endExpiredSessions(now);
    if (stronger !== undefined) await tx.setPassword(person.id, stronger, now);
    return beginSession(tx, person, "password", now);
  });
  return ok({ signedIn: begun.signedIn, cookie: door.sessionCookie.keep(begun.id) });
}

/** The person types the password again for one grave act; the answer may do that act and no other. */
export async function reauthenticate(
  door: Door,
  signedIn: SignedIn,
  password: string,
  address: string,
): Promise<Result<Actor, ProofRefusal>> {
  const { person, session } = signedIn;
  const now = door.now();
  const until = door.slowDown.attempt(person.email, address, now);
  if (until !== undefined) return no({ code: "slow-down", until });
  const kept = await door.house.store.snapshot((reads) => reads.password(person.id));
  if (!(await isPassword(kept, password))) return no({ code: "wrong-password" });
  door.slowDown.succeeded(person.email, address);
  await door.house.store.transact((tx) => tx.changeSession(session.hash, { provedAt: now }));
  return ok(actorOf(signedIn, "reauthenticated"));
}

/** One sentence for the person, which never tells which half was wrong. */
export function signInSentence(refusal: SignInRefusal | ProofRefusal): string {
  switch (refusal.code) {
    case "wrong-sign-in":
      return "Email and password do not belong together. Check both, then try again.";
    case "wrong-password":
      return "This is not your password. Type it again.";
    case "slow-down":
      return `Too many tries. Try again at ${refusal.until.slice(11, 16)} UTC.`;
  }
}
