import { describe, expect, test } from "vitest";
import type { TemplateStep } from "#app/core/playbook/template.ts";
import { shippedLibrary } from "#app/server/content/playbooks.server.ts";
import { refused } from "#tests/incident/world.ts";
import { add, answer, askToClose, complete, playOn, started, statusOf, stepOf } from "./a-run.ts";

const playbook = shippedLibrary.newest("exposed-store");
if (playbook === undefined) throw new Error("exposed-store is not shipped");
const { template } = playbook;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe("the exposed-store playbook", () => {
  test("has its 36 steps, phase by phase", () => {
    expect(phases(template.steps)).toEqual({
      P0: "clock.t0 store.id net.close net.prove logs.hold roles.lead PAUSE-1",
      P1: "D.note twins",
      P2: "host.snap cfg.snap open.since D.logs",
      P3: "acc.list finder secrets.in D.data data.desc D.sale risk.rate D.breach",
      P4: "reg.list ctl.tell reg.draft reg.send ppl.decide ppl.send silence.request",
      P5: "fix.auth keys.rotate integrity cache.purge",
      P6: "reopen guard",
      P7: "supplier review.close",
    });
    expect(template.steps).toHaveLength(36);
  });

  test("closes in 15 minutes, proves it in 20, holds the logs in 30", () => {
    expect(targets()).toEqual({
      "clock.t0": MINUTE,
      "store.id": 5 * MINUTE,
      "net.close": 15 * MINUTE,
      "net.prove": 20 * MINUTE,
      "logs.hold": 30 * MINUTE,
      "roles.lead": 30 * MINUTE,
      "PAUSE-1": 30 * MINUTE,
      "D.note": HOUR,
      twins: 4 * HOUR,
      "host.snap": HOUR,
      "cfg.snap": 2 * HOUR,
      "open.since": 12 * HOUR,
      "D.logs": 12 * HOUR,
      "acc.list": 12 * HOUR,
      finder: DAY,
      "secrets.in": DAY,
      "D.data": 12 * HOUR,
      "data.desc": DAY,
      "D.sale": DAY,
      "risk.rate": DAY,
      "D.breach": DAY,
      "reg.list": 4 * HOUR,
      "ctl.tell": DAY,
      "ppl.decide": 2 * DAY,
      "fix.auth": 3 * DAY,
      "keys.rotate": 3 * DAY,
      integrity: 7 * DAY,
      "cache.purge": 7 * DAY,
      guard: 14 * DAY,
      supplier: 7 * DAY,
      "review.close": 14 * DAY,
    });
  });

  test("lets steps wait only where waiting is needed", () => {
    const waits = template.steps.filter((step) => step.depends_on.length > 0);
    expect(Object.fromEntries(waits.map((step) => [step.key, step.depends_on]))).toEqual({
      "net.prove": ["net.close"],
      "PAUSE-1": ["clock.t0", "store.id", "net.close", "net.prove", "logs.hold", "roles.lead"],
      "D.logs": ["logs.hold", "open.since"],
      "acc.list": ["logs.hold"],
      "D.data": ["D.logs"],
      "reg.send": ["D.breach", "reg.list", "reg.draft"],
      "ppl.send": ["ppl.decide"],
      "fix.auth": ["host.snap", "cfg.snap"],
      "cache.purge": ["net.close"],
      reopen: ["fix.auth", "keys.rotate", "integrity"],
    });
  });

  test("never lets these be skipped", () => {
    expect(keysWhere((step) => step.never_skip)).toEqual(
      "clock.t0 net.close net.prove reg.send ppl.decide silence.request".split(" "),
    );
  });

  test("asks for a second person where the world opens again or hears from us", () => {
    expect(keysWhere((step) => step.four_eyes)).toEqual(
      "risk.rate reg.send ppl.decide ppl.send reopen".split(" "),
    );
    expect(keysWhere((step) => step.one_person_because !== undefined)).toEqual(["finder", "ctl.tell"]);
    expect(keysWhere((step) => step.danger === 3)).toEqual("finder ctl.tell reg.send ppl.send".split(" "));
  });

  test("repeats what has to be done for each store, place, controller, law, group, secret and copy", () => {
    const repeats = template.steps.filter((step) => step.repeat_for !== undefined);
    expect(Object.fromEntries(repeats.map((step) => [step.key, step.repeat_for]))).toEqual({
      "store.id": "open_stores",
      "net.close": "open_stores",
      "net.prove": "open_stores",
      "D.note": "open_stores",
      twins: "siblings",
      "D.data": "open_stores",
      "data.desc": "open_stores",
      "ctl.tell": "controllers",
      "reg.draft": "regimes",
      "reg.send": "regimes",
      "ppl.send": "groups",
      "keys.rotate": "store_secrets",
      "cache.purge": "cached_copies",
    });
  });

  test("treats what nobody can tell as the worse answer", () => {
    const unknowns = template.steps.flatMap((step) =>
      step.decision === undefined ? [] : [[step.key, step.decision.unknown_value] as const],
    );
    expect(Object.fromEntries(unknowns)).toEqual({
      "D.note": "cannot-tell",
      "D.logs": "none",
      "D.data": "not-ruled-out",
      "D.sale": "cannot-tell",
      "D.breach": "not-ruled-out",
      "ppl.decide": "later",
    });
  });

  test("leads to the playbook for data for sale from a note and from an offer", () => {
    const starts = template.steps.flatMap(
      (step) =>
        step.decision?.options.flatMap((option) =>
          option.starts === undefined ? [] : [[step.key, option.value, option.starts]],
        ) ?? [],
    );
    expect(starts).toEqual([
      ["D.note", "yes", "data-for-sale"],
      ["D.sale", "yes", "data-for-sale"],
    ]);
  });

  test("knows how to close and to prove at each of the providers whose stores are found open", () => {
    const providers = (key: string) =>
      template.steps.find((step) => step.key === key)?.snippets.map((snippet) => snippet.provider);
    expect(providers("net.close")).toEqual(
      expect.arrayContaining([
        "AWS S3",
        "Google Cloud Storage",
        "Azure Storage",
        "Alibaba Cloud OSS",
        "Linux",
      ]),
    );
    expect(providers("net.prove")).toEqual(
      expect.arrayContaining(["AWS S3", "Google Cloud Storage", "Azure Storage", "Alibaba Cloud OSS", "Web"]),
    );
  });
});

describe("a run of exposed-store", () => {
  test("can be played from its first step to a closed incident", () => {
    const world = playOn(started("exposed-store"));
    expect(refused(askToClose(world))).toBe("accepted");
  });

  test("lets a store be closed before anything else is done", () => {
    const world = add(started("exposed-store"), "open_stores", "Elasticsearch 203.0.113.7");
    expect(statusOf(world, "r1.net.close.i1")).toBe("ready");
    expect(statusOf(world, "r1.net.prove.i1")).toBe("todo");
    complete(world, "r1.net.close.i1");
    expect(statusOf(world, "r1.net.prove.i1")).toBe("ready");
  });

  test("takes two refusals from outside as proof, not one", () => {
    const world = add(started("exposed-store"), "open_stores", "Elasticsearch 203.0.113.7");
    complete(world, "r1.net.close.i1");
    const prove = (count: number) =>
      refused(
        world.try({
          kind: "complete-step",
          stepId: "r1.net.prove.i1",
          outcome: "Refused",
          evidence: Array.from({ length: count }, () => ({ key: "refusals", value: "Timed out, 03:12" })),
        }),
      );
    expect(prove(1)).toBe("needs-evidence");
    expect(prove(2)).toBe("accepted");
  });

  test("gives a store found later its own steps, and the pause point waits again", () => {
    const world = playOn(started("exposed-store"), ["PAUSE-1"]);
    expect(statusOf(world, "r1.PAUSE-1")).toBe("ready");
    add(world, "open_stores", "The dashboard before it");
    expect(statusOf(world, "r1.PAUSE-1")).toBe("todo");
    playOn(world, ["PAUSE-1"]);
    expect(statusOf(world, "r1.PAUSE-1")).toBe("ready");
  });

  test("keeps memory and settings before it mends the login", () => {
    const world = started("exposed-store");
    complete(world, "r1.cfg.snap");
    expect(statusOf(world, "r1.fix.auth")).toBe("todo");
    world.do({ kind: "skip-step", stepId: "r1.host.snap", reasonCode: "not-applicable", reason: "A bucket" });
    expect(statusOf(world, "r1.fix.auth")).toBe("ready");
  });

  test("opens again only when a second person has read the list and the refusal", () => {
    const world = playOn(started("exposed-store"), ["reopen"]);
    const { id, template: step } = stepOf(world, "r1.reopen");
    const evidence = step.evidence.map((rule) => ({ key: rule.key, value: "as asked" }));
    const alone = world.try({ kind: "complete-step", stepId: id, outcome: "Open again", evidence });
    expect(refused(alone)).toBe("needs-approval");
  });

  test("does not write to people after a no, and does after a yes", () => {
    const world = playOn(started("exposed-store"), ["ppl.decide", "ppl.send"]);
    answer(world, "r1.ppl.decide", "no");
    expect(statusOf(world, "r1.ppl.send")).toBe("not-taken");
    answer(world, "r1.ppl.decide", "yes");
    expect(statusOf(world, "r1.ppl.send")).toBe("ready");
  });
});

function phases(steps: readonly TemplateStep[]): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { phase, key } of steps)
    found[phase] = found[phase] === undefined ? key : `${found[phase]} ${key}`;
  return found;
}

function keysWhere(holds: (step: TemplateStep) => boolean): readonly string[] {
  return template.steps.filter(holds).map((step) => step.key);
}

function targets(): Readonly<Record<string, number>> {
  return Object.fromEntries(
    template.steps.flatMap((step) =>
      step.target_seconds === undefined ? [] : [[step.key, step.target_seconds]],
    ),
  );
}
