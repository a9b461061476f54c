import type { Result } from "#app/core/shared/result.ts";
import type { Arrival, Knock } from "#app/server/auth/arrival.ts";
import type { Door } from "#app/server/auth/door.ts";
import type { SignedIn } from "#app/server/auth/session.ts";
import { type SignInRefusal, signIn } from "#app/server/auth/sign-in.ts";
import { makeSignInLink, signInByLink } from "#app/server/auth/sign-in-link.ts";
import { SlowDown } from "#app/server/auth/slow-down.ts";
import type { Tx } from "#app/server/store/port.ts";
import type { Person } from "#app/server/store/rows.ts";
import { HERE, ORIGIN, PASSWORD, SHELL, type TestServer } from "./a-server.ts";

// A browser at the door, and what it comes away with.

/** Knocks with the cookie that an earlier answer set. */
export function aKnock({ door }: TestServer, cookie?: string, address = HERE.address): Knock {
  return { door, request: withCookie(cookie), visit: { address, device: "Firefox on Windows" } };
}

export function withCookie(cookie?: string): Request {
  const pair = cookie?.split(";")[0];
  return new Request(ORIGIN, pair === undefined ? {} : { headers: { Cookie: pair } });
}

/** The arrival, when it is one that lets in. */
export function entered(outcome: Result<Arrival, SignInRefusal>): {
  readonly signedIn: SignedIn;
  readonly cookie: string;
} {
  if (!outcome.ok) throw new Error(outcome.error.code);
  if (outcome.value.next !== "in") throw new Error(`still asked: ${outcome.value.next}`);
  return outcome.value;
}

/** What is asked after the first half. */
export function halfWay<Next extends "code" | "second-person">(
  outcome: Result<Arrival, SignInRefusal>,
  next: Next,
): Extract<Arrival, { readonly next: Next }> {
  if (!outcome.ok) throw new Error(outcome.error.code);
  if (outcome.value.next !== next) throw new Error(`not ${next}: ${outcome.value.next}`);
  // The line above says so; the compiler can't follow a generic.
  return outcome.value as Extract<Arrival, { readonly next: Next }>;
}

export function withPassword(server: TestServer, { email }: Person, cookie?: string, address?: string) {
  return signIn(aKnock(server, cookie, address), { email, password: PASSWORD });
}

/** For someone who has no password. */
export async function aSessionByLink(server: TestServer, { email }: Person) {
  const made = await makeSignInLink(server.house, SHELL, email, { secondStep: "kept" });
  if (!made.ok) throw new Error(made.error.code);
  return entered(await signInByLink(aKnock(server), secretIn(made.value.path)));
}

export function secretIn(path: string): string {
  return new URL(path, ORIGIN).searchParams.get("secret") ?? "";
}

export async function aSession(server: TestServer, person: Person) {
  return entered(await withPassword(server, person));
}

/** A door at which something changes after a password was found right, and before that is written down. */
export function changedMeanwhile({ house, door }: TestServer, change: (tx: Tx) => Promise<void>): Door {
  let looked: () => void = () => undefined;
  const seen = new Promise<void>((resolve) => {
    looked = resolve;
  });
  // It holds the write lock until then.
  void house.store.transact(async (tx) => {
    await seen;
    await change(tx);
  });
  class Told extends SlowDown {
    override succeeded(account: string, address: string): void {
      super.succeeded(account, address);
      looked();
    }
  }
  return { ...door, slowDown: new Told() };
}
