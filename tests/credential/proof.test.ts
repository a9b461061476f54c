import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Observation } from "#app/core/credential/observation.ts";
import { type Condition, judge } from "#app/core/credential/proof.ts";
import { looksAfter, nextLook } from "#app/core/credential/reprobe.ts";
import { secondsBetween } from "#app/core/shared/instant.ts";
import { aWholeProof, control, DEAD, later, probe, sessions, state, T0 } from "./a-proof.ts";

test("a credential that was seen alive, is off, and is refused over the window with controls is dead", () => {
  expect(judge(aWholeProof())).toEqual({
    rule: "credential-death-1",
    residual: null,
    word: "dead",
    provedAt: later(140),
  });
});

test("the order in which observations are told does not matter", () => {
  const shuffled = fc.shuffledSubarray([...aWholeProof()], { minLength: aWholeProof().length });
  fc.assert(fc.property(shuffled, (observations) => judge(observations).word === "dead"));
});

const LACKS: readonly [Condition, (whole: readonly Observation[]) => readonly Observation[]][] = [
  ["live-before", (whole) => whole.filter((one) => !(one.seen === "probe" && one.answer.code === "ok"))],
  ["inactive-read-back", (whole) => whole.filter(({ seen }) => seen !== "state")],
  ["three-refusals", (whole) => whole.filter(({ at }) => at !== later(100))],
  ["control", (whole) => whole.filter(({ seen }) => seen !== "control")],
  [
    "control",
    (whole) =>
      whole.map((one) => (one.seen === "control" ? { ...one, answer: { code: "AccessDenied" } } : one)),
  ],
  ["control", (whole) => whole.map((one) => (one.seen === "control" ? { ...one, from: "github" } : one))],
  ["clock", (whole) => whole.map((one) => (one.seen === "probe" ? { ...one, skewSeconds: 61 } : one))],
  ["clock", (whole) => whole.map((one) => (one.seen === "probe" ? { ...one, skewSeconds: null } : one))],
  ["window", (whole) => whole.map((one) => (one.at === later(130) ? { ...one, at: later(129) } : one))],
  ["sessions", (whole) => whole.filter(({ seen }) => seen !== "sessions")],
  ["sessions", (whole) => [...whole, { seen: "sessions", at: later(150), state: "surviving", until: null }]],
];

describe("lacking one condition", () => {
  test.each(LACKS)("%s, it is not dead, and that is named", (condition, without) => {
    const verdict = judge(without(aWholeProof()));
    expect(verdict).toMatchObject({ missing: [condition] });
    expect(verdict.word).not.toBe("dead");
  });

  test("no part of a proof that lacks a condition is ever dead, whatever proves nothing is added", () => {
    const noise = fc.constantFrom<Observation>(
      probe(75, "AccessDenied"),
      probe(90, "SignatureDoesNotMatch"),
      probe(135, "Throttling"),
      control(90),
      control(71, "Throttling"),
      state(20, "inactive"),
      sessions(50, "ended"),
    );
    fc.assert(
      fc.property(fc.subarray([...aWholeProof()]), fc.array(noise), (part, extra) => {
        const observations = [...part, ...extra];
        expect(judge(observations).word === "dead").toBe(isDeadByTheBook(observations));
      }),
      { numRuns: 2000 },
    );
  });
});

/** The conditions said once more, as plainly as the page that lists them. AWS alone, whose window is a minute. */
function isDeadByTheBook(observations: readonly Observation[]): boolean {
  const alive = observations.filter((one) => one.seen === "probe" && one.answer.code === "ok");
  const controls = observations.filter((one) => one.seen === "control" && one.answer.code === "ok");
  const refusals = observations
    .filter((one) => one.seen === "probe" && one.answer.code === DEAD)
    .filter((one) => controls.some(({ at }) => Math.abs(secondsBetween(at, one.at)) <= 60))
    .map(({ at }) => secondsBetween(T0, at));
  return (
    alive.length > 0 &&
    observations.some((one) => one.seen === "state") &&
    refusals.length >= 3 &&
    Math.max(...refusals) - Math.min(...refusals) >= 60 &&
    observations.some((one) => one.seen === "sessions")
  );
}

describe("life again", () => {
  const signs = fc.constantFrom<(seconds: number) => Observation>(
    (seconds) => probe(seconds, "ok"),
    (seconds) => state(seconds, "active"),
    (seconds) => ({ seen: "use", at: later(seconds) }),
  );

  test("any sign of life after a proof reopens it and says when", () => {
    fc.assert(
      fc.property(signs, fc.integer({ min: 140, max: 3_000_000 }), (sign, seconds) => {
        const verdict = judge([...aWholeProof(), sign(seconds)]);
        expect(verdict).toMatchObject({ word: "came-back", at: later(seconds) });
      }),
    );
  });

  test("what was refused before it no longer counts: the whole proof has to be given anew", () => {
    const revived = [...aWholeProof(), probe(200, "ok")];
    expect(judge([...revived, state(210, "inactive"), probe(220, DEAD), control(221)]).word).toBe(
      "came-back",
    );
    const anew = aWholeProof().map((one) => ({ ...one, at: later(300 + secondsBetween(T0, one.at)) }));
    expect(judge([...revived, ...anew])).toMatchObject({ word: "dead", provedAt: later(440) });
  });

  test("a sign of life told late reopens only what was seen before it happened", () => {
    expect(judge([...aWholeProof(), { seen: "use", at: later(30) }]).word).toBe("dead");
    expect(judge([...aWholeProof(), { seen: "use", at: later(110) }]).word).not.toBe("dead");
  });

  test("at one moment with a refusal, life weighs more", () => {
    expect(judge([...aWholeProof(), probe(130, "ok")]).word).not.toBe("dead");
  });
});

test("sessions that survive until a known time leave it dead, and are told", () => {
  const until = later(36 * 3600);
  const verdict = judge([...aWholeProof(), { seen: "sessions", at: later(150), state: "surviving", until }]);
  expect(verdict).toMatchObject({ word: "dead", residual: until });
});

test.each([
  ["unknown", []],
  ["live", [probe(0, "ok")]],
  ["confirmed", [probe(0, "ok"), state(60, "inactive")]],
  ["restricted", [probe(0, "ok"), state(60, "restricted")]],
  [
    "restricted",
    [
      probe(0, "ok"),
      {
        seen: "probe",
        at: later(9),
        from: "alibaba",
        answer: { code: "Forbidden", text: "The AccessKey has a risk of leakage." },
        skewSeconds: 0,
      },
    ],
  ],
  ["unproved", [probe(0, "ok"), probe(60, DEAD)]],
  ["unproved", [probe(60, DEAD)]],
] as const)("it is %s after %o", (word, observations) => {
  expect(judge(observations).word).toBe(word);
});

describe("looking again", () => {
  test("after 10 minutes, an hour, a day, and then every day to the thirtieth", () => {
    const hours = looksAfter(T0).map((at) => secondsBetween(T0, at) / 3600);
    expect(hours.slice(0, 4)).toEqual([1 / 6, 1, 24, 48]);
    expect(hours.length).toBe(32);
    expect(hours.at(-1)).toBe(720);
  });

  test("the next look is the first after the last one; without the secret it asks for the state", () => {
    expect(nextLook(T0, undefined, true)).toEqual({ at: later(600), how: "probe" });
    expect(nextLook(T0, later(600), false)).toEqual({ at: later(3600), how: "state" });
    expect(nextLook(T0, later(30 * 86_400), true)).toBeUndefined();
  });
});
