import { describe, expect, test } from "vitest";
import { steps } from "#app/core/incident/incident.ts";
import type { StepStatus } from "#app/core/playbook/run.ts";
import type { StepId } from "#app/core/shared/ids.ts";
import { aTemplate, LIN, OMAR, refused, World } from "./world.ts";

const BECAUSE = "A reason";

function running(given: Parameters<typeof aTemplate>[0], more: Parameters<typeof aTemplate>[1] = {}): World {
  return new World(aTemplate(given, more))
    .do({ kind: "declare-incident", title: "Key in a blog post" })
    .do({ kind: "start-playbook", playbookId: "sample" })
    .do({ kind: "join", roles: ["technical"] }, { as: OMAR });
}

function status(world: World, id: string): StepStatus | undefined {
  return steps(world.state).get(id as StepId)?.status;
}

const complete = (stepId: string, more = {}) => ({ kind: "complete-step", stepId, ...more }) as const;

describe("transitions", () => {
  /** From a step in each status, what each command does to it: its new status, or the refusal. */
  const states: Record<string, (world: World) => World> = {
    ready: (world) => world,
    "in-progress": (world) => world.do({ kind: "claim-step", stepId: "r1.one" }),
    blocked: (world) =>
      world.do({ kind: "block-step", stepId: "r1.one", reason: BECAUSE, needs: "The key list" }),
    done: (world) => world.do(complete("r1.one")),
    skipped: (world) =>
      world.do({ kind: "skip-step", stepId: "r1.one", reasonCode: "not-applicable", reason: BECAUSE }),
    "failed-check": (world) =>
      world.do(complete("r1.one")).do({ kind: "fail-check", stepId: "r1.one", because: BECAUSE }),
  };
  const commands = {
    "claim-step": {},
    "release-step": {},
    "reassign-step": { to: OMAR, because: BECAUSE },
    "complete-step": {},
    "skip-step": { reasonCode: "no-access", reason: BECAUSE },
    "block-step": { reason: BECAUSE, needs: "The key list" },
    "unblock-step": { changed: BECAUSE },
    "undo-step": { because: BECAUSE },
    "fail-check": { because: BECAUSE },
  } as const;
  const no = "step-status";
  const table: Record<keyof typeof commands, Record<keyof typeof states, string>> = {
    "claim-step": {
      ready: "in-progress",
      "in-progress": no,
      blocked: no,
      done: no,
      skipped: no,
      "failed-check": "in-progress",
    },
    "release-step": {
      ready: no,
      "in-progress": "ready",
      blocked: no,
      done: no,
      skipped: no,
      "failed-check": no,
    },
    "reassign-step": {
      ready: "in-progress",
      "in-progress": "in-progress",
      blocked: no,
      done: no,
      skipped: no,
      "failed-check": "in-progress",
    },
    "complete-step": {
      ready: "done",
      "in-progress": "done",
      blocked: no,
      done: no,
      skipped: no,
      "failed-check": "done",
    },
    "skip-step": {
      ready: "skipped",
      "in-progress": "skipped",
      blocked: "skipped",
      done: no,
      skipped: no,
      "failed-check": "skipped",
    },
    "block-step": {
      ready: "blocked",
      "in-progress": "blocked",
      blocked: no,
      done: no,
      skipped: no,
      "failed-check": "blocked",
    },
    "unblock-step": {
      ready: no,
      "in-progress": no,
      blocked: "ready",
      done: no,
      skipped: no,
      "failed-check": no,
    },
    "undo-step": {
      ready: no,
      "in-progress": no,
      blocked: no,
      done: "ready",
      skipped: "ready",
      "failed-check": no,
    },
    "fail-check": {
      ready: no,
      "in-progress": no,
      blocked: no,
      done: "failed-check",
      skipped: no,
      "failed-check": no,
    },
  };
  for (const [kind, row] of Object.entries(table)) {
    for (const [from, outcome] of Object.entries(row)) {
      test(`${kind} on a step that is ${from} ${outcome === no ? "is refused" : `makes it ${outcome}`}`, () => {
        const world = states[from]?.(running({ one: {} })) ?? running({ one: {} });
        expect(status(world, "r1.one")).toBe(from);
        const command = {
          kind: kind as keyof typeof commands,
          stepId: "r1.one",
          ...commands[kind as keyof typeof commands],
        };
        const decision = world.try(command);
        if (!decision.ok) return expect(decision.error.code).toBe(outcome);
        world.append(decision.value, LIN);
        expect(status(world, "r1.one")).toBe(outcome);
      });
    }
  }
});

describe("dependencies", () => {
  test("a step can't start before the one it waits for, and the refusal names it", () => {
    const world = running({ one: {}, two: { depends_on: ["one"] } });
    expect(world.try(complete("r1.two"))).toEqual({
      ok: false,
      error: { code: "step-not-ready", waitsFor: ["Do one"] },
    });
    expect(status(world.do(complete("r1.one")), "r1.two")).toBe("ready");
  });

  test("a skip for want of access does not count as taken care of", () => {
    const skip = (reasonCode: string) =>
      ({ kind: "skip-step", stepId: "r1.one", reasonCode, reason: BECAUSE }) as const;
    const given = { one: {}, two: { depends_on: ["one"] } };
    expect(status(running(given).do(skip("no-access")), "r1.two")).toBe("todo");
    expect(status(running(given).do(skip("done-elsewhere")), "r1.two")).toBe("ready");
  });

  test("undoing a step flags what relied on it and resets nothing else", () => {
    const world = running({
      one: {},
      two: { depends_on: ["one"] },
      three: { depends_on: ["two"] },
      four: {},
    });
    for (const key of ["one", "two", "three", "four"]) world.do(complete(`r1.${key}`));
    world.do({ kind: "undo-step", stepId: "r1.one", because: BECAUSE });
    expect(["one", "two", "three", "four"].map((key) => status(world, `r1.${key}`))).toEqual([
      "ready",
      "done",
      "done",
      "done",
    ]);
    expect([...world.state.needsReview.keys()]).toEqual(["r1.two", "r1.three"]);
    world.do(complete("r1.one")).do(complete("r1.two"));
    expect([...world.state.needsReview.keys()]).toEqual(["r1.three"]);
  });
});

describe("repeated steps", () => {
  const given = {
    off: { repeat_for: "leaked_keys", never_skip: true },
    dead: { repeat_for: "leaked_keys", depends_on: ["off"] },
    tell: { depends_on: ["dead"] },
  };
  const add = { kind: "add-item", collection: "leaked_keys", label: "AKIA, ends 7Q2F" } as const;

  test("an empty collection keeps its step open and asks for the first item", () => {
    const world = running(given);
    expect(steps(world.state).get("r1.off" as StepId)?.needsItem).toBe("leaked_keys");
    expect(refused(world.try(complete("r1.off")))).toBe("needs-item");
    expect(status(world, "r1.tell")).toBe("todo");
  });

  test("each item gets its own step, and waits only for its own", () => {
    const world = running(given)
      .do(add)
      .do({ ...add, label: "LTAI, ends 9pXe" })
      .do(complete("r1.off.i1"));
    expect(status(world, "r1.dead.i1")).toBe("ready");
    expect(status(world, "r1.dead.i2")).toBe("todo");
    expect(steps(world.state).has("r1.off" as StepId)).toBe(false);
  });

  test("an item added late reopens what was complete", () => {
    const world = running(given).do(add).do(complete("r1.off.i1")).do(complete("r1.dead.i1"));
    expect(status(world, "r1.tell")).toBe("ready");
    world.do({ kind: "close-collection", collection: "leaked_keys", because: BECAUSE }).do(add);
    expect(status(world, "r1.tell")).toBe("todo");
    expect(world.state.closedCollections.size).toBe(0);
  });

  test("a collection no running playbook keeps is refused", () => {
    expect(refused(running({ one: {} }).try({ ...add, collection: "wallets" }))).toBe("unknown-collection");
  });
});

describe("proof and answers", () => {
  test("required proof is asked for by its label", () => {
    const world = running({
      one: { evidence: [{ key: "output", label: "Provider output", kind: "value" }] },
    });
    expect(world.try(complete("r1.one"))).toEqual({
      ok: false,
      error: { code: "needs-evidence", missing: ["Provider output"] },
    });
    expect(refused(world.try(complete("r1.one", { evidence: [{ key: "receipt", value: "x" }] })))).toBe(
      "unknown-evidence-key",
    );
    world.do(complete("r1.one", { evidence: [{ key: "output", value: "Inactive" }] }));
    expect(world.entries.slice(-2).map((entry) => entry.act)).toEqual(["evidence-added", "step-completed"]);
    expect(world.entries.at(-1)?.ref).toEqual([world.entries.length - 2]);
  });

  test("hidden proof no longer counts", () => {
    const world = running({ one: { evidence: [{ key: "output", label: "Output", kind: "value" }] } });
    world.do({ kind: "add-evidence", stepId: "r1.one", key: "output", value: "Inactive" });
    world.do({ kind: "hide-evidence", seq: world.entries.length - 1, because: BECAUSE });
    expect(refused(world.try(complete("r1.one")))).toBe("needs-evidence");
  });

  test("a pause point wants each of its answers", () => {
    const world = running({ one: { mode: "pause", fields: [{ key: "clock", label: "Is the clock set?" }] } });
    expect(world.try(complete("r1.one"))).toEqual({
      ok: false,
      error: { code: "needs-fields", missing: ["Is the clock set?"] },
    });
    expect(refused(world.try(complete("r1.one", { fields: { clock: "Yes, 14:07" } })))).toBe("accepted");
  });

  test("a time that has not come yet is refused", () => {
    const world = running({ one: {} });
    expect(world.try(complete("r1.one", { doneAt: "2026-11-24T15:00:00Z" }))).toEqual({
      ok: false,
      error: { code: "time-in-future", field: "doneAt" },
    });
    expect(refused(world.try(complete("r1.one", { doneAt: "2026-11-24T15:00:00+02:00" })))).toBe("accepted");
  });
});

describe("decisions", () => {
  const decision = {
    question: "Did someone else use it?",
    unknown_value: "cannot-tell",
    options: [
      { value: "yes", label: "Yes", criteria: "Seen", next: ["hunt"] },
      { value: "no", label: "No", criteria: "The log shows it" },
      { value: "cannot-tell", label: "Cannot tell", criteria: "No log", review_after_seconds: 3600 },
    ],
  };
  const given = {
    used: { decision, evidence: [{ key: "log", label: "Log extract", kind: "value" }] },
    hunt: {},
    more: { depends_on: ["used"] },
  };
  const choose = (option: string, more = {}) =>
    ({ kind: "decide", stepId: "r1.used", option, because: BECAUSE, ...more }) as const;

  test("completing a decision without choosing is refused", () => {
    expect(refused(running(given).try(complete("r1.used")))).toBe("needs-decision");
  });

  test("an answer rests on its proof, but “cannot tell” needs none", () => {
    const world = running(given);
    expect(refused(world.try(choose("no")))).toBe("needs-evidence");
    expect(refused(world.try(choose("cannot-tell")))).toBe("accepted");
    expect(refused(world.try(choose("perhaps")))).toBe("unknown-option");
  });

  test("steps of a branch wait for the decision, and are not taken when another branch is chosen", () => {
    const world = running(given);
    expect(status(world, "r1.hunt")).toBe("todo");
    world.do(choose("cannot-tell"));
    expect(status(world, "r1.hunt")).toBe("not-taken");
    world.do({ kind: "add-evidence", stepId: "r1.used", key: "log", value: "CloudTrail" }).do(choose("yes"));
    expect(status(world, "r1.hunt")).toBe("ready");
  });

  test("a new decision supersedes the old one and flags what was started on the old branch", () => {
    const world = running(given).do({
      kind: "add-evidence",
      stepId: "r1.used",
      key: "log",
      value: "CloudTrail",
    });
    world.do(choose("yes")).do(complete("r1.hunt")).do(choose("no"));
    const standing = world.state.decisions.get("r1.used" as StepId);
    expect(standing?.supersedes).toBe(world.entries.findIndex((entry) => entry.act === "decided"));
    expect(status(world, "r1.hunt")).toBe("done");
    expect(world.state.needsReview.has("r1.hunt" as StepId)).toBe(true);
  });

  test("undoing a decision takes its branch back", () => {
    const world = running(given)
      .do(choose("cannot-tell"))
      .do({ kind: "undo-step", stepId: "r1.used", because: BECAUSE });
    expect(status(world, "r1.used")).toBe("ready");
    expect(status(world, "r1.hunt")).toBe("todo");
    expect(world.state.decisions.size).toBe(0);
  });

  test("an answer that expires can't be given for longer than its option allows", () => {
    const world = running(given).do(choose("cannot-tell", { reviewAt: "2026-12-24T00:00:00Z" }));
    expect(world.state.decisions.get("r1.used" as StepId)?.reviewAt).toBe("2026-11-24T15:07:00.000Z");
  });
});

describe("runs", () => {
  test("a step with a shared key is done once for the incident", () => {
    const one = aTemplate({ first: { shared_key: "roles.lead" } }, { id: "one" });
    const two = aTemplate(
      { other: { shared_key: "roles.lead" }, after: { depends_on: ["other"] } },
      { id: "two" },
    );
    const world = new World(one, two).do({ kind: "declare-incident", title: "A" });
    world
      .do({ kind: "start-playbook", playbookId: "one" })
      .do({ kind: "start-playbook", playbookId: "two" })
      .do(complete("r1.first"));
    expect(status(world, "r2.other")).toBe("done");
    expect(steps(world.state).get("r2.other" as StepId)?.sharedWith).toBe("r1.first");
    expect(status(world, "r2.after")).toBe("ready");
  });

  test("recording when we became aware completes the step that asks for it", () => {
    const world = running({ "clock.t0": { satisfied_by: "became-aware-set" } });
    expect(refused(world.try(complete("r1.clock.t0")))).toBe("needs-fact");
    world.do({ kind: "set-became-aware", at: "2026-11-24T10:00:00Z", source: "A mail" });
    expect(status(world, "r1.clock.t0")).toBe("done");
  });

  test("rebasing keeps what is done, lists what differs, and keeps steps that are gone but were worked on", () => {
    const world = running({ one: {}, two: {}, three: {} }).do(complete("r1.one"));
    expect(refused(world.try({ kind: "rebase-run", runId: "r1", because: BECAUSE }))).toBe("nothing-newer");
    world.publish(aTemplate({ two: { why: "It matters more." }, three: {}, four: {} }, { version: "1.1.0" }));
    world.do({ kind: "rebase-run", runId: "r1", because: BECAUSE });
    const entry = world.entries.at(-1);
    expect([entry?.f.added, entry?.f.removed, entry?.f.changed]).toEqual([["four"], ["one"], ["two"]]);
    expect([...steps(world.state).values()].map((step) => [step.key, step.status, step.retired])).toEqual([
      ["two", "ready", false],
      ["three", "ready", false],
      ["four", "ready", false],
      ["one", "done", true],
    ]);
  });

  test("an ad-hoc step survives a rebase", () => {
    const world = running({ one: {} });
    world.do({
      kind: "add-step",
      runId: "r1",
      phase: "P0",
      track: "main",
      title: "Call the host",
      why: BECAUSE,
      doneWhen: BECAUSE,
    });
    world.publish(aTemplate({ one: {}, two: {} }, { version: "2.0.0" }));
    world.do({ kind: "rebase-run", runId: "r1", because: BECAUSE });
    expect(steps(world.state).get("a1" as StepId)).toMatchObject({
      adHoc: true,
      status: "ready",
      title: "Call the host",
    });
  });

  test("an ended run takes no more steps, and the playbook can start again", () => {
    const world = running({ one: {} }).do({ kind: "end-run", runId: "r1", because: "False alarm" });
    expect(refused(world.try(complete("r1.one")))).toBe("run-ended");
    world.do({ kind: "start-playbook", playbookId: "sample" });
    expect(status(world, "r2.one")).toBe("ready");
  });
});

describe("changed since", () => {
  test("the loser of two screens is told what the other did, with both values", () => {
    const world = running({ one: {} });
    const seen = world.entries.length;
    world.do(complete("r1.one", { outcome: "Off at 14:08" }), { as: OMAR, seen });
    expect(
      world.try({ kind: "block-step", stepId: "r1.one", reason: BECAUSE, needs: "x" }, { seen }),
    ).toEqual({
      ok: false,
      error: {
        code: "changed-since",
        what: "Do one",
        seq: seen,
        theirs: { status: "done", by: "Omar Haddad", outcome: "Off at 14:08" },
        yours: "block-step",
      },
    });
  });

  test("a list called complete from a page that did not show its newest item is refused", () => {
    const world = running({ off: { repeat_for: "leaked_keys" } });
    world.do({ kind: "add-item", collection: "leaked_keys", label: "AKIA" });
    const seen = world.entries.length;
    world.do({ kind: "add-item", collection: "leaked_keys", label: "LTAI" }, { as: OMAR });
    const complete = { kind: "close-collection", collection: "leaked_keys", because: BECAUSE } as const;
    expect(world.try(complete, { seen })).toMatchObject({
      ok: false,
      error: { code: "changed-since", theirs: "LTAI" },
    });
  });

  test("notes never collide", () => {
    const world = running({ one: {} });
    expect(refused(world.do(complete("r1.one")).try({ kind: "add-note", text: "Mine" }, { seen: 1 }))).toBe(
      "accepted",
    );
  });
});
