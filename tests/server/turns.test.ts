import { expect, test } from "vitest";
import { signIn } from "#app/server/auth/sign-in.ts";
import { Turns } from "#app/server/auth/turns.ts";
import { aKnock, entered } from "./a-browser.ts";
import { aPerson, aServer, PASSWORD } from "./a-server.ts";

/** Work that goes on until it is told to end, and a list of what has begun. */
function someWork() {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const work = (name: string) => () => {
    begun.push(name);
    return new Promise<void>((resolve) => ends.push(resolve));
  };
  /** Ends the oldest that is running. */
  const end = async () => {
    ends.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { begun, work, end };
}

test("a long line makes nobody else wait longer than for what is running", async () => {
  const turns = new Turns();
  const { begun, work, end } = someWork();
  for (let guess = 0; guess < 15; guess++) void turns.take("flood", work(`guess ${guess}`));
  void turns.take("responder", work("responder"));
  await new Promise((resolve) => setImmediate(resolve));
  await end();
  await end();
  expect(begun.slice(0, 4)).toContain("responder");
});

test("two are served at once, and every one in its turn", async () => {
  const turns = new Turns();
  const { begun, work, end } = someWork();
  for (const name of ["a", "b", "c"]) void turns.take("line", work(name));
  await new Promise((resolve) => setImmediate(resolve));
  expect(begun).toEqual(["a", "b"]);
  await end();
  expect(begun).toEqual(["a", "b", "c"]);
});

test("a line that is too long takes no more, while another one does", async () => {
  const turns = new Turns();
  const { work } = someWork();
  const taken = Array.from({ length: 100 }, () => turns.take("flood", work("guess")));
  expect(taken.filter((turn) => turn === undefined).length).toBeGreaterThan(30);
  expect(turns.take("responder", work("responder"))).toBeDefined();
});

test("work that fails gives its turn on", async () => {
  const turns = new Turns();
  const failing = Array.from({ length: 5 }, () => turns.take("line", () => Promise.reject(new Error("no"))));
  await Promise.allSettled(failing);
  expect(await turns.take("line", async () => "served")).toBe("served");
});

test("one site of IPv6 opens few lines, and another place still has one", async () => {
  const turns = new Turns();
  const { work } = someWork();
  const taken = Array.from({ length: 100 }, (_, net) => turns.take(`2001:db8:1:${net}`, work("guess")));
  expect(taken.filter((turn) => turn !== undefined).length).toBeLessThan(25);
  expect(turns.take("2001:db8:2:1", work("responder"))).toBeDefined();
});

test("where all lines of strangers are open, one that was right before is served soon", async () => {
  const turns = new Turns();
  const { begun, work, end } = someWork();
  turns.trust("203.0.113.7");
  const taken = Array.from({ length: 2000 }, (_, guess) =>
    turns.take(`198.51.${Math.floor(guess / 256)}.${guess % 256}`, work("guess")),
  );
  expect(taken.filter((turn) => turn !== undefined).length).toBeLessThan(600);
  expect(turns.take("192.0.2.1", work("stranger"))).toBeUndefined();
  expect(turns.take("203.0.113.7", work("responder"))).toBeDefined();
  await end();
  await end();
  await end();
  expect(begun).toContain("responder");
});

test("trusted lines leave every other turn to strangers", async () => {
  const turns = new Turns();
  const { begun, work, end } = someWork();
  turns.trust("trusted");
  for (let guess = 0; guess < 20; guess++) void turns.take("trusted", work("trusted"));
  void turns.take("stranger", work("stranger"));
  for (let turn = 0; turn < 4; turn++) await end();
  expect(begun).toContain("stranger");
});

test("two hundred guesses at two hundred accounts from one place keep no responder out", async () => {
  const server = await aServer();
  const { email } = await aPerson(server.house);
  const flood = Array.from({ length: 200 }, (_, guess) =>
    signIn(aKnock(server, undefined, "198.51.100.1"), { email: `n${guess}@example.org`, password: "wrong" }),
  );
  let isFloodOver = false;
  const over = Promise.all(flood).then((outcomes) => {
    isFloodOver = true;
    return outcomes;
  });
  entered(await signIn(aKnock(server), { email, password: PASSWORD }));
  expect(isFloodOver).toBe(false);
  const refused = (await over).filter((outcome) => !outcome.ok && outcome.error.code === "slow-down");
  expect(refused.length).toBeGreaterThan(100);
});
