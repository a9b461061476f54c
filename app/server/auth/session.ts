import type { Actor } from "#app/core/incident/context.ts";
import type { By } from "#app/core/incident/entry.ts";
import { addSeconds, type Instant, secondsBetween } from "#app/core/shared/instant.ts";
import { StoreFailure } from "../store/failures.ts";
import type { Reads, Tx } from "../store/port.ts";
import { hasAccess, type Person, type Session } from "../store/rows.ts";
import type { Door } from "./door.ts";
import { newSecret, secretHash } from "./secret.ts";
import type { Visit } from "./visit.ts";

// A sign-in is a row; the browser holds a random id whose SHA-256 finds it. Ending the row ends the sign-in.

/** Nobody did anything for this long: a night's sleep in the middle of an incident signs out. */
const IDLE_SECONDS = 8 * 3600;
/** From the sign-in on, whatever happens: a long weekend. */
const ABSOLUTE_SECONDS = 72 * 3600;
/** How long a proof is good for what needs a fresh one. */
const PROOF_SECONDS = 5 * 60;
/** `seenAt` is written at most this often, so that looking costs no write. */
const SEEN_EVERY_SECONDS = 300;

export interface SignedIn {
  readonly person: Person;
  readonly session: Session;
}

/** Begins a session inside a transaction; the id goes to the browser and is kept nowhere else. */
export async function beginSession(
  tx: Tx,
  person: Person,
  auth: Session["auth"],
  { device, address }: Visit,
  now: Instant,
): Promise<{ readonly id: string; readonly signedIn: SignedIn }> {
  const id = newSecret();
  const session: Session = {
    hash: secretHash(id),
    person: person.id,
    auth,
    createdAt: now,
    seenAt: now,
    provedAt: now,
    expiresAt: addSeconds(now, ABSOLUTE_SECONDS),
    device,
    address,
  };
  await tx.addSession(session);
  return { id, signedIn: { person, session } };
}

/** Who sent this request; undefined for a session that is unknown, over, idle too long, or of someone inactive. */
export async function currentPerson(door: Door, request: Request): Promise<SignedIn | undefined> {
  const id = door.sessionCookie.read(request);
  if (id === undefined) return undefined;
  const now = door.now();
  const found = await door.house.store.snapshot((reads) => stillSignedIn(reads, secretHash(id), now));
  if (found !== undefined) await noteSeen(door, found.session, now);
  return found;
}

/** Whose sign-in this is now; undefined when it is unknown, over, idle too long, or of someone without access. */
export async function stillSignedIn(
  reads: Reads,
  hash: Uint8Array,
  now: Instant,
): Promise<SignedIn | undefined> {
  const session = await reads.session(hash);
  if (session === undefined || isOver(session, now)) return undefined;
  const person = await reads.person(session.person);
  return person !== undefined && hasAccess(person, now) ? { person, session } : undefined;
}

export function isOver(session: Session, now: Instant): boolean {
  return now >= session.expiresAt || secondsBetween(session.seenAt, now) >= IDLE_SECONDS;
}

/**
 * When this sign-in ends by itself, if this request is the last. `last` is the end that no further act moves.
 */
export function endOf(session: Session, now: Instant): { readonly at: Instant; readonly last: boolean } {
  const seenAt = secondsBetween(session.seenAt, now) < SEEN_EVERY_SECONDS ? session.seenAt : now;
  const idle = addSeconds(seenAt, IDLE_SECONDS);
  return session.expiresAt <= idle ? { at: session.expiresAt, last: true } : { at: idle, last: false };
}

/** Reading goes on when nothing can be written: the session then only looks older than it is. */
async function noteSeen(door: Door, session: Session, now: Instant): Promise<void> {
  if (secondsBetween(session.seenAt, now) < SEEN_EVERY_SECONDS) return;
  try {
    await door.house.store.transact((tx) => tx.changeSession(session.hash, { seenAt: now }));
  } catch (cause) {
    if (!(cause instanceof StoreFailure)) throw cause;
  }
}

/** Ends this request's session; answers the `Set-Cookie` value. The next request is nobody's. */
export async function signOut(door: Door, request: Request): Promise<string> {
  const id = door.sessionCookie.read(request);
  if (id !== undefined) await door.house.store.transact((tx) => tx.endSession(secretHash(id)));
  return door.sessionCookie.forget();
}

/** True for five minutes after the person signed in or proved themselves again. */
export function hasProved({ session }: SignedIn, now: Instant): boolean {
  return secondsBetween(session.provedAt, now) < PROOF_SECONDS;
}

/** The person as the rules know them. What needs a fresh proof is refused unless the moment is given. */
export function actorOf(signedIn: SignedIn, now?: Instant): Actor {
  const { person } = signedIn;
  return {
    userId: person.id,
    name: person.name,
    by: byOf(signedIn),
    installationRole: person.role,
    reauthenticated: now !== undefined && hasProved(signedIn, now),
  };
}

/** Who acts, and how they signed in, as the logs record it. */
export function byOf({ person, session }: SignedIn): By {
  return { auth: session.auth, k: "person", u: person.id };
}
