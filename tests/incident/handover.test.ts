import { describe, expect, test } from "vitest";
import { replay } from "#app/core/incident/evolve.ts";
import { handoverSheet, sheetHash } from "#app/core/incident/handover-sheet.ts";
import { emptyIncident } from "#app/core/incident/incident.ts";
import { aTemplate, LIN, OMAR, refused, World, ZOE } from "./world.ts";

const OFFER = {
  kind: "hand-over",
  to: OMAR,
  brief: "Two keys are off, one is not",
  ifThen: ["If the third key is used, call the provider"],
} as const;

function led(): World {
  return new World(aTemplate({ stop: { roles: ["technical"] }, tell: {}, look: { decision: CHOICE } }))
    .do({ kind: "declare-incident", title: "Key in a blog post" })
    .do({ kind: "join" }, { as: OMAR })
    .do({ kind: "start-playbook", playbookId: "sample" });
}

const CHOICE = {
  question: "Was it used?",
  unknown_value: "unknown",
  options: [
    { value: "yes", label: "Yes", criteria: "The log says so" },
    { value: "unknown", label: "Cannot tell", criteria: "No log" },
  ],
};

describe("a handover", () => {
  test("says at least one time what to do if it turns", () => {
    const { ifThen: _, ...without } = OFFER;
    expect(refused(led().try(without))).toBe("needs-fields");
    expect(refused(led().try({ ...OFFER, ifThen: [] }))).toBe("needs-fields");
  });

  test("carries the hash of a sheet that anyone makes again from the log before it", () => {
    const world = led()
      .do({ kind: "claim-step", stepId: "r1.stop" })
      .do({ kind: "release-step", stepId: "r1.stop" })
      .do({ kind: "claim-step", stepId: "r1.tell" })
      .do({ kind: "decide", stepId: "r1.look", option: "yes", because: "Two uses at 09:14" })
      .do(OFFER);
    const { library, state } = world;
    const at = state.handover?.seq ?? 0;
    const before = replay(emptyIncident(state.ref, "incident"), world.entries.slice(0, at), library);
    const sheet = handoverSheet(before, { ...OFFER, from: LIN });
    expect(sheet).toMatchObject({
      now: [{ step: "r1.tell", by: LIN }],
      decided: [{ step: "r1.look" }],
      open: { roles: ["technical"] },
    });
    expect(state.handover?.sheet).toBe(sheetHash(sheet));
    world.do({ kind: "accept-handover", saysBack: "I watch the third key" }, { as: OMAR });
    expect(world.entries.at(-1)?.f.sheet).toBe(sheetHash(sheet));
  });

  test("tells of what came after the one before it", () => {
    const world = led()
      .do({ kind: "decide", stepId: "r1.look", option: "yes", because: "Two uses at 09:14" })
      .do(OFFER)
      .do({ kind: "accept-handover", saysBack: "I watch the third key" }, { as: OMAR });
    const sheet = handoverSheet(world.state, { ...OFFER, from: OMAR, to: LIN });
    expect(sheet).toMatchObject({ since: world.state.handedOver?.seq, decided: [] });
  });

  test("offered anew, an answer to the earlier sheet is held up", () => {
    const world = led().do(OFFER);
    const seen = world.state.size;
    world.do({ ...OFFER, brief: "All three keys are off" });
    const answer = { kind: "accept-handover", saysBack: "I watch the third key" } as const;
    expect(refused(world.try(answer, { as: OMAR, seen }))).toBe("changed-since");
    expect(refused(world.try(answer, { as: OMAR, seen: world.state.size }))).toBe("accepted");
  });
});

describe("pressure and disagreement", () => {
  test("stay with the incident: what was asked, and which decision someone disagrees with", () => {
    const world = led()
      .do({ kind: "log-pressure", from: "A board member", words: "Hold the notice" }, { as: ZOE })
      .do({ kind: "decide", stepId: "r1.look", option: "unknown", because: "No log" });
    const decided = world.entries.at(-1)?.seq;
    world.do({ kind: "dissent", seq: decided, because: "There is a log" }, { as: OMAR });
    expect(world.state.voices).toMatchObject([
      { kind: "pressure", from: "A board member", words: "Hold the notice", by: ZOE },
      { kind: "dissent", about: decided, because: "There is a log", by: OMAR },
    ]);
  });
});

describe("a wall", () => {
  const until = "2026-11-25T14:00:00Z";
  const OPEN = { kind: "open-wall", hash: "ab".repeat(32), until } as const;

  test("is opened by the lead alone, and closed by anyone on the team", () => {
    const world = led();
    expect(refused(world.try(OPEN, { as: OMAR }))).toBe("role-needed");
    world.do(OPEN);
    const seq = world.state.walls.get(OPEN.hash)?.seq;
    world.do({ kind: "close-wall", seq }, { as: OMAR });
    expect(world.state.walls.get(OPEN.hash)).toMatchObject({ by: LIN, closed: world.state.size - 1 });
    expect(refused(world.try({ kind: "close-wall", seq }))).toBe("no-change");
  });

  test("ends in the future, and no secret opens two", () => {
    const world = led();
    expect(refused(world.try({ ...OPEN, until: "2026-11-24T14:00:00Z" }))).toBe("time-past");
    expect(refused(world.do(OPEN).try(OPEN))).toBe("no-change");
  });
});
