import { expect, test } from "vitest";
import { no, ok } from "#app/core/shared/result.ts";
import { openedUnseenBy } from "#app/features/frame/break-glass-view.server.ts";
import { personWithToken } from "#app/server/auth/bearer.ts";
import {
  confirmBeside,
  confirmFromAfar,
  goOnIfConfirmed,
  seeBreakGlassUse,
  setBreakGlass,
  waitingSignIns,
} from "#app/server/auth/break-glass.ts";
import { signInByProvider } from "#app/server/auth/provider-sign-in.ts";
import { currentPerson } from "#app/server/auth/session.ts";
import { makeSignInLink, signInByLink } from "#app/server/auth/sign-in-link.ts";
import { createToken } from "#app/server/auth/tokens.ts";
import type { Person } from "#app/server/store/rows.ts";
import {
  aKnock,
  aSession,
  changedMeanwhile,
  entered,
  halfWay,
  secretIn,
  withCookie,
  withPassword,
} from "./a-browser.ts";
import { aClient, aPerson, aServer, PASSWORD, SHELL, type TestServer } from "./a-server.ts";
import { actsOf } from "./installation-acts.ts";

async function aBreakGlass(server: TestServer) {
  const person = await aPerson(server.house, "administrator", "Emergency");
  const set = await setBreakGlass(server.house, SHELL, person.email, true);
  if (!set.ok) throw new Error(set.error.code);
  return person;
}

const credentials = ({ email }: Person) => ({ email, password: PASSWORD, code: "" });

async function waiting(server: TestServer, account: Person) {
  return halfWay(await withPassword(server, account), "second-person");
}

test("the right password of a break-glass account lets nobody in alone", async () => {
  const server = await aServer();
  const account = await aBreakGlass(server);
  const { flow } = await waiting(server, account);
  expect(await goOnIfConfirmed(aKnock(server), flow)).toEqual(no({ code: "not-confirmed-yet" }));
  expect(await server.house.store.snapshot((reads) => reads.sessionsOf(account.id))).toEqual([]);
});

test("a second person confirms beside the first, and both stand in the installation's log", async () => {
  const server = await aServer();
  const account = await aBreakGlass(server);
  const omar = await aPerson(server.house);
  const { flow } = await waiting(server, account);
  const { signedIn } = entered(await confirmBeside(aKnock(server), flow, credentials(omar)));
  expect(signedIn.person.id).toBe(account.id);
  expect(await actsOf(server, account.id)).toEqual(["person-added", "break-glass-set", "break-glass-opened"]);
  const [use] = await server.house.store.snapshot((reads) => reads.breakGlassUses(10));
  expect(use).toMatchObject({ person: account.id, second: omar.id });
});

test("a second person confirms from their own session, by the number that the first one reads out", async () => {
  const server = await aServer();
  const account = await aBreakGlass(server);
  const omar = await aSession(server, await aPerson(server.house));
  const { flow, match } = await waiting(server, account);
  expect(match).toMatch(/^\d{4}$/);
  const [shown] = await waitingSignIns(server.door, omar.signedIn);
  expect(shown).toMatchObject({ match, account: { id: account.id } });
  expect((await confirmFromAfar(server.door, omar.signedIn, shown?.id ?? "")).ok).toBe(true);
  expect(entered(await goOnIfConfirmed(aKnock(server), flow)).signedIn.person.id).toBe(account.id);
  expect(await actsOf(server, account.id)).toContain("break-glass-confirmed");
});

test("a confirmed sign-in lets in once", async () => {
  const server = await aServer();
  const account = await aBreakGlass(server);
  const omar = await aPerson(server.house);
  const { flow } = await waiting(server, account);
  const outcomes = await Promise.all(
    [1, 2].map(() => confirmBeside(aKnock(server), flow, credentials(omar))),
  );
  expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
});

test("the account itself, an observer, another break-glass account and a wrong password do not confirm", async () => {
  const server = await aServer();
  const account = await aBreakGlass(server);
  const { flow } = await waiting(server, account);
  const observer = await aPerson(server.house, "observer");
  for (const second of [account, observer, await aBreakGlass(server)]) {
    expect(await confirmBeside(aKnock(server), flow, credentials(second))).toEqual(
      no({ code: "may-not-second" }),
    );
  }
  const omar = await aPerson(server.house);
  const wrong = await confirmBeside(aKnock(server), flow, { ...credentials(omar), password: "wrong" });
  expect(wrong).toEqual(no({ code: "wrong-sign-in" }));
});

test("a password that is changed while it is looked at does not confirm", async () => {
  const server = await aServer();
  const account = await aBreakGlass(server);
  const omar = await aPerson(server.house);
  const { flow } = await waiting(server, account);
  const door = changedMeanwhile(server, (tx) => tx.setPassword(omar.id, "another", server.door.now()));
  expect(await confirmBeside({ ...aKnock(server), door }, flow, credentials(omar))).toEqual(
    no({ code: "wrong-sign-in" }),
  );
});

test("a wait for the second person ends after ten minutes", async () => {
  const server = await aServer();
  const account = await aBreakGlass(server);
  const omar = await aPerson(server.house);
  const { flow } = await waiting(server, account);
  server.clock.pass(600);
  expect(await confirmBeside(aKnock(server), flow, credentials(omar))).toEqual(no({ code: "flow-over" }));
});

test("neither a sign-in link nor the provider goes around the second person", async () => {
  const server = await aServer();
  const account = await aBreakGlass(server);
  const made = await makeSignInLink(server.house, SHELL, account.email, { secondStep: "kept" });
  if (!made.ok) throw new Error(made.error.code);
  halfWay(await signInByLink(aKnock(server), secretIn(made.value.path)), "second-person");
  expect(await signInByProvider(aKnock(server), account.email)).toEqual(no({ code: "provider-break-glass" }));
});

test("making an account break-glass ends its open sessions", async () => {
  const server = await aServer();
  const person = await aPerson(server.house);
  const { cookie } = await aSession(server, person);
  await setBreakGlass(server.house, SHELL, person.email, true);
  expect(await currentPerson(server.door, withCookie(cookie))).toBeUndefined();
});

test("making an account break-glass revokes its tokens, on record", async () => {
  const server = await aServer();
  const { person, token } = await aClient(server);
  const { token: others } = await aClient(server);
  expect(await setBreakGlass(server.house, SHELL, person.email, true)).toEqual(ok(person));
  await setBreakGlass(server.house, SHELL, person.email, false);
  expect(await personWithToken(server.door, token)).toBeUndefined();
  expect(await personWithToken(server.door, others)).toBeDefined();
  const kept = (await server.house.store.snapshot((reads) => reads.tokens())).find(
    (one) => one.person === person.id,
  );
  expect(await actsOf(server, kept?.id ?? "")).toEqual(["token-created", "token-revoked"]);
});

test("no token opens a break-glass account, nor is one made for it", async () => {
  const server = await aServer();
  const { person, token } = await aClient(server);
  await server.house.store.transact((tx) => tx.setBreakGlass(person.id, server.door.now()));
  expect(await personWithToken(server.door, token)).toBeUndefined();
  expect(await createToken(server.house, SHELL, person.email, { name: "script" })).toEqual(
    no({ code: "break-glass-token", email: person.email }),
  );
});

test("who has no access any more does not confirm", async () => {
  const server = await aServer();
  const account = await aBreakGlass(server);
  const omar = await aPerson(server.house);
  const { signedIn } = await aSession(server, omar);
  const { flow } = await waiting(server, account);
  const [shown] = await waitingSignIns(server.door, signedIn);
  await server.house.store.transact((tx) => tx.changePerson(omar.id, { accessUntil: server.door.now() }));
  expect(await waitingSignIns(server.door, signedIn)).toEqual([]);
  expect(await confirmFromAfar(server.door, signedIn, shown?.id ?? "")).toEqual(
    no({ code: "may-not-second" }),
  );
  expect((await confirmBeside(aKnock(server), flow, credentials(omar))).ok).toBe(false);
});

test("each administrator is told until they have seen it, and nobody else is", async () => {
  const server = await aServer();
  const account = await aBreakGlass(server);
  const omar = await aPerson(server.house);
  const zoe = await aSession(server, await aPerson(server.house, "administrator", "Zoé"));
  const ana = await aPerson(server.house, "administrator", "Ana");
  const { flow } = await waiting(server, account);
  entered(await confirmBeside(aKnock(server), flow, credentials(omar)));

  const told = (person: Person) => openedUnseenBy(server.house, person);
  const [use] = await told(zoe.signedIn.person);
  expect(use).toMatchObject({ account: "Emergency", second: "Lin Wei" });
  expect(await told(omar)).toEqual([]);
  expect((await seeBreakGlassUse(server.house, zoe.signedIn, use?.id ?? "")).ok).toBe(true);
  expect(await told(zoe.signedIn.person)).toEqual([]);
  expect(await told(ana)).toHaveLength(1);
  expect(await actsOf(server, account.id)).toContain("break-glass-seen");
});

test("an account that is ordinary again lets its person in alone", async () => {
  const server = await aServer();
  const account = await aBreakGlass(server);
  await setBreakGlass(server.house, SHELL, account.email, false);
  entered(await withPassword(server, account));
});
