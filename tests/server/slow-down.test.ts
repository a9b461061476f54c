import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { addSeconds, type Instant, instantFromEpoch } from "#app/core/shared/instant.ts";
import { SlowDown } from "#app/server/auth/slow-down.ts";

const START = instantFromEpoch(Date.UTC(2026, 10, 24, 3));
const HOME = "203.0.113.7";

function wrongTries(
  slowDown: SlowDown,
  count: number,
  at: Instant,
  address = HOME,
  account = "lin@example.org",
) {
  return Array.from({ length: count }, () => slowDown.attempt(account, address, at));
}

test("five wrong passwords cost nothing, the sixth waits half a minute", () => {
  const slowDown = new SlowDown();
  expect(wrongTries(slowDown, 5, START)).toEqual(Array(5).fill(undefined));
  expect(slowDown.attempt("lin@example.org", HOME, START)).toBe(addSeconds(START, 30));
});

test("each further wrong password doubles the wait, up to a quarter of an hour", () => {
  const slowDown = new SlowDown();
  wrongTries(slowDown, 5, START);
  let at = START;
  const waits: number[] = [];
  for (let round = 0; round < 7; round++) {
    const until = slowDown.attempt("lin@example.org", HOME, at);
    if (until === undefined) throw new Error("a wait was due");
    waits.push((Date.parse(until) - Date.parse(at)) / 1000);
    at = until;
    slowDown.attempt("lin@example.org", HOME, at);
  }
  expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900]);
});

test("tries sent all at once are counted before any is answered", () => {
  const slowDown = new SlowDown();
  const answers = wrongTries(slowDown, 1000, START);
  expect(answers.filter((until) => until === undefined)).toHaveLength(5);
});

test("what another address does never slows this one", () => {
  const slowDown = new SlowDown();
  wrongTries(slowDown, 50, START, "198.51.100.1");
  expect(slowDown.attempt("lin@example.org", HOME, START)).toBeUndefined();
});

test("an account that waits does not make another account wait", () => {
  const slowDown = new SlowDown();
  wrongTries(slowDown, 50, START);
  expect(slowDown.attempt("omar@example.org", HOME, START)).toBeUndefined();
});

test("the addresses of one IPv6 subscriber count as one", () => {
  const slowDown = new SlowDown();
  wrongTries(slowDown, 5, START, "2001:db8:1:2::1");
  expect(slowDown.attempt("lin@example.org", "2001:0DB8:0001:0002:ffff::9", START)).toBeDefined();
  expect(slowDown.attempt("lin@example.org", "2001:db8:1:3::1", START)).toBeUndefined();
});

test("an IPv4 address spelt as IPv6 is the same address", () => {
  const slowDown = new SlowDown();
  wrongTries(slowDown, 5, START, `::ffff:${HOME}`);
  expect(slowDown.attempt("lin@example.org", HOME, START)).toBeDefined();
});

test("a right password starts the count afresh, and so does a day without a try", () => {
  const slowDown = new SlowDown();
  wrongTries(slowDown, 5, START);
  slowDown.succeeded("lin@example.org", HOME);
  expect(wrongTries(slowDown, 5, START)).toEqual(Array(5).fill(undefined));
  const nextDay = addSeconds(START, 24 * 3600 + 1);
  expect(wrongTries(slowDown, 5, nextDay)).toEqual(Array(5).fill(undefined));
});

test("a wait is not got rid of by trying ten thousand others", () => {
  const slowDown = new SlowDown();
  wrongTries(slowDown, 5, START);
  for (let other = 0; other < 10_001; other++) slowDown.attempt(`n${other}@example.org`, HOME, START);
  expect(slowDown.attempt("lin@example.org", HOME, START)).toBe(addSeconds(START, 30));
  const later = addSeconds(START, 60);
  slowDown.attempt("lin@example.org", HOME, later);
  for (let other = 0; other < 10_001; other++) slowDown.attempt(`m${other}@example.org`, HOME, later);
  expect(slowDown.attempt("lin@example.org", HOME, later)).toBe(addSeconds(later, 60));
});

test("a hundred accounts of a megabyte each are remembered in next to nothing", () => {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect !== "function") throw new Error("this Node shows no garbage collector");
  const slowDown = new SlowDown();
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let tries = 0; tries < 100; tries++) slowDown.attempt(`${"x".repeat(1_000_000)}${tries}`, HOME, START);
  collect();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(10_000_000);
  expect(wrongTries(slowDown, 5, START, HOME, `${"x".repeat(1_000_000)}0`).at(-1)).toBeDefined();
});
