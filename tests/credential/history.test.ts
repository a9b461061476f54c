import { describe, expect, test } from "vitest";
import {
  type Credential,
  type CredentialEvent,
  exposureToDead,
  found,
  mayClose,
  standing,
  stepsProved,
  withEvent,
} from "#app/core/credential/history.ts";
import type { Observation } from "#app/core/credential/observation.ts";
import { aWholeProof, DEAD, later, probe, sessions, state, T0 } from "./a-proof.ts";

const aKey = found({
  kind: "aws-access-key-id",
  provider: "aws",
  masked: "AKIA…7Q2F",
  fingerprint: "ab".repeat(32),
  foundAt: later(30),
  exposedAt: T0,
});

function lived(...events: readonly CredentialEvent[]): Credential {
  return events.reduce(withEvent, aKey);
}

function saw(observation: Observation, basis: "proved" | "stated" = "proved"): CredentialEvent {
  return { act: "observed", observation, basis };
}

const wholeProof = aWholeProof().map((one) => saw(one));
const asked: CredentialEvent = { act: "revocation-asked", at: later(50), how: "connector" };
const named: CredentialEvent = { act: "consumer-named", at: later(10), consumer: "billing-export" };
const replaced: CredentialEvent = { act: "replacement-live", at: later(400), consumer: "billing-export" };
const closed: CredentialEvent = { act: "closed", at: later(500), because: null };
const live = saw(probe(0, "ok"));
const off = saw(state(60, "inactive"));

test.each<[string, readonly CredentialEvent[]]>([
  ["found", []],
  ["owner-known", [{ act: "owner-named", at: later(31), owner: "data team" }]],
  ["usage-preserved", [{ act: "usage-preserved", at: later(40), evidence: [9] }]],
  ["revoke-asked", [live, asked]],
  ["restricted", [live, asked, saw(state(60, "restricted"))]],
  ["cannot-test", [{ act: "test-ruled-out", at: later(40), because: "private host" }]],
  ["confirmed", [live, asked, off]],
  ["sessions-ended", [live, asked, off, saw(sessions(70, "ended"))]],
  ["refused", [live, asked, off, ...[70, 80, 90].map((seconds) => saw(probe(seconds, DEAD)))]],
  ["dead", [asked, ...wholeProof]],
  ["dead", [asked, named, ...wholeProof]],
  ["replaced", [asked, named, ...wholeProof, replaced]],
  ["closed", [asked, named, ...wholeProof, replaced, closed]],
  ["came-back", [asked, named, ...wholeProof, replaced, closed, saw(probe(900, "ok"))]],
])("it is %s after what leads there", (stage, events) => {
  expect(standing(lived(...events)).stage).toBe(stage);
});

describe("closing", () => {
  test("asked and confirmed, which people call rotated, is not enough", () => {
    expect(mayClose(lived(live, asked, off, named, replaced))).toMatchObject({
      error: { code: "not-dead", missing: ["three-refusals", "sessions"] },
    });
  });

  test("dead, it waits for whoever still has no replacement", () => {
    expect(mayClose(lived(named, ...wholeProof))).toEqual({
      ok: false,
      error: { code: "not-replaced", consumers: ["billing-export"] },
    });
    expect(mayClose(lived(named, ...wholeProof, replaced))).toEqual({ ok: true, value: null });
  });

  test("closed for a reason without proof, a sign of life opens it again", () => {
    const reasoned = lived(live, { ...closed, because: "the account is gone" });
    expect(standing(reasoned).stage).toBe("closed");
    expect(standing(withEvent(reasoned, saw(probe(900, "ok")))).stage).not.toBe("closed");
  });
});

test("what a person states never proves, and shows as stated", () => {
  const stated = standing(lived(...aWholeProof().map((one) => saw(one, "stated"))));
  expect(stated).toMatchObject({ stage: "found", isStatedDead: true, verdict: { word: "unknown" } });
});

test("the steps of the playbook are completed from proof, each by its own", () => {
  expect(stepsProved(lived(live, asked))).toEqual([]);
  expect(stepsProved(lived(live, asked, off))).toEqual(["key.off"]);
  expect(stepsProved(lived(...wholeProof))).toEqual(["key.off", "key.dead", "sess.cut"]);
  expect(stepsProved(lived(...wholeProof, saw(probe(900, "ok"))))).toEqual([]);
});

test("an act of which nobody knows whether it was applied is shown until it is answered", () => {
  expect(standing(lived(asked)).isUnanswered).toBe(true);
  expect(
    standing(lived(asked, { act: "revocation-answered", at: later(55), outcome: "applied" })).isUnanswered,
  ).toBe(false);
});

test("the headline counts from exposure, or from the find where that is not known, and only once it is dead", () => {
  expect(exposureToDead(lived(live))).toBeNull();
  expect(exposureToDead(lived(...wholeProof))).toBe(140);
  expect(exposureToDead({ ...lived(...wholeProof), exposedAt: null })).toBe(110);
});
