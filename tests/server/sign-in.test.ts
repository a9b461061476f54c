import { expect, test } from "vitest";
import { addSeconds } from "#app/core/shared/instant.ts";
import { no } from "#app/core/shared/result.ts";
import { currentPerson, signOut } from "#app/server/auth/session.ts";
import { signIn } from "#app/server/auth/sign-in.ts";
import { aKnock, changedMeanwhile, entered, withCookie } from "./a-browser.ts";
import { aPerson, aServer, PASSWORD, type TestServer } from "./a-server.ts";

const HOME = "203.0.113.7";
const ELSEWHERE = "198.51.100.1";

async function signedIn(server: TestServer, email: string, before?: string) {
  return entered(await signIn(aKnock(server, before, HOME), { email, password: PASSWORD }));
}

test("the right password signs in, whatever the case of the address", async () => {
  const server = await aServer();
  const lin = await aPerson(server.house);
  const { cookie } = await signedIn(server, ` ${lin.email.toUpperCase()} `);
  expect((await currentPerson(server.door, withCookie(cookie)))?.person).toEqual(lin);
});

test("a wrong password, an unknown address and someone inactive are answered alike", async () => {
  const server = await aServer();
  const lin = await aPerson(server.house);
  const gone = await aPerson(server.house);
  await server.house.store.transact((tx) => tx.changePerson(gone.id, { active: false }));
  const wrong = no({ code: "wrong-sign-in" });
  for (const [email, password] of [
    [lin.email, "correct horse batterie"],
    ["nobody@example.org", PASSWORD],
    [gone.email, PASSWORD],
  ] as const) {
    expect(await signIn(aKnock(server, undefined, HOME), { email, password })).toEqual(wrong);
  }
});

test("after five wrong passwords even the right one waits, and is welcome afterwards", async () => {
  const server = await aServer();
  const { email } = await aPerson(server.house);
  for (let tries = 0; tries < 5; tries++) {
    await signIn(aKnock(server, undefined, HOME), { email, password: "wrong" });
  }
  const tooSoon = await signIn(aKnock(server, undefined, HOME), { email, password: PASSWORD });
  expect(tooSoon).toEqual(no({ code: "slow-down", until: "2026-11-24T03:00:30.000Z" }));
  server.clock.pass(30);
  expect((await signIn(aKnock(server, undefined, HOME), { email, password: PASSWORD })).ok).toBe(true);
});

test("nobody is locked out by what another address tries", async () => {
  const server = await aServer();
  const { email } = await aPerson(server.house);
  for (let tries = 0; tries < 20; tries++) {
    await signIn(aKnock(server, undefined, ELSEWHERE), { email, password: "wrong" });
  }
  expect((await signIn(aKnock(server, undefined, HOME), { email, password: PASSWORD })).ok).toBe(true);
});

test("a password that is changed while it is looked at does not sign in", async () => {
  const server = await aServer();
  const { id, email } = await aPerson(server.house);
  const door = changedMeanwhile(server, (tx) => tx.setPassword(id, "another", server.door.now()));
  expect(await signIn({ ...aKnock(server), door }, { email, password: PASSWORD })).toEqual(
    no({ code: "wrong-sign-in" }),
  );
});

test("an unknown address slows down like a known one", async () => {
  const server = await aServer();
  const tries = Array.from({ length: 6 }, () =>
    signIn(aKnock(server, undefined, HOME), { email: "nobody@example.org", password: "wrong" }),
  );
  const codes = (await Promise.all(tries)).map((outcome) => (outcome.ok ? "in" : outcome.error.code));
  expect(codes).toEqual([...Array(5).fill("wrong-sign-in"), "slow-down"]);
});

test("an address too long for anybody is answered as a wrong one, and never counted", async () => {
  const server = await aServer();
  const email = `${"x".repeat(243)}@example.org`;
  expect(email).toHaveLength(255);
  for (let tries = 0; tries < 8; tries++) {
    const outcome = await signIn(aKnock(server, undefined, HOME), { email, password: PASSWORD });
    expect(outcome).toEqual(no({ code: "wrong-sign-in" }));
  }
});

test("signing in makes a new session and ends the one the browser brought", async () => {
  const server = await aServer();
  const lin = await aPerson(server.house);
  const first = await signedIn(server, lin.email);
  const second = await signedIn(server, lin.email, first.cookie);
  expect(second.cookie).not.toBe(first.cookie);
  expect(await currentPerson(server.door, withCookie(first.cookie))).toBeUndefined();
  expect((await currentPerson(server.door, withCookie(second.cookie)))?.person.id).toBe(lin.id);
});

test("a session id that a stranger planted is never taken up", async () => {
  const server = await aServer();
  const lin = await aPerson(server.house);
  const planted = `sangfroid=${"A".repeat(43)}`;
  const { cookie } = await signedIn(server, lin.email, planted);
  expect(cookie).not.toContain("A".repeat(43));
  expect(await currentPerson(server.door, withCookie(planted))).toBeUndefined();
});

test("signing out ends the session on the server: the cookie is nobody's on the next request", async () => {
  const server = await aServer();
  const { cookie } = await signedIn(server, (await aPerson(server.house)).email);
  const forget = await signOut(server.door, withCookie(cookie));
  expect(forget).toMatch(/^sangfroid=;.*Max-Age=0/);
  expect(await currentPerson(server.door, withCookie(cookie))).toBeUndefined();
});

test("someone made inactive is out on the next request", async () => {
  const server = await aServer();
  const lin = await aPerson(server.house);
  const { cookie } = await signedIn(server, lin.email);
  await server.house.store.transact((tx) => tx.changePerson(lin.id, { active: false }));
  expect(await currentPerson(server.door, withCookie(cookie))).toBeUndefined();
});

test("whose access ends is out on the next request, also in the middle of a session", async () => {
  const server = await aServer();
  const lin = await aPerson(server.house);
  const { cookie } = await signedIn(server, lin.email);
  const accessUntil = addSeconds(server.door.now(), 60);
  await server.house.store.transact((tx) => tx.changePerson(lin.id, { accessUntil }));
  server.clock.pass(59);
  expect(await currentPerson(server.door, withCookie(cookie))).toBeDefined();
  server.clock.pass(1);
  expect(await currentPerson(server.door, withCookie(cookie))).toBeUndefined();
});

test("a session ends after eight hours without a request", async () => {
  const server = await aServer();
  const { cookie } = await signedIn(server, (await aPerson(server.house)).email);
  server.clock.pass(8 * 3600 - 1);
  expect(await currentPerson(server.door, withCookie(cookie))).toBeDefined();
  server.clock.pass(8 * 3600 - 1);
  expect(await currentPerson(server.door, withCookie(cookie))).toBeDefined();
  server.clock.pass(8 * 3600);
  expect(await currentPerson(server.door, withCookie(cookie))).toBeUndefined();
});

test("a session ends three days after the sign-in, however busy", async () => {
  const server = await aServer();
  const { cookie } = await signedIn(server, (await aPerson(server.house)).email);
  for (let hour = 0; hour < 71; hour++) {
    server.clock.pass(3600);
    await currentPerson(server.door, withCookie(cookie));
  }
  expect(await currentPerson(server.door, withCookie(cookie))).toBeDefined();
  server.clock.pass(3600);
  expect(await currentPerson(server.door, withCookie(cookie))).toBeUndefined();
});

test("the cookie holds a random id alone, and the database only its hash", async () => {
  const server = await aServer();
  const lin = await aPerson(server.house);
  const { cookie } = await signedIn(server, lin.email);
  expect(cookie).toMatch(/^sangfroid=[\w-]{43}; HttpOnly; Path=\/; SameSite=Lax$/);
  const [session] = await server.house.store.snapshot((reads) => reads.sessionsOf(lin.id));
  const id = cookie.slice("sangfroid=".length, "sangfroid=".length + 43);
  expect(Buffer.from(session?.hash ?? []).toString("latin1")).not.toContain(id);
  expect(session?.hash).toHaveLength(32);
});

test("over https the cookie is Secure and bound to this very host", async () => {
  const server = await aServer({}, "https://sangfroid.example.org");
  const { cookie } = await signedIn(server, (await aPerson(server.house)).email);
  expect(cookie).toMatch(/^__Host-sangfroid=[\w-]{43}; HttpOnly; Path=\/; SameSite=Lax; Secure$/);
});
