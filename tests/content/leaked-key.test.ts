import { describe, expect, test } from "vitest";
import type { TemplateStep } from "#app/core/playbook/template.ts";
import { shippedLibrary } from "#app/server/content/playbooks.server.ts";

const playbook = shippedLibrary.newest("leaked-key");
if (playbook === undefined) throw new Error("leaked-key is not shipped");
const { template } = playbook;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe("the leaked-key playbook", () => {
  test("has its 44 steps in order", () => {
    expect(template.steps.map((step) => step.key)).toEqual(
      `clock.t0 key.id pub.snap key.off key.dead sess.cut roles.lead PAUSE-1
       D.used key.more path.close svc.watch D.outage pub.down pub.copies
       logs.hold logs.data cfg.snap host.image window.set
       reach.list did.list D.data persist.find data.desc D.sale risk.rate D.breach PAUSE-2
       reg.list ctl.tell reg.draft reg.send ppl.decide ppl.send silence.request law.tell
       persist.kill secrets.rotate hist.clean cred.new alarm.dead key.delete review.close`.split(/\s+/),
    );
  });

  test("has each step in the phase of its number, and people in a track of their own", () => {
    const sizes = template.phases.map(
      ({ key }) => template.steps.filter((step) => step.phase === key).length,
    );
    expect(sizes).toEqual([8, 7, 5, 9, 8, 3, 2, 2]);
    expect(keysWhere((step) => step.track === "people")).toEqual(["ppl.decide", "ppl.send"]);
    for (const { key } of template.phases) {
      const tracks = new Set(template.steps.filter((step) => step.phase === key).map((step) => step.track));
      tracks.delete("people");
      expect([...tracks]).toHaveLength(1);
    }
  });

  test("lets steps wait only where waiting is needed", () => {
    const waits = template.steps.filter((step) => step.depends_on.length > 0);
    expect(Object.fromEntries(waits.map((step) => [step.key, step.depends_on]))).toEqual({
      "key.dead": ["key.off"],
      "sess.cut": ["key.off"],
      "PAUSE-1": ["clock.t0", "key.id", "pub.snap", "key.off", "key.dead", "sess.cut", "roles.lead"],
      "pub.down": ["pub.snap", "key.off"],
      "pub.copies": ["pub.down"],
      "D.data": ["reach.list"],
      "persist.find": ["did.list"],
      "reg.send": ["D.breach", "reg.list", "reg.draft"],
      "ppl.send": ["ppl.decide"],
      "persist.kill": ["persist.find"],
      "key.delete": ["logs.hold", "did.list", "persist.find"],
    });
  });

  test("can be worked on at once: nothing before the revocation of a key has to be waited for", () => {
    const off = stepOf("key.off");
    expect(off.depends_on).toEqual([]);
    expect(off.four_eyes).toBe(false);
  });

  test("turns keys off in 5 minutes, proves it in 10, cuts sessions in 15", () => {
    expect(targets("P0")).toEqual({
      "clock.t0": MINUTE,
      "key.id": 2 * MINUTE,
      "pub.snap": 4 * MINUTE,
      "key.off": 5 * MINUTE,
      "key.dead": 10 * MINUTE,
      "sess.cut": 15 * MINUTE,
      "roles.lead": 15 * MINUTE,
      "PAUSE-1": 15 * MINUTE,
    });
  });

  test("has a target on every later step, apart from what the law or the course of things times", () => {
    expect({ ...targets("P1"), ...targets("P2"), ...targets("P3") }).toEqual({
      "D.used": HOUR,
      "key.more": HOUR,
      "path.close": HOUR,
      "svc.watch": HOUR,
      "pub.down": 2 * HOUR,
      "pub.copies": 4 * HOUR,
      "logs.hold": HOUR,
      "logs.data": 4 * HOUR,
      "cfg.snap": 2 * HOUR,
      "host.image": DAY,
      "window.set": 4 * HOUR,
      "reach.list": 4 * HOUR,
      "did.list": 8 * HOUR,
      "D.data": 12 * HOUR,
      "persist.find": 8 * HOUR,
      "data.desc": DAY,
      "D.sale": DAY,
      "risk.rate": DAY,
      "D.breach": DAY,
      "PAUSE-2": 4 * HOUR,
    });
    expect({ ...targets("P4"), ...targets("P5"), ...targets("P6"), ...targets("P7") }).toEqual({
      "reg.list": 4 * HOUR,
      "ctl.tell": DAY,
      "ppl.decide": 2 * DAY,
      "law.tell": 3 * DAY,
      "persist.kill": DAY,
      "secrets.rotate": 3 * DAY,
      "hist.clean": 7 * DAY,
      "cred.new": 7 * DAY,
      "alarm.dead": 3 * DAY,
      "review.close": 14 * DAY,
    });
    expect(keysWhere((step) => step.target_seconds === undefined)).toEqual(
      "D.outage reg.draft reg.send ppl.send silence.request key.delete".split(" "),
    );
  });

  test("never lets these be skipped", () => {
    expect(keysWhere((step) => step.never_skip)).toEqual(
      "clock.t0 key.off key.dead reg.send ppl.decide silence.request".split(" "),
    );
  });

  test("asks for a second person where a mistake cannot be taken back", () => {
    expect(keysWhere((step) => step.four_eyes)).toEqual(
      "D.outage risk.rate reg.send ppl.decide ppl.send persist.kill hist.clean key.delete".split(" "),
    );
    expect(keysWhere((step) => step.one_person_because !== undefined)).toEqual([
      "pub.down",
      "ctl.tell",
      "law.tell",
    ]);
    expect(keysWhere((step) => step.danger === 3)).toEqual(
      keysWhere((step) => step.danger > 0 && (step.four_eyes || step.one_person_because !== undefined)),
    );
    expect(stepOf("reg.send").dual_role).toEqual(["privacy", "executive"]);
    expect(stepOf("ppl.decide").dual_role).toEqual(["privacy", "executive"]);
  });

  test("repeats what has to be done for each key, copy, store, law, group and secret", () => {
    const repeats = template.steps.filter((step) => step.repeat_for !== undefined);
    expect(Object.fromEntries(repeats.map((step) => [step.key, step.repeat_for]))).toEqual({
      "key.off": "leaked_keys",
      "key.dead": "leaked_keys",
      "sess.cut": "leaked_keys",
      "pub.down": "copies",
      "pub.copies": "copies",
      "logs.hold": "leaked_keys",
      "logs.data": "data_stores",
      "D.data": "data_stores",
      "data.desc": "data_stores",
      "ctl.tell": "controllers",
      "reg.draft": "regimes",
      "reg.send": "regimes",
      "ppl.send": "groups",
      "secrets.rotate": "secrets",
      "key.delete": "leaked_keys",
    });
  });

  test("shares with other playbooks what is done once for the incident", () => {
    expect(keysWhere((step) => step.shared_key !== undefined)).toEqual(
      `clock.t0 roles.lead risk.rate D.breach reg.list ctl.tell reg.draft reg.send ppl.decide ppl.send
       silence.request`.split(/\s+/),
    );
  });

  test("takes setting the time it became known for its first step", () => {
    expect(stepOf("clock.t0").satisfied_by).toBe("became-aware-set");
    expect(keysWhere((step) => step.satisfied_by !== undefined)).toEqual(["clock.t0"]);
  });

  test("offers an answer for people who cannot tell, in every decision", () => {
    const unknowns = template.steps.flatMap((step) =>
      step.decision === undefined ? [] : [[step.key, step.decision.unknown_value] as const],
    );
    expect(Object.fromEntries(unknowns)).toEqual({
      "D.used": "cannot-tell",
      "D.outage": "wait",
      "D.data": "not-ruled-out",
      "D.sale": "cannot-tell",
      "D.breach": "not-ruled-out",
      "ppl.decide": "later",
    });
  });

  test("brings a decision not to tell people back after a day", () => {
    const options = stepOf("ppl.decide").decision?.options.filter((option) => option.value !== "yes");
    expect(options?.map((option) => option.review_after_seconds)).toEqual([DAY, DAY]);
  });

  test("has policies that are JSON", () => {
    const texts = template.steps.flatMap((step) => step.snippets.map((snippet) => snippet.text));
    const policies = texts.flatMap(
      (text) => text.replaceAll(/\{\{(\w+)\}\}/g, "$1").match(/\{"Version".*\}/g) ?? [],
    );
    expect(policies).toHaveLength(3);
    for (const policy of policies) expect(JSON.parse(policy)).toHaveProperty("Statement");
  });

  test("covers the providers whose keys leak most", () => {
    const off = stepOf("key.off").snippets.map((snippet) => snippet.provider);
    expect(off).toEqual(
      expect.arrayContaining([
        "AWS",
        "Alibaba Cloud",
        "Google Cloud",
        "Microsoft Entra",
        "Azure Storage",
        "GitHub",
      ]),
    );
  });
});

function keysWhere(holds: (step: TemplateStep) => boolean): readonly string[] {
  return template.steps.filter(holds).map((step) => step.key);
}

function targets(phase: string): Readonly<Record<string, number>> {
  return Object.fromEntries(
    template.steps.flatMap((step) =>
      step.phase === phase && step.target_seconds !== undefined ? [[step.key, step.target_seconds]] : [],
    ),
  );
}

function stepOf(key: string): TemplateStep {
  const step = template.steps.find((candidate) => candidate.key === key);
  if (step === undefined) throw new Error(`leaked-key has no step ${key}`);
  return step;
}
