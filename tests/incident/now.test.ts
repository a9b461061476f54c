import { describe, expect, test } from "vitest";
import { limitState, openLimits } from "#app/core/incident/limit.ts";
import { now } from "#app/core/incident/now.ts";
import { summarize } from "#app/core/incident/summary.ts";
import type { UserId } from "#app/core/shared/ids.ts";
import { aTemplate, LIN, OMAR, World, ZOE } from "./world.ts";

function room(steps: Parameters<typeof aTemplate>[0]): World {
  return new World(aTemplate(steps))
    .do({ kind: "declare-incident", title: "Key in a blog post", becameAwareAt: "2026-11-24T14:00:00Z" })
    .do({ kind: "start-playbook", playbookId: "sample" });
}

function mine(world: World, person: UserId = LIN) {
  const { mine } = now(world.state, person, world.at);
  return mine.kind === "step" ? [mine.step.key, mine.because] : [mine.kind];
}

describe("my next step", () => {
  test("with no playbook running, the first thing is to say what is true", () => {
    expect(mine(new World().do({ kind: "declare-incident", title: "A" }))).toEqual(["nothing-planned"]);
  });

  test("is the one I claimed, before any other", () => {
    const world = room({ one: { roles: ["lead"] }, two: { roles: ["lead"] } }).do({
      kind: "claim-step",
      stepId: "r1.two",
    });
    expect(mine(world)).toEqual(["two", "claimed"]);
  });

  test("else the first startable required step of my role", () => {
    const world = room({
      one: { optional: true },
      two: { roles: ["technical"] },
      three: { roles: ["lead"] },
    });
    world.do({ kind: "join", roles: ["technical"] }, { as: OMAR });
    expect(mine(world)).toEqual(["three", "my-role"]);
    expect(mine(world, OMAR)).toEqual(["two", "my-role"]);
  });

  test("the lead also does what falls to a role nobody holds, so that a person alone is led through everything", () => {
    const world = room({ off: { roles: ["technical"] }, lead: { roles: ["lead"] } });
    expect(mine(world)).toEqual(["off", "my-role"]);
  });

  test("else the first one nobody has", () => {
    const world = room({ one: { roles: ["technical"] } }).do(
      { kind: "join", roles: ["technical"] },
      { as: OMAR },
    );
    expect(mine(world)).toEqual(["one", "nobody-has-it"]);
  });

  test("else whom or what I wait for", () => {
    const world = room({ one: {}, two: { depends_on: ["one"] } });
    world
      .do({ kind: "join", roles: ["technical"] }, { as: OMAR })
      .do({ kind: "claim-step", stepId: "r1.one" }, { as: OMAR });
    const { mine } = now(world.state, LIN, world.at);
    expect(mine).toEqual({
      kind: "waiting",
      on: [
        { stepId: "r1.one", title: "Do one", for: "person", who: "Omar Haddad" },
        { stepId: "r1.two", title: "Do two", for: "step", who: "Do one" },
      ],
    });
  });

  test("with everything done, it is time to close", () => {
    expect(mine(room({ one: {} }).do({ kind: "complete-step", stepId: "r1.one" }))).toEqual([
      "ready-to-close",
    ]);
  });

  test("someone who is not on the team is shown what nobody has", () => {
    expect(mine(room({ one: { roles: ["lead"] } }), ZOE)).toEqual(["one", "nobody-has-it"]);
  });

  test("the next two follow in the playbook's order", () => {
    const world = room({ one: {}, two: {}, three: {}, four: {} });
    expect(now(world.state, LIN, world.at).next.map((step) => step.key)).toEqual(["two", "three"]);
  });
});

describe("limits", () => {
  test("run from the time we became aware, and the earliest comes first", () => {
    const world = room({ one: { target_seconds: 900 }, two: { target_seconds: 300 } });
    expect(openLimits(world.state).map((limit) => [limit.stepId, limit.due])).toEqual([
      ["r1.two", "2026-11-24T14:05:00.000Z"],
      ["r1.one", "2026-11-24T14:15:00.000Z"],
    ]);
  });

  test("run from the start of the run, and say so, while no one has said when we became aware", () => {
    const world = new World(aTemplate({ one: { target_seconds: 60 } })).do({
      kind: "declare-incident",
      title: "A",
    });
    world.pass(30).do({ kind: "start-playbook", playbookId: "sample" });
    expect(openLimits(world.state)).toMatchObject([
      { from: "2026-11-24T14:07:30.000Z", basis: "t0-missing" },
    ]);
  });

  test("moving the awareness time earlier moves every limit that runs from it", () => {
    const world = room({ one: { target_seconds: 300 } });
    world.do({
      kind: "set-became-aware",
      at: "2026-11-24T13:00:00Z",
      source: "A mail",
      because: "Found the mail",
    });
    expect(openLimits(world.state)[0]?.due).toBe("2026-11-24T13:05:00.000Z");
  });

  test("a key found an hour in is not late from the start", () => {
    const world = room({ off: { repeat_for: "leaked_keys", target_seconds: 300 } }).pass(3600);
    world.do({ kind: "add-item", collection: "leaked_keys", label: "AKIA" });
    expect(openLimits(world.state)[0]?.due).toBe("2026-11-24T15:12:00.000Z");
  });

  test("an overdue limit does not hide the next one", () => {
    const world = room({ one: { target_seconds: 60 }, two: { target_seconds: 3600 } });
    expect(now(world.state, LIN, world.at)).toMatchObject({ overdue: 1, urgent: { stepId: "r1.two" } });
  });

  test("the last quarter is due soon", () => {
    const limit = { from: "2026-11-24T14:00:00.000Z", due: "2026-11-24T14:04:00.000Z" } as Parameters<
      typeof limitState
    >[0];
    const at = (text: string) =>
      limitState(limit, `2026-11-24T14:${text}.000Z` as Parameters<typeof limitState>[1]);
    expect([at("02:59"), at("03:00"), at("04:00"), at("04:01")]).toEqual([
      "running",
      "due-soon",
      "due-soon",
      "overdue",
    ]);
  });
});

test("the board's row counts steps and names who is on what", () => {
  const world = room({ one: {}, two: {}, three: {} })
    .do({ kind: "complete-step", stepId: "r1.one" })
    .do({ kind: "claim-step", stepId: "r1.two" });
  expect(summarize(world.state)).toMatchObject({
    codename: "AMBER-HERON",
    status: "open",
    lead: { name: "Lin Wei" },
    done: 1,
    total: 3,
    active: [{ stepId: "r1.two", by: "Lin Wei" }],
  });
});
