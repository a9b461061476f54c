import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Draft } from "#app/core/incident/entry.ts";
import { replay } from "#app/core/incident/evolve.ts";
import { emptyIncident, evidenceOf, type Incident, steps } from "#app/core/incident/incident.ts";
import { summarize } from "#app/core/incident/summary.ts";
import type { StepId } from "#app/core/shared/ids.ts";
import { aTemplate, LIN, OMAR, World, ZOE } from "./world.ts";

// The numbers are those of the invariants at the head of core/incident/decide.ts.

const TEMPLATE = aTemplate({
  "clock.t0": { satisfied_by: "became-aware-set", never_skip: true },
  "key.off": {
    repeat_for: "leaked_keys",
    never_skip: true,
    evidence: [{ key: "output", label: "Output", kind: "value" }],
  },
  "key.dead": { repeat_for: "leaked_keys", depends_on: ["key.off"], never_skip: true },
  "D.used": {
    decision: {
      question: "Used?",
      unknown_value: "cannot-tell",
      options: [
        { value: "yes", label: "Yes", criteria: "Seen", next: ["tell"] },
        { value: "cannot-tell", label: "Cannot tell", criteria: "No log" },
      ],
    },
  },
  tell: { depends_on: ["D.used"] },
  send: { four_eyes: true, danger: 3, depends_on: ["tell"] },
  cut: { four_eyes: true, danger: 2 },
  "pause.1": { mode: "pause", fields: [{ key: "a", label: "A" }] },
});

type Loose = { readonly kind: string; readonly [field: string]: unknown };
interface Move {
  readonly command: Loose;
  readonly as: typeof LIN;
}

const person = fc.constantFrom(LIN, LIN, OMAR, OMAR, ZOE);
const STEP_IDS = [
  "r1.clock.t0",
  "r1.key.off",
  "r1.key.off.i1",
  "r1.key.off.i2",
  "r1.key.dead.i1",
  "r1.key.dead",
  "r1.D.used",
  "r1.tell",
  "r1.send",
  "r1.cut",
  "r1.pause.1",
  "a1",
];
const stepId = fc.constantFrom(...STEP_IDS);
const because = fc.constant("A reason");
const completing = fc.record({
  kind: fc.constant("complete-step"),
  stepId,
  fields: fc.constantFrom({}, { a: "yes" }),
  evidence: fc.constantFrom([], [{ key: "output", value: "Inactive" }]),
});
const breaking = fc.record({ kind: fc.constant("complete-step"), stepId, breakGlass: because });
const deciding = fc.record({
  kind: fc.constant("decide"),
  stepId,
  option: fc.constantFrom("yes", "cannot-tell"),
  because,
});
const skipping = fc.record({
  kind: fc.constant("skip-step"),
  stepId,
  reasonCode: fc.constantFrom("not-applicable", "no-access"),
  reason: because,
});
const closing = fc.constant({ kind: "close-incident", because: "Over" });
const ending: fc.Arbitrary<Loose> = fc.constant({ kind: "end-run", runId: "r1", because: "Not this" });
const asking = fc.record({
  kind: fc.constant("complete-step"),
  stepId: fc.constantFrom("r1.send", "r1.cut"),
});
const command: fc.Arbitrary<Loose> = fc.oneof(
  { weight: 4, arbitrary: completing },
  breaking,
  deciding,
  skipping,
  closing,
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("claim-step"), stepId }) },
  fc.record({ kind: fc.constant("release-step"), stepId }),
  fc.record({ kind: fc.constant("reassign-step"), stepId, to: person, because }),
  fc.record({ kind: fc.constant("block-step"), stepId, reason: because, needs: because }),
  fc.record({ kind: fc.constant("unblock-step"), stepId, changed: because }),
  fc.record({ kind: fc.constant("undo-step"), stepId, because }),
  fc.record({ kind: fc.constant("fail-check"), stepId, because }),
  fc.record({
    kind: fc.constant("add-item"),
    collection: fc.constant("leaked_keys"),
    label: fc.constant("A key"),
  }),
  fc.record({ kind: fc.constant("close-collection"), collection: fc.constant("leaked_keys"), because }),
  fc.record({
    kind: fc.constant("add-step"),
    runId: fc.constant("r1"),
    phase: fc.constant("P0"),
    track: fc.constant("main"),
    title: fc.constant("Call the host"),
    why: because,
    doneWhen: because,
  }),
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("request-approval"),
      for: fc.oneof(asking, skipping, closing, ending),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("approve"), approvalId: fc.nat(40), hash: fc.constant("") }),
  },
  fc.record({ kind: fc.constant("decline"), approvalId: fc.nat(40), because }),
  fc.record({
    kind: fc.constant("set-role"),
    userId: person,
    roles: fc.subarray(["lead", "technical", "executive"]),
  }),
  fc.record({ kind: fc.constant("join"), roles: fc.subarray(["lead", "technical"]) }),
  fc.record({ kind: fc.constant("leave-team"), userId: person, because }),
  fc.record({
    kind: fc.constant("hand-over"),
    to: person,
    brief: because,
    ifThen: fc.constant(["If it is used, call"]),
  }),
  fc.record({ kind: fc.constant("accept-handover"), saysBack: because }),
  fc.record({
    kind: fc.constant("set-became-aware"),
    at: fc.constantFrom("2026-11-24T10:00:00Z", "2026-11-24T11:00:00Z"),
    source: because,
    because,
  }),
  fc.record({ kind: fc.constant("add-note"), text: because }),
  fc.constant({ kind: "reopen-incident", because: "Again" }),
);
const given = fc.oneof({ weight: 60, arbitrary: command }, { weight: 1, arbitrary: ending });
const moves = fc.array(fc.record({ command: given, as: person }), {
  minLength: 1,
  maxLength: 70,
  size: "max",
});

function opened(): World {
  return new World(TEMPLATE)
    .do({ kind: "declare-incident", title: "Key in a blog post" })
    .do({ kind: "start-playbook", playbookId: "sample" })
    .do({ kind: "join", roles: ["technical", "executive"] }, { as: OMAR });
}

/** Plays the moves and shows each accepted one, with the incident before and after it, to `look`. */
function play(
  list: readonly Move[],
  look: (before: Incident, after: Incident, drafts: readonly Draft[], move: Move) => void,
): World {
  const world = opened();
  for (const move of list) {
    const command = withHash(world, move.command);
    if (command === undefined) continue;
    world.pass(60);
    const before = world.state;
    const size = world.entries.length;
    const decision = world.try(command as Parameters<World["try"]>[0], { as: move.as });
    if (!decision.ok) {
      expect(world.entries.length).toBe(size);
      continue;
    }
    world.append(decision.value, move.as);
    look(before, world.state, decision.value, { ...move, command });
  }
  return world;
}

/** A generated approval aims at one of the requests there are, and shows its hash. */
function withHash(world: World, given: Loose): Loose | undefined {
  if (given.kind !== "approve" && given.kind !== "decline") return given;
  const all = [...world.state.approvals.values()];
  const waiting = all.filter((candidate) => candidate.status === "waiting");
  const from = waiting.length > 0 && Number(given.approvalId) % 4 > 0 ? waiting : all;
  const approval = from[Number(given.approvalId) % Math.max(from.length, 1)];
  if (approval === undefined) return undefined;
  if (given.kind === "decline") return { ...given, approvalId: approval.id };
  return { ...given, approvalId: approval.id, hash: approval.hash };
}

function holds(look: Parameters<typeof play>[1]): void {
  fc.assert(
    fc.property(moves, (list) => {
      play(list, look);
    }),
    { numRuns: 300 },
  );
}

describe("no command sequence breaks an invariant", () => {
  test("(1) a refused command leaves no entry, an accepted one at least one", () => {
    holds((_before, _after, drafts) => expect(drafts.length).toBeGreaterThan(0));
  });

  test("(2) every entry is a permitted person's", () => {
    holds((before, _after, drafts, move) => {
      for (const draft of drafts)
        if (draft.by !== undefined) expect(before.people.get(draft.by.u as typeof LIN)?.roles).toBeDefined();
      const anyone = move.command.kind === "join";
      if (!anyone) expect(before.people.get(move.as)?.roles).toBeDefined();
    });
  });

  test("(3) what needs a second person is done only by approval of another one", () => {
    holds((before, after, drafts, move) => {
      for (const id of ["r1.send", "r1.cut"] as StepId[]) {
        const done = after.records.get(id)?.status === "done" && before.records.get(id)?.status !== "done";
        if (!done) continue;
        if (move.command.breakGlass !== undefined) {
          expect(id).toBe("r1.cut");
          continue;
        }
        expect(drafts[0]?.act).toBe("approved");
        const asked = before.approvals.get(drafts[0]?.ref?.[0] ?? -1);
        expect(asked?.requestedBy).not.toBe(move.as);
      }
      if (after.closed !== undefined && before.closed === undefined) expect(drafts[0]?.act).toBe("approved");
    });
  });

  test("(4) a never_skip step is never skipped", () => {
    holds((_before, after) => {
      for (const step of steps(after).values())
        if (step.template.never_skip) expect(step.status).not.toBe("skipped");
    });
  });

  test("(5) a step becomes done with its fields and proof, and not while one it waits for is open", () => {
    holds((before, after, drafts) => {
      for (const draft of drafts) {
        if (draft.act !== "step-completed") continue;
        const id = draft.on.id as StepId;
        const was = steps(before).get(id);
        expect(was?.waitsFor).toEqual([]);
        expect(["ready", "in-progress", "failed-check", "awaiting-approval", "done"]).toContain(was?.status);
        if (id === "r1.pause.1") expect(draft.f.fields).toHaveProperty("a");
        if (id.startsWith("r1.key.off.")) expect(evidenceOf(after, id).length).toBeGreaterThan(0);
      }
    });
  });

  test("(6) a step repeated for an empty collection is never done", () => {
    holds((_before, after) => {
      for (const step of steps(after).values())
        if (step.needsItem !== undefined) expect(step.status).not.toBe("done");
    });
  });

  test("(7) undoing resets one step and flags those that relied on it", () => {
    holds((before, after, drafts) => {
      const undone = drafts.find((draft) => draft.act === "step-undone");
      if (undone === undefined) return;
      for (const [id, record] of before.records)
        if (id !== undone.on.id) expect(after.records.get(id)).toEqual(record);
      for (const [id, step] of steps(before)) {
        const relied =
          step.status === "done" &&
          step.record !== undefined &&
          step.template.depends_on.includes(keyOf(before, undone.on.id));
        const sameItem = step.item === undefined || undone.on.id.endsWith(step.item.id);
        if (relied && sameItem) expect(after.needsReview.has(id)).toBe(true);
      }
    });
  });

  test("(8) there is always exactly one lead", () => {
    holds((_before, after) => {
      const leads = [...after.people.values()].filter((member) => member.roles?.includes("lead"));
      expect(leads).toHaveLength(1);
    });
  });

  test("(9) an incident closes only when no never_skip step is open", () => {
    holds((before, after) => {
      if (after.closed === undefined || before.closed !== undefined) return;
      const running = [...before.runs.values()].some((run) => run.ended === undefined);
      const open = [...steps(before).values()].filter(
        (step) => step.template.never_skip && step.status !== "done",
      );
      expect(running ? open : []).toEqual([]);
    });
  });

  test("(10) a closed incident changes only by notes, dissent, pressure, corrections, joining and reopening", () => {
    holds((before, _after, _drafts, move) => {
      if (before.closed === undefined) return;
      expect(["reopen-incident", "add-note", "join"]).toContain(move.command.kind);
    });
  });
});

test("the generated sequences reach every state the invariants speak about", () => {
  const reached = new Map<string, number>();
  const count = (what: string) => reached.set(what, (reached.get(what) ?? 0) + 1);
  fc.assert(
    fc.property(moves, (list) => {
      play(list, (_before, after, drafts) => {
        for (const draft of drafts) count(draft.act);
        for (const step of steps(after).values()) count(step.status);
      });
    }),
    { numRuns: 1500, seed: 3 },
  );
  const wanted = [
    "approved",
    "declined",
    "step-undone",
    "check-failed",
    "incident-closed",
    "incident-reopened",
    "handover-accepted",
  ];
  const statuses = [
    "awaiting-approval",
    "blocked",
    "not-taken",
    "failed-check",
    "skipped",
    "done",
    "in-progress",
    "todo",
  ];
  for (const name of [...wanted, ...statuses]) expect(reached.get(name) ?? 0, name).toBeGreaterThan(0);
});

test("replaying a log gives the same incident, and the same board row, as living it", () => {
  fc.assert(
    fc.property(moves, (list) => {
      const world = play(list, () => {});
      const again = replay(emptyIncident(world.state.ref, "incident"), world.entries, world.library);
      expect(again).toEqual(world.state);
      expect(summarize(again)).toEqual(summarize(world.state));
    }),
    { numRuns: 200 },
  );
});

test("an incident still stands when any field of any entry has been erased", () => {
  fc.assert(
    fc.property(moves, fc.infiniteStream(fc.boolean()), (list, coin) => {
      const world = play(list, () => {});
      const erased = world.entries.map((entry) => ({
        ...entry,
        f: Object.fromEntries(Object.entries(entry.f).filter(() => coin.next().value === true)),
      }));
      const state = replay(emptyIncident(world.state.ref, "incident"), erased, world.library);
      expect(summarize(state).size).toBe(world.entries.length);
    }),
    { numRuns: 200 },
  );
});

function keyOf(incident: Incident, id: string): string {
  return [...steps(incident).values()].find((step) => step.id === id)?.key ?? "";
}
