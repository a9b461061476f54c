import type { Actor } from "#app/core/incident/context.ts";
import { type Instant, secondsBetween } from "#app/core/shared/instant.ts";
import { StoreFailure } from "../store/failures.ts";
import { hasAccess, type Person, type Token } from "../store/rows.ts";
import type { Door } from "./door.ts";
import { newSecret, secretHash } from "./secret.ts";

// A token acts as its person. Whoever finds one in a log or a repository can tell by its beginning what it is.

const TOKEN = /^sf_[A-Za-z0-9_-]{43}$/;
const USED_EVERY_SECONDS = 300;

export function newToken(): { readonly token: string; readonly hash: Uint8Array } {
  const token = `sf_${newSecret()}`;
  return { token, hash: secretHash(token) };
}

/** The token of `Authorization: Bearer …`; undefined when the request carries none. */
export function bearerOf(request: Request): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(request.headers.get("Authorization") ?? "")?.[1];
}

/**
 * Who acts with this token; undefined when it is unknown, expired, revoked, or its person has no access, or none
 * alone: a break-glass account needs two people.
 */
export async function personWithToken(door: Door, text: string): Promise<Actor | undefined> {
  if (!TOKEN.test(text)) return undefined;
  const now = door.now();
  const found = await door.house.store.snapshot(async (reads) => {
    const token = await reads.token(secretHash(text));
    if (token === undefined || !isValid(token, now)) return undefined;
    const person = await reads.person(token.person);
    if (person === undefined || !hasAccess(person, now) || (await reads.isBreakGlass(person.id)))
      return undefined;
    return { person, token };
  });
  if (found === undefined) return undefined;
  await noteUsed(door, found.token, now);
  return actorWithToken(found.person);
}

function isValid(token: Token, now: Instant): boolean {
  return token.revokedAt === null && (token.expiresAt === null || now < token.expiresAt);
}

/** Presenting the token is the proof: there is nothing stronger a program could do again. */
function actorWithToken(person: Person): Actor {
  return {
    userId: person.id,
    name: person.name,
    by: { auth: "token", k: "person", u: person.id },
    installationRole: person.role,
    reauthenticated: true,
  };
}

async function noteUsed(door: Door, token: Token, now: Instant): Promise<void> {
  if (token.usedAt !== null && secondsBetween(token.usedAt, now) < USED_EVERY_SECONDS) return;
  try {
    await door.house.store.transact((tx) => tx.changeToken(token.id, { usedAt: now }));
  } catch (cause) {
    if (!(cause instanceof StoreFailure)) throw cause;
  }
}
