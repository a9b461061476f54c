import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { no } from "#app/core/shared/result.ts";
import { personWithToken } from "#app/server/auth/bearer.ts";
import { openDoor } from "#app/server/auth/door.ts";
import {
  changePassword,
  endOwnSession,
  endOwnSessions,
  rename,
  revokeToken,
  sessionName,
} from "#app/server/auth/own-account.ts";
import { currentPerson } from "#app/server/auth/session.ts";
import { signIn } from "#app/server/auth/sign-in.ts";
import { deviceWords } from "#app/server/auth/visit.ts";
import { openHouse } from "#app/server/open-house.server.ts";
import { aKnock, aSession, aSessionByLink, entered, withCookie, withPassword } from "./a-browser.ts";
import { aClient, aPerson, aServer, ORIGIN, PASSWORD } from "./a-server.ts";
import { actsOf } from "./installation-acts.ts";

const OTHER = "another four calm words";

test("a new password needs the current one, and signs the other browsers out", async () => {
  const server = await aServer();
  const lin = await aPerson(server.house);
  const phone = await aSession(server, lin);
  const laptop = await aSession(server, lin);
  const wrong = await changePassword(server.door, laptop.signedIn, { current: "wrong", wanted: OTHER });
  expect(wrong).toEqual(no({ code: "wrong-password" }));
  const done = await changePassword(server.door, laptop.signedIn, { current: PASSWORD, wanted: OTHER });
  expect(done.ok).toBe(true);
  expect(await currentPerson(server.door, withCookie(phone.cookie))).toBeUndefined();
  expect(await currentPerson(server.door, withCookie(laptop.cookie))).toBeDefined();
  expect(await withPassword(server, lin)).toEqual(no({ code: "wrong-sign-in" }));
  entered(await signIn(aKnock(server), { email: lin.email, password: OTHER }));
  expect(await actsOf(server, lin.id)).toEqual(["person-added", "password-changed"]);
});

test("guessing the current password slows down", async () => {
  const server = await aServer();
  const { signedIn } = await aSession(server, await aPerson(server.house));
  const change = (current: string) => changePassword(server.door, signedIn, { current, wanted: OTHER });
  for (let tries = 0; tries < 5; tries++)
    expect(await change("wrong")).toEqual(no({ code: "wrong-password" }));
  expect(await change(PASSWORD)).toMatchObject({ error: { code: "slow-down" } });
});

test("of two changes at once, one is made", async () => {
  const server = await aServer();
  const lin = await aPerson(server.house);
  const [phone, laptop] = [await aSession(server, lin), await aSession(server, lin)];
  const outcomes = await Promise.all(
    [phone, laptop].map(({ signedIn }) =>
      changePassword(server.door, signedIn, { current: PASSWORD, wanted: OTHER }),
    ),
  );
  expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
});

test("who came in by a link sets a password without the one they lost", async () => {
  const server = await aServer();
  const lin = await aPerson(server.house);
  const { signedIn } = await aSessionByLink(server, lin);
  expect((await changePassword(server.door, signedIn, { current: "", wanted: OTHER })).ok).toBe(true);
  entered(await signIn(aKnock(server), { email: lin.email, password: OTHER }));
});

test("a changed name stands on what is done from then on", async () => {
  const server = await aServer();
  const lin = await aPerson(server.house);
  const { signedIn } = await aSession(server, lin);
  await rename(server.door, signedIn, "Lin Haddad");
  expect((await server.house.store.snapshot((reads) => reads.person(lin.id)))?.name).toBe("Lin Haddad");
  expect(await actsOf(server, lin.id)).toEqual(["person-added", "person-renamed"]);
});

test("one browser of several is signed out, on its next request", async () => {
  const server = await aServer();
  const lin = await aPerson(server.house);
  const phone = await aSession(server, lin);
  const laptop = await aSession(server, lin);
  expect((await endOwnSession(server.door, laptop.signedIn, sessionName(phone.signedIn))).ok).toBe(true);
  expect(await currentPerson(server.door, withCookie(phone.cookie))).toBeUndefined();
  expect(await currentPerson(server.door, withCookie(laptop.cookie))).toBeDefined();
  expect(await actsOf(server, lin.id)).toEqual(["person-added", "session-ended"]);
});

test("all of them are signed out at once, on record", async () => {
  const server = await aServer();
  const lin = await aPerson(server.house);
  const browsers = [await aSession(server, lin), await aSession(server, lin)];
  for (const { signedIn } of browsers.slice(1))
    expect((await endOwnSessions(server.door, signedIn)).ok).toBe(true);
  for (const { cookie } of browsers)
    expect(await currentPerson(server.door, withCookie(cookie))).toBeUndefined();
  expect(await actsOf(server, lin.id)).toEqual(["person-added", "sessions-ended"]);
});

test("a browser is signed out also while nothing can be recorded", async () => {
  const server = await aServer();
  const lin = await aPerson(server.house);
  const [phone, laptop] = [await aSession(server, lin), await aSession(server, lin)];
  await server.house.close();
  const keys = join(server.data, "keys");
  for (const name of readdirSync(keys)) if (name.endsWith(".checkpoint")) rmSync(join(keys, name));
  const { data, clock } = server;
  const house = await openHouse({ data, as: "command-line", app: "1.0.0", playbooks: [], clock: clock.read });
  onTestFinished(() => house.close());
  expect(house.standing).not.toBe("sound");
  const door = openDoor(house, ORIGIN);
  expect((await endOwnSession(door, laptop.signedIn, sessionName(phone.signedIn))).ok).toBe(true);
  expect(await currentPerson(door, withCookie(phone.cookie))).toBeUndefined();
  expect((await endOwnSessions(door, laptop.signedIn)).ok).toBe(true);
  expect(await currentPerson(door, withCookie(laptop.cookie))).toBeUndefined();
});

test.each([
  [true, "given"],
  [false, "none"],
])("the log says whether someone was added with a password: %j, %s", async (password, said) => {
  const server = await aServer();
  const { id } = await aPerson(server.house, "member", "Lin Wei", { password });
  const { installation, store } = server.house;
  const entries = await store.snapshot((reads) => reads.entries(installation, 0, 100));
  const added = entries.find(({ leaf }) => {
    const text = Buffer.from(leaf).toString();
    return text.includes('"act":"person-added"') && text.includes(id);
  });
  const slot = added?.slots.find((one) => one.kind === "f" && one.name === "password");
  expect(slot).toMatchObject({ value: JSON.stringify(said) });
});

test("nobody signs the browser of someone else out", async () => {
  const server = await aServer();
  const lin = await aSession(server, await aPerson(server.house));
  const omar = await aSession(server, await aPerson(server.house));
  expect(await endOwnSession(server.door, omar.signedIn, sessionName(lin.signedIn))).toEqual(
    no({ code: "not-yours" }),
  );
  expect(await currentPerson(server.door, withCookie(lin.cookie))).toBeDefined();
});

test("a session tells from where and with what it was begun", async () => {
  const server = await aServer();
  const { signedIn } = await aSession(server, await aPerson(server.house));
  const [session] = await server.house.store.snapshot((reads) => reads.sessionsOf(signedIn.person.id));
  expect(session).toMatchObject({ device: "Firefox on Windows", address: "203.0.113.7" });
});

test("a revoked token is nobody's at once, and stays so", async () => {
  const server = await aServer();
  const client = await aClient(server);
  const { signedIn } = await aSession(server, client.person);
  const [token] = await server.house.store.snapshot((reads) => reads.tokens());
  expect((await revokeToken(server.door, signedIn, token?.id ?? "")).ok).toBe(true);
  expect(await personWithToken(server.door, client.token)).toBeUndefined();
  expect(await actsOf(server, token?.id ?? "")).toEqual(["token-created", "token-revoked"]);
});

test("nobody revokes the token of someone else", async () => {
  const server = await aServer();
  const client = await aClient(server);
  const { signedIn } = await aSession(server, await aPerson(server.house));
  const [token] = await server.house.store.snapshot((reads) => reads.tokens());
  expect(await revokeToken(server.door, signedIn, token?.id ?? "")).toEqual(no({ code: "not-yours" }));
  expect(await personWithToken(server.door, client.token)).toBeDefined();
});

test.each([
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox on Windows"],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0",
    "Edge on Windows",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
    "Safari on iPhone",
  ],
  [
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36",
    "Chrome on Android",
  ],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
    "Safari on Mac",
  ],
  ["curl/8.5.0", "A browser"],
  ["", "A browser"],
])("%s is called %s", (userAgent, words) => {
  expect(deviceWords(userAgent)).toBe(words);
});
