import fc from "fast-check";
import { expect, test } from "vitest";
import { LADDER, rungReached } from "#app/ui/limit-ladder.ts";

const DUE = Date.parse("2026-11-24T19:20:00Z");
const SECOND = 1000;
const HOUR = 3600 * SECOND;
const left = (time: number) => DUE - time;

test.each([
  [24 * HOUR, 86_400],
  [4 * HOUR, 14_400],
  [HOUR, 3_600],
  [HOUR / 4, 900],
] as const)("a limit is said with %d ms left, once, and not a second earlier", (time, rung) => {
  expect(rungReached(DUE, left(time + 2 * SECOND), left(time + SECOND))).toBeUndefined();
  expect(rungReached(DUE, left(time + SECOND), left(time))).toBe(rung);
  expect(rungReached(DUE, left(time), left(time - SECOND))).toBeUndefined();
});

test("a limit that is reached still runs; the second after, it is said to have passed", () => {
  expect(rungReached(DUE, DUE - SECOND, DUE)).toBeUndefined();
  expect(rungReached(DUE, DUE, DUE + SECOND)).toBe(0);
  expect(rungReached(DUE, DUE + SECOND, DUE + HOUR)).toBeUndefined();
});

test("a page that slept from two days before until five minutes before says the last rung alone", () => {
  expect(rungReached(DUE, left(48 * HOUR), left(5 * 60 * SECOND))).toBe(900);
});

test("whatever the looks are, each rung is said at most once, in order", () => {
  const looks = fc.array(fc.integer({ min: DUE - 30 * HOUR, max: DUE + HOUR }), {
    minLength: 2,
    maxLength: 60,
  });
  fc.assert(
    fc.property(looks, (times) => {
      const sorted = times.toSorted((a, b) => a - b);
      const said = sorted.slice(1).flatMap((now, place) => {
        const rung = rungReached(DUE, sorted[place] ?? now, now);
        return rung === undefined ? [] : [LADDER.indexOf(rung)];
      });
      expect(said).toEqual([...new Set(said)].toSorted((a, b) => a - b));
    }),
  );
});
