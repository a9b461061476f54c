import { expect, test } from "vitest";
import { no, ok } from "#app/core/shared/result.ts";
import { actInIncident } from "#app/features/act/act.server.ts";
import { formAside } from "#app/features/act/put-aside.server.ts";
import { incidentState } from "#app/server/api/state.ts";
import { addPasskey, addSecondStep, sessionName } from "#app/server/auth/own-account.ts";
import { askForPasskey, offerPasskey } from "#app/server/auth/passkeys.ts";
import { proveByPasskey, proveByPassword } from "#app/server/auth/proof.ts";
import { actorOf, currentPerson, hasProved, type SignedIn } from "#app/server/auth/session.ts";
import { signIn } from "#app/server/auth/sign-in.ts";
import { newSeed } from "#app/server/auth/two-step.ts";
import { aKnock, aSession, changedMeanwhile, withCookie } from "./a-browser.ts";
import { aVisitor } from "./a-page.ts";
import { codeAt } from "./a-phone.ts";
import { aClient, aPerson, aServer, bodyOf, ORIGIN, PASSWORD, type TestServer } from "./a-server.ts";
import { anAuthenticator } from "./an-authenticator.ts";

const RIGHT = { password: PASSWORD, code: "" };

async function afterSixMinutes() {
  const server = await aServer();
  const person = await aPerson(server.house);
  const { cookie, signedIn } = await aSession(server, person);
  server.clock.pass(360);
  const now = async () => {
    const found = await currentPerson(server.door, withCookie(cookie));
    if (found === undefined) throw new Error("nobody is signed in");
    return { signedIn: found, proved: hasProved(found, server.door.now()) };
  };
  return { server, person, signedIn, now };
}

test("a sign-in is a proof for five minutes", async () => {
  const server = await aServer();
  const { signedIn } = await aSession(server, await aPerson(server.house));
  server.clock.pass(299);
  expect(actorOf(signedIn, server.door.now()).reauthenticated).toBe(true);
  server.clock.pass(1);
  expect(actorOf(signedIn, server.door.now()).reauthenticated).toBe(false);
});

test("the password proves its person again, in this session alone, for five minutes", async () => {
  const { server, person, signedIn, now } = await afterSixMinutes();
  const other = await aSession(server, person);
  server.clock.pass(360);
  expect(await proveByPassword(server.door, signedIn, { ...RIGHT, password: "wrong" })).toEqual(
    no({ code: "wrong-password" }),
  );
  expect((await proveByPassword(server.door, signedIn, RIGHT)).ok).toBe(true);
  expect((await now()).proved).toBe(true);
  const elsewhere = await currentPerson(server.door, withCookie(other.cookie));
  if (elsewhere === undefined) throw new Error("nobody is signed in");
  expect(hasProved(elsewhere, server.door.now())).toBe(false);
  server.clock.pass(300);
  expect((await now()).proved).toBe(false);
});

test("guessing the password of an open session slows down", async () => {
  const { server, signedIn } = await afterSixMinutes();
  for (let tries = 0; tries < 5; tries++) {
    await proveByPassword(server.door, signedIn, { ...RIGHT, password: "wrong" });
  }
  expect(await proveByPassword(server.door, signedIn, RIGHT)).toMatchObject({
    error: { code: "slow-down" },
  });
});

test("a stranger at the same address slows no proof down, nor do they wait for each other", async () => {
  const { server, person, signedIn, now } = await afterSixMinutes();
  const { email } = person;
  const flood = Array.from({ length: 60 }, (_, guess) =>
    signIn(aKnock(server), { email: guess < 10 ? email : `n${guess}@example.org`, password: "wrong" }),
  );
  expect(await proveByPassword(server.door, signedIn, RIGHT)).toEqual(ok(undefined));
  expect((await now()).proved).toBe(true);
  await Promise.all(flood);
});

test("a password that is changed while it is looked at proves nothing", async () => {
  const { server, person, signedIn, now } = await afterSixMinutes();
  const door = changedMeanwhile(server, (tx) => tx.setPassword(person.id, "another", server.door.now()));
  expect(await proveByPassword(door, signedIn, RIGHT)).toEqual(no({ code: "wrong-password" }));
  expect((await now()).proved).toBe(false);
});

test("where a second step is on, the password alone proves nothing", async () => {
  const { server, signedIn, now } = await afterSixMinutes();
  const seed = newSeed();
  await addSecondStep(server.door, signedIn, seed, codeAt(seed, server.clock.wall));
  server.clock.pass(30);
  expect(await proveByPassword(server.door, signedIn, RIGHT)).toEqual(no({ code: "wrong-code" }));
  expect((await now()).proved).toBe(false);
  const code = codeAt(seed, server.clock.wall);
  expect((await proveByPassword(server.door, signedIn, { ...RIGHT, code })).ok).toBe(true);
  expect((await now()).proved).toBe(true);
});

async function withPasskey(server: TestServer, signedIn: SignedIn) {
  const device = anAuthenticator();
  const { id: handle, name, email } = signedIn.person;
  const offer = await offerPasskey(server.door, { handle, name, email, have: [] }, sessionName(signedIn));
  if (offer === undefined) throw new Error("this place has no passkeys");
  const response = device.make(offer.options.challenge, ORIGIN);
  await addPasskey(server.door, signedIn, "Phone", { note: offer.note, response });
  return async () => {
    const asked = await askForPasskey(server.door);
    if (asked === undefined) throw new Error("this place has no passkeys");
    return { note: asked.note, response: device.answer(asked.options.challenge, ORIGIN) };
  };
}

test("a passkey proves its own person, and nobody else", async () => {
  const { server, signedIn, now } = await afterSixMinutes();
  const answer = await withPasskey(server, signedIn);
  const other = await aSession(server, await aPerson(server.house));
  const others = await withPasskey(server, other.signedIn);
  expect(await proveByPasskey(server.door, signedIn, await others())).toEqual(
    no({ code: "passkey-unknown" }),
  );
  expect((await now()).proved).toBe(false);
  expect((await proveByPasskey(server.door, signedIn, await answer())).ok).toBe(true);
  expect((await now()).proved).toBe(true);
});

/** An incident whose lead asks for approval to close it, and whose executive opens its page. */
async function askedToClose() {
  const server = await aServer();
  const lin = await aClient(server);
  const omar = await aClient(server);
  const ref = await lin.declare();
  await omar.command(ref, { kind: "join", roles: ["executive"] });
  const close = { kind: "close-incident", because: "False alarm: a test key" };
  await lin.command(ref, { kind: "request-approval", for: close });
  const state = async () => bodyOf(await lin.get(`/incidents/${ref}`), incidentState);
  const [request] = (await state()).approvals;
  const visit = await aVisitor(server, omar.person);
  const fields = {
    form: `approve-${request?.id}`,
    kind: "approve",
    approvalId: String(request?.id),
    hash: String(request?.hash),
    note: "Checked with the bank.",
  };
  const approve = (search = "") =>
    actInIncident(
      visit(`/i/${ref}/approvals${search}`, { ref }, { method: "POST", body: new URLSearchParams(fields) }),
    );
  return { server, omar, ref, state, approve, fields };
}

test("an approval without a fresh proof is put aside whole, and nothing is recorded", async () => {
  const { server, omar, ref, state, approve, fields } = await askedToClose();
  server.clock.pass(360);
  const before = (await state()).size;
  const answer = await approve();
  if (!(answer instanceof Response)) throw new Error("a way to the proof was due");
  const address = new URL(answer.headers.get("Location") ?? "", ORIGIN);
  expect(address.pathname).toBe("/reauth");
  const back = new URL(address.searchParams.get("to") ?? "", ORIGIN);
  expect(back.pathname + back.hash).toBe(`/i/${ref}/approvals#${fields.form}`);
  expect((await state()).size).toBe(before);

  const { signedIn } = await aSession(server, omar.person);
  expect(await formAside(server.door, signedIn, back)).toEqual({ form: fields.form, values: fields });
  const stranger = await aSession(server, await aPerson(server.house));
  expect(await formAside(server.door, stranger.signedIn, back)).toBeUndefined();
  const [row] = await server.house.store.snapshot((reads) => reads.oneTimes("form"));
  expect(row?.body).not.toContain("bank");
  server.clock.pass(15 * 60);
  expect(await formAside(server.door, signedIn, back)).toBeUndefined();
});

test("a form that is put aside again takes the place of the one before", async () => {
  const { server, approve } = await askedToClose();
  server.clock.pass(360);
  const answer = await approve("?aside=before&at=7");
  if (!(answer instanceof Response)) throw new Error("a way to the proof was due");
  const back = new URL(answer.headers.get("Location") ?? "", ORIGIN).searchParams.get("to") ?? "";
  const { searchParams } = new URL(back, ORIGIN);
  expect(searchParams.getAll("aside")).toEqual([expect.not.stringMatching("before")]);
  expect(searchParams.get("at")).toBe("7");
});

test("what was put aside is gone once it is recorded, and while it waits it waits once", async () => {
  const { server, omar, ref, approve, fields } = await askedToClose();
  const rows = () => server.house.store.snapshot((reads) => reads.oneTimes("form"));
  const aside = async (search = "") => {
    const answer = await approve(search);
    if (!(answer instanceof Response)) throw new Error("an answer with a place to go was due");
    const back = new URL(answer.headers.get("Location") ?? "", ORIGIN).searchParams.get("to") ?? "";
    return new URL(back, ORIGIN).search;
  };
  server.clock.pass(360);
  const search = await aside(await aside());
  expect(await rows()).toHaveLength(1);
  const proved = await aVisitor(server, omar.person);
  const body = new URLSearchParams(fields);
  await actInIncident(proved(`/i/${ref}/approvals${search}`, { ref }, { method: "POST", body }));
  expect(await rows()).toEqual([]);
});

test("with a fresh proof an approval is recorded at once", async () => {
  const { state, approve } = await askedToClose();
  const answer = await approve();
  expect(answer instanceof Response && answer.headers.get("Location")).toMatch(/\?recorded=\d+$/);
  expect((await state()).closedAt).not.toBeNull();
});
