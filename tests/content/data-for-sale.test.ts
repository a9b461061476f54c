import { describe, expect, test } from "vitest";
import { now } from "#app/core/incident/now.ts";
import type { TemplateStep } from "#app/core/playbook/template.ts";
import { shippedLibrary } from "#app/server/content/playbooks.server.ts";
import { LIN, refused } from "#tests/incident/world.ts";
import { add, answer, askToClose, complete, playOn, started, statusOf } from "./a-run.ts";

const playbook = shippedLibrary.newest("data-for-sale");
if (playbook === undefined) throw new Error("data-for-sale is not shipped");
const { template } = playbook;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe("the data-for-sale playbook", () => {
  test("has its 33 steps, phase by phase", () => {
    const found: Record<string, string[]> = {};
    for (const { phase, key } of template.steps) found[phase] = [...(found[phase] ?? []), key];
    expect(Object.entries(found).map(([phase, keys]) => `${phase}: ${keys.join(" ")}`)).toEqual([
      "P0: clock.t0 msg.keep list.snap roles.lead path.contain PAUSE-1",
      "P1: D.contact D.pay staff.safe",
      "P2: logs.hold claims",
      "P3: sample.law D.sample date.bound src.map data.desc risk.rate D.breach",
      "P4: stmt.hold law.tell reg.list ctl.tell reg.draft reg.send ppl.risk ppl.decide ppl.send silence.request",
      "P5: takedown watch fraud.guard",
      "P6: support",
      "P7: review.close",
    ]);
    expect(template.steps).toHaveLength(33);
  });

  test("captures in 30 minutes, speaks in 4 hours, knows the sample in 6", () => {
    expect(
      Object.fromEntries(
        template.steps.flatMap((step) =>
          step.target_seconds === undefined ? [] : [[step.key, step.target_seconds]],
        ),
      ),
    ).toEqual({
      "clock.t0": MINUTE,
      "msg.keep": 15 * MINUTE,
      "list.snap": 30 * MINUTE,
      "roles.lead": 30 * MINUTE,
      "path.contain": HOUR,
      "PAUSE-1": HOUR,
      "D.contact": 6 * HOUR,
      "staff.safe": DAY,
      "logs.hold": 4 * HOUR,
      "sample.law": 4 * HOUR,
      "D.sample": 6 * HOUR,
      "date.bound": 8 * HOUR,
      "src.map": 12 * HOUR,
      "data.desc": DAY,
      "risk.rate": DAY,
      "D.breach": DAY,
      "stmt.hold": 4 * HOUR,
      "law.tell": DAY,
      "reg.list": 4 * HOUR,
      "ctl.tell": DAY,
      "ppl.risk": DAY,
      "ppl.decide": 2 * DAY,
      takedown: 2 * DAY,
      "fraud.guard": 2 * DAY,
      support: 7 * DAY,
      "review.close": 30 * DAY,
    });
  });

  test("lets steps wait only where waiting is needed", () => {
    const waits = template.steps.filter((step) => step.depends_on.length > 0);
    expect(Object.fromEntries(waits.map((step) => [step.key, step.depends_on]))).toEqual({
      "PAUSE-1": ["clock.t0", "msg.keep", "list.snap", "roles.lead", "path.contain"],
      "D.sample": ["sample.law"],
      "date.bound": ["sample.law"],
      "src.map": ["sample.law"],
      "reg.send": ["D.breach", "reg.list", "reg.draft"],
      "ppl.send": ["ppl.decide"],
      takedown: ["list.snap"],
    });
  });

  test("never lets these be skipped", () => {
    expect(keysWhere((step) => step.never_skip)).toEqual(
      "clock.t0 reg.send ppl.decide silence.request".split(" "),
    );
  });

  test("asks for a second person before a word, money or a rating goes out", () => {
    expect(keysWhere((step) => step.four_eyes)).toEqual(
      "D.contact D.pay risk.rate stmt.hold reg.send ppl.decide ppl.send".split(" "),
    );
    expect(keysWhere((step) => step.one_person_because !== undefined)).toEqual(
      "law.tell ctl.tell ppl.risk takedown".split(" "),
    );
    const together = template.steps.filter((step) => step.dual_role.length > 0);
    expect(Object.fromEntries(together.map((step) => [step.key, step.dual_role]))).toEqual({
      "D.contact": ["executive", "legal"],
      "D.pay": ["executive", "legal"],
      "stmt.hold": ["communications", "privacy"],
      "reg.send": ["privacy", "executive"],
      "ppl.decide": ["privacy", "executive"],
    });
  });

  test("repeats what has to be done for each listing, claim, controller, law, group and place", () => {
    const repeats = template.steps.filter((step) => step.repeat_for !== undefined);
    expect(Object.fromEntries(repeats.map((step) => [step.key, step.repeat_for]))).toEqual({
      "list.snap": "listings",
      claims: "claims",
      "ctl.tell": "controllers",
      "reg.draft": "regimes",
      "reg.send": "regimes",
      "ppl.risk": "at_risk",
      "ppl.send": "groups",
      takedown: "offered_copies",
    });
  });

  test("says no to contact and to paying while anyone is unsure", () => {
    const unknowns = template.steps.flatMap((step) =>
      step.decision === undefined ? [] : [[step.key, step.decision.unknown_value] as const],
    );
    expect(Object.fromEntries(unknowns)).toEqual({
      "path.contain": "cannot-tell",
      "D.contact": "no-contact",
      "D.pay": "wait",
      "sample.law": "cannot-tell",
      "D.sample": "cannot-tell",
      "D.breach": "not-ruled-out",
      "ppl.decide": "later",
      support: "later",
    });
  });

  test("leads to the playbook of the way they came in", () => {
    const options = template.steps.find((step) => step.key === "path.contain")?.decision?.options;
    expect(options?.map((option) => [option.value, option.starts])).toEqual([
      ["key", "leaked-key"],
      ["store", "exposed-store"],
      ["other", undefined],
      ["cannot-tell", undefined],
    ]);
  });
});

describe("a run of data-for-sale", () => {
  test("can be played from its first step to a closed incident", () => {
    const world = playOn(started("data-for-sale"));
    expect(refused(askToClose(world))).toBe("accepted");
  });

  test("never puts paying before anyone as the next thing to do", () => {
    const world = playOn(started("data-for-sale"));
    expect(statusOf(world, "r1.D.pay")).toBe("ready");
    expect(now(world.state, LIN, world.at).mine).toEqual({ kind: "ready-to-close", open: [] });
  });

  test("lets nobody touch the sample before legal has answered", () => {
    const world = started("data-for-sale");
    for (const key of ["D.sample", "date.bound", "src.map"])
      expect(statusOf(world, `r1.${key}`)).toBe("todo");
    answer(world, "r1.sample.law", "no");
    for (const key of ["D.sample", "date.bound", "src.map"])
      expect(statusOf(world, `r1.${key}`)).toBe("ready");
  });

  test("lets nobody alone decide to speak with the thief", () => {
    const decide = {
      kind: "decide",
      stepId: "r1.D.contact",
      option: "led-by-legal",
      because: "Time",
    } as const;
    expect(refused(started("data-for-sale").try(decide))).toBe("needs-approval");
  });

  test("lets people in danger be phoned before it is decided whether others are told", () => {
    const world = add(started("data-for-sale"), "at_risk", "Witnesses");
    expect(statusOf(world, "r1.ppl.decide")).toBe("ready");
    complete(world, "r1.ppl.risk.i1");
    expect(statusOf(world, "r1.ppl.risk.i1")).toBe("done");
  });

  test("can do without a listing when there is none", () => {
    const world = started("data-for-sale");
    world.do({
      kind: "skip-step",
      stepId: "r1.list.snap",
      reasonCode: "not-applicable",
      reason: "A mail, nothing public",
    });
    for (const key of ["msg.keep", "roles.lead"]) complete(world, `r1.${key}`);
    world.do({ kind: "set-became-aware", at: world.at, source: "A mail" });
    answer(world, "r1.path.contain", "cannot-tell");
    expect(statusOf(world, "r1.PAUSE-1")).toBe("ready");
  });
});

function keysWhere(holds: (step: TemplateStep) => boolean): readonly string[] {
  return template.steps.filter(holds).map((step) => step.key);
}
