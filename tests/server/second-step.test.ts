import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Secret } from "otpauth";
import { expect, test } from "vitest";
import { no } from "#app/core/shared/result.ts";
import { addSecondStep, makeRecoveryCodes, removeSecondStep } from "#app/server/auth/own-account.ts";
import { enterCode, signInByRecoveryCode } from "#app/server/auth/second-step.ts";
import { acceptedPeriod, keyUri, newSeed } from "#app/server/auth/two-step.ts";
import { at } from "#tests/store/fixture.ts";
import { aKnock, aSession, aSessionByLink, entered, halfWay, withPassword } from "./a-browser.ts";
import { codeAt } from "./a-phone.ts";
import { aPerson, aServer, PASSWORD, type TestServer } from "./a-server.ts";
import { actsOf } from "./installation-acts.ts";

async function aPersonWithCodes(server: TestServer) {
  const person = await aPerson(server.house);
  const { signedIn } = await aSession(server, person);
  const seed = newSeed();
  const added = await addSecondStep(server.door, signedIn, seed, codeAt(seed, server.clock.wall));
  if (!added.ok) throw new Error(added.error.code);
  server.clock.pass(30);
  return { person, signedIn, seed, recovery: added.value };
}

async function half(server: TestServer, person: Parameters<typeof withPassword>[1]) {
  return halfWay(await withPassword(server, person), "code").flow;
}

test("the password alone does not let in whoever has a second step, the code after it does", async () => {
  const server = await aServer();
  const { person, seed } = await aPersonWithCodes(server);
  const flow = await half(server, person);
  const outcome = await enterCode(aKnock(server), flow, codeAt(seed, server.clock.wall));
  expect(entered(outcome).signedIn.session.auth).toBe("password-totp");
});

test("the seeds of RFC 6238 give the codes of RFC 6238", () => {
  const seed = new Secret({ buffer: new TextEncoder().encode("12345678901234567890").buffer }).base32;
  const moments = [
    ["1970-01-01T00:00:59Z", "287082"],
    ["2005-03-18T01:58:29Z", "081804"],
    ["2009-02-13T23:31:30Z", "005924"],
    ["2033-05-18T03:33:20Z", "279037"],
  ] as const;
  for (const [moment, code] of moments) expect(acceptedPeriod(seed, code, at(moment), 0)).toBeGreaterThan(0);
});

test("a code is accepted once, also when it is sent twice at once", async () => {
  const server = await aServer();
  const { person, seed } = await aPersonWithCodes(server);
  const flow = await half(server, person);
  const code = codeAt(seed, server.clock.wall);
  const outcomes = await Promise.all([1, 2, 3].map(() => enterCode(aKnock(server), flow, code)));
  expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
  expect(await enterCode(aKnock(server), await half(server, person), code)).toEqual(
    no({ code: "wrong-code" }),
  );
});

test("the code that turned the second step on does not sign in", async () => {
  const server = await aServer();
  const person = await aPerson(server.house);
  const { signedIn } = await aSession(server, person);
  const seed = newSeed();
  const code = codeAt(seed, server.clock.wall);
  await addSecondStep(server.door, signedIn, seed, code);
  expect(await enterCode(aKnock(server), await half(server, person), code)).toEqual(
    no({ code: "wrong-code" }),
  );
});

test.each([
  [-60, false],
  [-30, true],
  [0, true],
  [30, true],
  [60, false],
])("a clock %d seconds off: accepted %s", (off, accepted) => {
  const seed = newSeed();
  const now = at("2026-11-24T03:00:10Z");
  const period = acceptedPeriod(seed, codeAt(seed, Date.parse(now) + off * 1000), now, 0);
  expect(period !== undefined).toBe(accepted);
});

test("half a sign-in ends after ten minutes", async () => {
  const server = await aServer();
  const { person, seed } = await aPersonWithCodes(server);
  const flow = await half(server, person);
  server.clock.pass(600);
  const outcome = await enterCode(aKnock(server), flow, codeAt(seed, server.clock.wall));
  expect(outcome).toEqual(no({ code: "flow-over" }));
});

test("half a sign-in ends when the password is changed", async () => {
  const server = await aServer();
  const { person, seed, recovery } = await aPersonWithCodes(server);
  const flow = await half(server, person);
  await server.house.store.transact((tx) => tx.setPassword(person.id, "another", server.door.now()));
  const over = no({ code: "flow-over" });
  expect(await enterCode(aKnock(server), flow, codeAt(seed, server.clock.wall))).toEqual(over);
  expect(await enterCode(aKnock(server), flow, recovery[0] ?? "")).toEqual(over);
});

test("neither a code nor a recovery code lets in whose access has ended", async () => {
  const server = await aServer();
  const { person, seed, recovery } = await aPersonWithCodes(server);
  const alone = await aPerson(server.house, "member", "Omar", { password: false });
  const made = await makeRecoveryCodes(server.door, (await aSessionByLink(server, alone)).signedIn);
  const [code = ""] = made.ok ? made.value : [];
  const flow = await half(server, person);
  const accessUntil = server.door.now();
  for (const { id } of [person, alone])
    await server.house.store.transact((tx) => tx.changePerson(id, { accessUntil }));
  const over = no({ code: "flow-over" });
  expect(await enterCode(aKnock(server), flow, codeAt(seed, server.clock.wall))).toEqual(over);
  expect(await enterCode(aKnock(server), flow, recovery[0] ?? "")).toEqual(over);
  const { email } = alone;
  expect(await signInByRecoveryCode(aKnock(server), { email, code, password: "" })).toEqual(
    no({ code: "wrong-sign-in" }),
  );
});

test.each(["", "x", "AAAA".repeat(20)])("a flow that the server did not seal is over: %j", async (flow) => {
  const server = await aServer();
  expect(await enterCode(aKnock(server), flow, "123456")).toEqual(no({ code: "flow-over" }));
});

test("guessing codes slows down for the account, from wherever it comes, and a recovery code still lets in", async () => {
  const server = await aServer();
  const { person, recovery } = await aPersonWithCodes(server);
  const flow = await half(server, person);
  for (let tries = 0; tries < 5; tries++) {
    const from = aKnock(server, undefined, `198.51.100.${tries}`);
    expect(await enterCode(from, flow, "000000")).toEqual(no({ code: "wrong-code" }));
  }
  expect(await enterCode(aKnock(server), flow, "000000")).toMatchObject({ error: { code: "slow-down" } });
  entered(await enterCode(aKnock(server), flow, recovery[0] ?? ""));
});

test("who does not know the password slows nobody's codes down", async () => {
  const server = await aServer();
  const { person, seed } = await aPersonWithCodes(server);
  for (let tries = 0; tries < 50; tries++) await enterCode(aKnock(server), "forged", "000000");
  const flow = await half(server, person);
  entered(await enterCode(aKnock(server), flow, codeAt(seed, server.clock.wall)));
});

test("eight recovery codes are made with it, each works once, however it is read", async () => {
  const server = await aServer();
  const { person, recovery } = await aPersonWithCodes(server);
  expect(recovery).toHaveLength(8);
  const [first = ""] = recovery;
  expect(first).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
  const misread = first.toLowerCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "l");
  entered(await enterCode(aKnock(server), await half(server, person), misread));
  expect(await enterCode(aKnock(server), await half(server, person), first)).toEqual(
    no({ code: "wrong-code" }),
  );
  expect(await server.house.store.snapshot((reads) => reads.recoveryCodesOf(person.id))).toBe(7);
});

test("making new recovery codes voids the old ones", async () => {
  const server = await aServer();
  const { person, signedIn, recovery } = await aPersonWithCodes(server);
  await makeRecoveryCodes(server.door, signedIn);
  const outcome = await enterCode(aKnock(server), await half(server, person), recovery[0] ?? "");
  expect(outcome).toEqual(no({ code: "wrong-code" }));
});

test("a recovery code of one person is nothing to another", async () => {
  const server = await aServer();
  const { recovery } = await aPersonWithCodes(server);
  const { person: other } = await aPersonWithCodes(server);
  const outcome = await enterCode(aKnock(server), await half(server, other), recovery[0] ?? "");
  expect(outcome).toEqual(no({ code: "wrong-code" }));
});

test("with a lost phone, address, recovery code and password sign in; without the password they do not", async () => {
  const server = await aServer();
  const { person, recovery } = await aPersonWithCodes(server);
  const [code = ""] = recovery;
  const without = await signInByRecoveryCode(aKnock(server), { email: person.email, code, password: "" });
  expect(without).toEqual(no({ code: "wrong-sign-in" }));
  const { email } = person;
  entered(await signInByRecoveryCode(aKnock(server), { email, code, password: PASSWORD }));
});

test("who never had a password signs in with address and recovery code", async () => {
  const server = await aServer();
  const person = await aPerson(server.house, "member", "Omar", { password: false });
  const { signedIn } = await aSessionByLink(server, person);
  const made = await makeRecoveryCodes(server.door, signedIn);
  const [code = ""] = made.ok ? made.value : [];
  entered(await signInByRecoveryCode(aKnock(server), { email: person.email, code, password: "" }));
});

test("the installation's log tells that it was turned on and off, that codes were made and used, and no secret", async () => {
  const server = await aServer();
  const { person, signedIn, recovery, seed } = await aPersonWithCodes(server);
  await enterCode(aKnock(server), await half(server, person), recovery[0] ?? "");
  await removeSecondStep(server.door, signedIn);
  expect(await actsOf(server, person.id)).toEqual([
    "person-added",
    "second-step-added",
    "recovery-codes-made",
    "recovery-code-used",
    "second-step-removed",
  ]);
  const entries = await server.house.store.snapshot((reads) =>
    reads.entries(server.house.installation, 0, 100),
  );
  const told = JSON.stringify(entries.map(({ leaf, slots }) => [Buffer.from(leaf).toString(), slots]));
  for (const secret of [seed, ...recovery]) expect(told).not.toContain(secret);
});

test("the database does not hold the seed, nor any recovery code, and its key lies outside", async () => {
  const server = await aServer();
  const { seed, recovery } = await aPersonWithCodes(server);
  const raw = Buffer.from(Secret.fromBase32(seed).bytes);
  const database = readdirSync(server.data).filter((name) => name.startsWith("sangfroid.db"));
  expect(database.length).toBeGreaterThan(0);
  for (const name of database) {
    const bytes = readFileSync(join(server.data, name));
    for (const secret of [seed, ...recovery]) expect(bytes.includes(secret)).toBe(false);
    expect(bytes.includes(raw)).toBe(false);
  }
  expect(statSync(join(server.data, "keys", "sign-in-key")).mode & 0o777).toBe(0o600);
});

test("with another sign-in key no code is checked, and the refusal says so", async () => {
  const server = await aServer();
  const { person } = await aPersonWithCodes(server);
  const step = await server.house.store.snapshot((reads) => reads.secondStep(person.id));
  if (step === undefined) throw new Error("a second step was due");
  const seed = `${step.seed.slice(0, -4)}AAAA`;
  await server.house.store.transact((tx) => tx.setSecondStep({ ...step, seed }));
  const outcome = await enterCode(aKnock(server), await half(server, person), "123456");
  expect(outcome).toEqual(no({ code: "code-unreadable" }));
});

test("an app reads the key from the link", () => {
  const uri = new URL(keyUri("JBSWY3DPEHPK3PXP", "lin@example.org"));
  expect(uri.protocol).toBe("otpauth:");
  expect(Object.fromEntries(uri.searchParams)).toMatchObject({
    issuer: "Sangfroid",
    secret: "JBSWY3DPEHPK3PXP",
    digits: "6",
    period: "30",
  });
});
