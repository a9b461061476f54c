import { expect, test } from "vitest";
import { no } from "#app/core/shared/result.ts";
import { addPasskey, removePasskey, sessionName } from "#app/server/auth/own-account.ts";
import { askForPasskey, offerPasskey, passkeyMade, relyingParty } from "#app/server/auth/passkeys.ts";
import type { SignedIn } from "#app/server/auth/session.ts";
import { signInByPasskey } from "#app/server/auth/sign-in.ts";
import { aKnock, aSession, aSessionByLink, entered } from "./a-browser.ts";
import { aPerson, aServer, ORIGIN, type TestServer } from "./a-server.ts";
import { type Authenticator, anAuthenticator } from "./an-authenticator.ts";
import { actsOf } from "./installation-acts.ts";

async function offered({ door }: TestServer, { person, session }: SignedIn) {
  const { id: handle, name, email } = person;
  const offer = await offerPasskey(door, { handle, name, email, have: [] }, sessionName({ person, session }));
  if (offer === undefined) throw new Error("this place has no passkeys");
  return offer;
}

async function asked({ door }: TestServer) {
  const ask = await askForPasskey(door);
  if (ask === undefined) throw new Error("this place has no passkeys");
  return ask;
}

async function withPasskey(server: TestServer, signedIn: SignedIn, name = "This phone") {
  const device = anAuthenticator();
  const { options, note } = await offered(server, signedIn);
  const response = device.make(options.challenge, ORIGIN);
  expect(await addPasskey(server.door, signedIn, name, { note, response })).toMatchObject({ ok: true });
  return device;
}

async function answered(server: TestServer, device: Authenticator) {
  const { options, note } = await asked(server);
  return { note, response: device.answer(options.challenge, ORIGIN) };
}

async function aHolder(server: TestServer) {
  const person = await aPerson(server.house);
  const { signedIn } = await aSession(server, person);
  return { person, signedIn, device: await withPasskey(server, signedIn) };
}

test("a passkey signs in without an address, as both factors in one", async () => {
  const server = await aServer();
  const { person, device } = await aHolder(server);
  const { signedIn } = entered(await signInByPasskey(aKnock(server), await answered(server, device)));
  expect(signedIn.person.id).toBe(person.id);
  expect(signedIn.session.auth).toBe("passkey");
});

test("adding and removing one stands in the installation's log, by its name", async () => {
  const server = await aServer();
  const { person, signedIn, device } = await aHolder(server);
  const [kept] = await server.house.store.snapshot((reads) => reads.passkeysOf(person.id));
  expect(await removePasskey(server.door, signedIn, kept?.id ?? "")).toMatchObject({ ok: true });
  expect(await actsOf(server, person.id)).toEqual(["person-added", "passkey-added", "passkey-removed"]);
  expect(await signInByPasskey(aKnock(server), await answered(server, device))).toEqual(
    no({ code: "passkey-unknown" }),
  );
});

test("an answer is taken once", async () => {
  const server = await aServer();
  const { device } = await aHolder(server);
  const answer = await answered(server, device);
  entered(await signInByPasskey(aKnock(server), answer));
  const again = await signInByPasskey(aKnock(server), answer);
  expect(again.ok).toBe(false);
});

test("an answer sent twice at once lets in once", async () => {
  const server = await aServer();
  const { device } = await aHolder(server);
  const answer = await answered(server, device);
  const outcomes = await Promise.all([1, 2, 3].map(() => signInByPasskey(aKnock(server), answer)));
  expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
});

test("a challenge is answered within ten minutes", async () => {
  const server = await aServer();
  const { device } = await aHolder(server);
  const answer = await answered(server, device);
  server.clock.pass(600);
  expect(await signInByPasskey(aKnock(server), answer)).toEqual(no({ code: "passkey-stale" }));
});

test("a note that the server did not seal is worth nothing", async () => {
  const server = await aServer();
  const { device } = await aHolder(server);
  const { response } = await answered(server, device);
  const other = await aServer();
  const { note } = await asked(other);
  expect(await signInByPasskey(aKnock(server), { note, response })).toEqual(no({ code: "passkey-stale" }));
});

test.each([
  [
    "another site",
    (device: Authenticator, challenge: string) => device.answer(challenge, "https://evil.example"),
  ],
  ["another challenge", (device: Authenticator) => device.answer("AAAA", ORIGIN)],
  [
    "a device that did not check who holds it",
    (device: Authenticator, challenge: string) => device.answer(challenge, ORIGIN, { verified: false }),
  ],
])("an answer for %s does not sign in", async (_what, wrong) => {
  const server = await aServer();
  const { device } = await aHolder(server);
  const { options, note } = await asked(server);
  const response = wrong(device, options.challenge);
  expect(await signInByPasskey(aKnock(server), { note, response })).toEqual(no({ code: "passkey-failed" }));
});

test.each(["", "{}", "null", "not JSON", '{"id":1}'])(
  "what no browser sends is refused: %s",
  async (response) => {
    const server = await aServer();
    const { note } = await asked(server);
    expect(await signInByPasskey(aKnock(server), { note, response })).toEqual(no({ code: "passkey-failed" }));
  },
);

test("an offer belongs to the session it was made for", async () => {
  const server = await aServer();
  const { signedIn } = await aSession(server, await aPerson(server.house));
  const { signedIn: other } = await aSession(server, await aPerson(server.house));
  const { options, note } = await offered(server, signedIn);
  const response = anAuthenticator().make(options.challenge, ORIGIN);
  expect(await passkeyMade(server.door, { note, response }, sessionName(other))).toEqual(
    no({ code: "passkey-stale" }),
  );
});

test("someone inactive does not come in by passkey", async () => {
  const server = await aServer();
  const { person, device } = await aHolder(server);
  await server.house.store.transact((tx) => tx.changePerson(person.id, { active: false }));
  expect(await signInByPasskey(aKnock(server), await answered(server, device))).toEqual(
    no({ code: "passkey-unknown" }),
  );
});

test("the last way in cannot be removed", async () => {
  const server = await aServer();
  const person = await aPerson(server.house, "member", "Omar", { password: false });
  const signedIn = await (await aSessionByLink(server, person)).signedIn;
  await withPasskey(server, signedIn, "First");
  await withPasskey(server, signedIn, "Second");
  const [first, second] = await server.house.store.snapshot((reads) => reads.passkeysOf(person.id));
  expect(await removePasskey(server.door, signedIn, first?.id ?? "")).toMatchObject({ ok: true });
  expect(await removePasskey(server.door, signedIn, second?.id ?? "")).toEqual(no({ code: "no-other-way" }));
});

test("nobody removes the passkey of someone else", async () => {
  const server = await aServer();
  const { person } = await aHolder(server);
  const { signedIn } = await aSession(server, await aPerson(server.house));
  const [kept] = await server.house.store.snapshot((reads) => reads.passkeysOf(person.id));
  expect(await removePasskey(server.door, signedIn, kept?.id ?? "")).toEqual(no({ code: "not-yours" }));
});

test.each([
  ["https://sangfroid.example.org", "sangfroid.example.org"],
  ["https://sangfroid.example.org:8443", "sangfroid.example.org"],
  ["http://localhost:3000", "localhost"],
  ["http://sangfroid.example.org", undefined],
  ["https://192.0.2.7", undefined],
  ["https://[2001:db8::1]", undefined],
])("the relying party of %s is %s", (origin, rpId) => {
  expect(relyingParty(origin)).toBe(rpId);
});
