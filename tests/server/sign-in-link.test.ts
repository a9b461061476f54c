import { expect, test } from "vitest";
import { no } from "#app/core/shared/result.ts";
import { addSecondStep, changePassword } from "#app/server/auth/own-account.ts";
import { makeSignInLink, signInByLink } from "#app/server/auth/sign-in-link.ts";
import { newSeed } from "#app/server/auth/two-step.ts";
import type { Person } from "#app/server/store/rows.ts";
import { aKnock, aSession, entered, halfWay, secretIn, withPassword } from "./a-browser.ts";
import { codeAt } from "./a-phone.ts";
import { aPerson, aServer, SHELL, type TestServer } from "./a-server.ts";
import { actsOf } from "./installation-acts.ts";

async function aLink({ house }: TestServer, { email }: Person, secondStep: "kept" | "forgotten" = "kept") {
  const made = await makeSignInLink(house, SHELL, email, { secondStep });
  if (!made.ok) throw new Error(made.error.code);
  return secretIn(made.value.path);
}

test("a link lets its person in, once", async () => {
  const server = await aServer();
  const lin = await aPerson(server.house);
  const secret = await aLink(server, lin);
  const outcomes = await Promise.all([1, 2, 3].map(() => signInByLink(aKnock(server), secret)));
  expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
  expect(await signInByLink(aKnock(server), secret)).toEqual(no({ code: "link-over" }));
});

test("a link is good for half an hour", async () => {
  const server = await aServer();
  const [lin, omar] = [await aPerson(server.house), await aPerson(server.house)];
  const [early, late] = [await aLink(server, lin), await aLink(server, omar)];
  server.clock.pass(30 * 60 - 1);
  entered(await signInByLink(aKnock(server), early));
  server.clock.pass(1);
  expect(await signInByLink(aKnock(server), late)).toEqual(no({ code: "link-over" }));
});

test("a link that was used, and a new password, void the other links of that person", async () => {
  const server = await aServer();
  const [lin, omar] = [await aPerson(server.house), await aPerson(server.house)];
  const over = no({ code: "link-over" });
  const [used, other, another, his] = [
    await aLink(server, lin),
    await aLink(server, lin),
    await aLink(server, lin),
    await aLink(server, omar),
  ];
  const { signedIn } = entered(await signInByLink(aKnock(server), used));
  expect(await signInByLink(aKnock(server), other)).toEqual(over);
  expect(await signInByLink(aKnock(server), another)).toEqual(over);
  const fresh = await aLink(server, lin);
  const changed = await changePassword(server.door, signedIn, {
    current: "",
    wanted: "another four calm words",
  });
  expect(changed.ok).toBe(true);
  expect(await signInByLink(aKnock(server), fresh)).toEqual(over);
  entered(await signInByLink(aKnock(server), his));
});

test("a link that forgets the second step does so when it is used, on record, and not before", async () => {
  const server = await aServer();
  const lin = await aPerson(server.house);
  const seed = newSeed();
  const { signedIn } = await aSession(server, lin);
  await addSecondStep(server.door, signedIn, seed, codeAt(seed, server.clock.wall));
  const secret = await aLink(server, lin, "forgotten");
  halfWay(await withPassword(server, lin), "code");
  expect(await actsOf(server, lin.id)).not.toContain("second-step-removed");
  entered(await signInByLink(aKnock(server), secret));
  entered(await withPassword(server, lin));
  const acts = await actsOf(server, lin.id);
  expect(acts.slice(-2)).toEqual(["sign-in-link-used", "second-step-removed"]);
});

test("a link that keeps the second step asks for the code", async () => {
  const server = await aServer();
  const lin = await aPerson(server.house);
  const seed = newSeed();
  const { signedIn } = await aSession(server, lin);
  await addSecondStep(server.door, signedIn, seed, codeAt(seed, server.clock.wall));
  halfWay(await signInByLink(aKnock(server), await aLink(server, lin)), "code");
});

test("making and using it stand in the installation's log; the secret does not, nor in the database", async () => {
  const server = await aServer();
  const lin = await aPerson(server.house);
  const secret = await aLink(server, lin);
  const [row] = await server.house.store.snapshot((reads) => reads.oneTimes("sign-in-link"));
  expect(JSON.stringify(row)).not.toContain(secret);
  entered(await signInByLink(aKnock(server), secret));
  expect(await actsOf(server, lin.id)).toEqual(["person-added", "sign-in-link-made", "sign-in-link-used"]);
});

test("what is done after it says that a link let in, not a password", async () => {
  const server = await aServer();
  const lin = await aPerson(server.house);
  const { signedIn } = entered(await signInByLink(aKnock(server), await aLink(server, lin)));
  expect(signedIn.session.auth).toBe("token");
});

test("nobody inactive comes in by link, and none is made for them", async () => {
  const server = await aServer();
  const lin = await aPerson(server.house);
  const secret = await aLink(server, lin);
  await server.house.store.transact((tx) => tx.changePerson(lin.id, { active: false }));
  expect(await signInByLink(aKnock(server), secret)).toEqual(no({ code: "link-over" }));
  expect(await makeSignInLink(server.house, SHELL, lin.email, { secondStep: "kept" })).toEqual(
    no({ code: "no-such-person", email: lin.email }),
  );
});
