import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Slot } from "#app/core/audit/slot.ts";
import { draft, type Entry } from "#app/core/incident/entry.ts";
import { erasablePlaces } from "#app/core/incident/erasable.ts";
import { replay } from "#app/core/incident/evolve.ts";
import { emptyIncident, type Incident, steps } from "#app/core/incident/incident.ts";
import { openLimits } from "#app/core/incident/limit.ts";
import { approversFor, slotAt } from "#app/core/incident/rules-erasure.ts";
import { wordsOf } from "#app/core/incident/words.ts";
import { textFor } from "#app/server/text/catalogs.ts";
import { aTemplate, LIN, type More, OMAR, refused, World, ZOE } from "./world.ts";

// Erasing what an entry says: who may order it, who may approve it, what can't go, and what stays.

const CODENAME = "AMBER-HERON";
const because = "Asked for by the person it names";

/** Lin leads, Omar answers for privacy, Zoé for law; #5 is a note. */
function aTold(): World {
  return new World(aTemplate({ one: {} }))
    .do({ kind: "declare-incident", title: "A" })
    .do({ kind: "set-role", userId: OMAR, roles: ["privacy"] })
    .do({ kind: "set-role", userId: ZOE, roles: ["legal"] })
    .do({ kind: "add-note", text: "Ines Duarte clicked the link" });
}

function noteOf({ entries }: World): number {
  const note = entries.find(({ act }) => act === "note-added");
  if (note === undefined) throw new Error("the world has a note");
  return note.seq;
}

function erasing(world: World, more: Readonly<Record<string, unknown>> = {}) {
  const ground = "more-than-needed";
  const seq = more.seq ?? noteOf(world);
  return { kind: "erase-payload", seq, slots: ["f:text"], ground, because, codename: CODENAME, ...more };
}

function asking(world: World, more: Readonly<Record<string, unknown>> = {}) {
  return { kind: "request-approval", for: erasing(world, more) } as const;
}

function answering(world: World, more: Readonly<Record<string, unknown>> = {}) {
  const approval = [...world.state.approvals.values()].at(-1);
  return { kind: "approve", approvalId: approval?.id, hash: approval?.hash, ...more } as const;
}

function approving(world: World, more: Readonly<Record<string, unknown>> = {}) {
  return answering(world, { codename: CODENAME, ...more });
}

/** As the job does it: the values go, and the entry that says so is by whoever ordered it. */
function carriedOut(world: World): World {
  const order = [...world.state.erasures.values()].at(-1);
  if (order === undefined) throw new Error("nothing was ordered");
  const entries = world.entries.map((entry) => without(entry, order.slots));
  world.entries.splice(0, world.entries.length, ...entries);
  const fields = { values: order.slots.length, files: 0, bytes: 30, beyond: ["bundles"] };
  world.append([draft("payload-erased", order.on, fields, { ref: [order.seq], by: order.orderedBy })], LIN);
  world.state = replay(emptyIncident(world.state.ref, "incident"), world.entries, world.library);
  return world;
}

function without(entry: Entry, slots: readonly Slot[]): Entry {
  const gone = slots.filter(([seq]) => seq === entry.seq).map(([, kind, place]) => `${kind}:${place}`);
  if (gone.length === 0) return entry;
  const f = Object.fromEntries(Object.entries(entry.f).filter(([name]) => !gone.includes(`f:${name}`)));
  return { ...entry, f, gone };
}

function erased(): World {
  const world = aTold();
  return carriedOut(world.do(asking(world)).do(approving(world), { as: ZOE }));
}

test("nobody erases alone, not even who leads", () => {
  const world = aTold();
  expect(refused(world.try({ ...erasing(world), kind: "erase-payload" }))).toBe("needs-approval");
});

describe("asking for it", () => {
  const cases: Record<string, [more: Record<string, unknown>, as: More, code: string]> = {
    "with everything right is recorded": [{}, {}, "accepted"],
    "without having proved oneself is refused": [{}, { reauthenticated: false }, "reauthenticate"],
    "with another codename is refused": [{ codename: "AMBER-HERRING" }, {}, "codename-needed"],
    "for a field the plan rests on is refused": [{ slots: ["f:claimedAt"] }, {}, "not-erasable"],
    "for a file that is not there is refused": [{ slots: ["att:0"] }, {}, "not-erasable"],
    "for an entry that is not there is refused": [{ seq: 99 }, {}, "unknown-entry"],
  };
  for (const [title, [more, as, code]] of Object.entries(cases)) {
    test(title, () => {
      const world = aTold();
      expect(refused(world.try(asking(world, more), as))).toBe(code);
    });
  }

  test("is for who leads, or answers for privacy or law", () => {
    const world = aTold().do({ kind: "set-role", userId: ZOE, roles: ["technical"] });
    expect(refused(world.try(asking(world), { as: ZOE }))).toBe("role-needed");
    expect(refused(world.try(asking(world), { as: OMAR }))).toBe("accepted");
  });

  test("by someone who holds both functions is refused: nobody could approve", () => {
    const world = aTold().do({ kind: "set-role", userId: OMAR, roles: ["privacy", "legal"] });
    expect(approversFor(world.state, OMAR)).toEqual([]);
    expect(refused(world.try(asking(world), { as: OMAR }))).toBe("same-function");
  });

  test("is still possible once the incident is closed, and so is the approval", () => {
    const world = new World()
      .do({ kind: "declare-incident", title: "A" })
      .do({ kind: "set-role", userId: ZOE, roles: ["legal"] })
      .do({ kind: "add-note", text: "Ines Duarte clicked the link" })
      .do({ kind: "request-approval", for: { kind: "close-incident", because } });
    world.do(answering(world), { as: ZOE });
    expect(world.state.closed).toBeDefined();
    world.do(asking(world)).do(approving(world), { as: ZOE });
    expect(world.state.erasures.size).toBe(1);
  });
});

describe("approving it", () => {
  const cases: Record<string, [more: Record<string, unknown>, as: More, code: string]> = {
    "by law, with the codename, orders it": [{}, { as: ZOE }, "accepted"],
    "by whoever asked is refused": [{}, {}, "same-person"],
    "with another codename is refused": [{ codename: "amber heron" }, { as: ZOE }, "codename-needed"],
    "without a fresh proof is refused": [{}, { as: ZOE, reauthenticated: false }, "reauthenticate"],
    "of something else than was shown is refused": [{ hash: "0".repeat(64) }, { as: ZOE }, "approval-void"],
  };
  for (const [title, [more, as, code]] of Object.entries(cases)) {
    test(title, () => {
      const world = aTold();
      world.do(asking(world));
      expect(refused(world.try(approving(world, more), as))).toBe(code);
    });
  }

  test("without the codename is refused", () => {
    const world = aTold();
    world.do(asking(world));
    expect(refused(world.try(answering(world), { as: ZOE }))).toBe("codename-needed");
  });

  test("takes another function: privacy doesn't approve what privacy asks, law does", () => {
    const world = aTold().do({ kind: "set-role", userId: LIN, roles: ["lead", "privacy"] });
    world.do(asking(world));
    expect(world.try(approving(world), { as: OMAR })).toMatchObject({
      ok: false,
      error: { code: "role-needed", roles: ["legal"] },
    });
    expect(refused(world.try(approving(world), { as: ZOE }))).toBe("accepted");
  });

  test("orders it in the name of whoever asked, resting on the approval", () => {
    const world = aTold();
    world.do(asking(world)).do(approving(world), { as: ZOE });
    const [order] = world.state.erasures.values();
    expect(order).toMatchObject({
      by: LIN,
      approvedBy: ZOE,
      slots: [[noteOf(world), "f", "text"]],
      done: undefined,
    });
    const approval = order?.approval === undefined ? undefined : world.entries[order.approval];
    expect(approval).toMatchObject({ act: "approved", on: order?.on, by: { u: ZOE } });
  });
});

describe("a litigation hold", () => {
  test("refuses an erasure, and makes one that was asked for void", () => {
    const world = aTold();
    world.do(asking(world)).do({ kind: "set-hold", because: "A court asked for it" }, { as: OMAR });
    expect(refused(world.try(approving(world), { as: ZOE }))).toBe("approval-void");
    expect(world.try(asking(world))).toMatchObject({
      ok: false,
      error: { code: "held", seq: world.state.hold?.seq },
    });
  });

  test("is set by one person and lifted by two", () => {
    const world = aTold().do({ kind: "set-hold", because });
    expect(refused(world.try({ kind: "set-hold", because }))).toBe("no-change");
    expect(refused(world.try({ kind: "lift-hold", because }))).toBe("needs-approval");
    world.do({ kind: "request-approval", for: { kind: "lift-hold", because } });
    world.do(answering(world), { as: ZOE });
    expect(world.state.hold).toBeUndefined();
    expect(refused(world.try(asking(world)))).toBe("accepted");
    expect(refused(world.try({ kind: "lift-hold", because }))).toBe("no-hold");
  });
});

describe("what was erased", () => {
  test("leaves a scar on its entry, which says by whom, on what ground and when", () => {
    const world = erased();
    const seq = noteOf(world);
    const [order] = world.state.erasures.values();
    expect(world.state.scars.get(seq)).toEqual([order?.seq]);
    expect(order).toMatchObject({
      ground: "more-than-needed",
      because,
      done: { bytes: 30, beyond: ["bundles"] },
    });
    const note = world.entries[seq];
    expect(note && wordsOf(note, world.state, textFor("en")).quoted).toBe("[erased]");
    expect(
      JSON.stringify(world.state, (_, value) => (value instanceof Map ? [...value] : value)),
    ).not.toContain("Ines");
  });

  test("is not erased twice, neither when done nor while ordered", () => {
    const done = erased();
    expect(refused(done.try(asking(done)))).toBe("already-erased");
    const ordered = aTold();
    ordered.do(asking(ordered)).do(approving(ordered), { as: ZOE });
    expect(refused(ordered.try(asking(ordered)))).toBe("already-erased");
  });

  test("goes with the request that holds the same words", () => {
    const world = aTold()
      .do({ kind: "start-playbook", playbookId: "sample" })
      .do({ kind: "set-became-aware", at: "2026-11-24T10:00:00Z", source: "Mail" });
    const later = { kind: "set-became-aware", at: "2026-11-24T11:00:00Z", source: "Ines told us", because };
    world.do({ kind: "request-approval", for: later });
    world.do(answering(world), { as: ZOE });
    const request = [...world.state.approvals.keys()].at(-1);
    const fact = world.entries.findLast(({ act }) => act === "became-aware-set")?.seq;
    world.do(asking(world, { seq: fact, slots: ["f:source"] })).do(approving(world), { as: ZOE });
    expect([...world.state.erasures.values()].at(-1)?.slots).toEqual([
      [fact, "f", "source"],
      [request, "f", "command"],
    ]);
    carriedOut(world);
    expect(world.state.approvals.get(request ?? -1)).toMatchObject({ status: "approved", command: null });
  });

  test("of an act without approval leaves the act, and the review of it", () => {
    const world = new World(aTemplate({ one: { four_eyes: true, danger: 2 } }))
      .do({ kind: "declare-incident", title: "A" })
      .do({ kind: "start-playbook", playbookId: "sample" })
      .do({ kind: "set-role", userId: ZOE, roles: ["legal"] })
      .do({ kind: "complete-step", stepId: "r1.one", breakGlass: "Ines was out" });
    const act = world.entries.find((entry) => entry.act === "step-completed");
    const reviews = [...world.state.adHoc.keys()];
    expect(reviews).toHaveLength(1);
    world.do(asking(world, { seq: act?.seq, slots: ["f:breakGlass"] }));
    world.do(approving(world), { as: ZOE });
    carriedOut(world);
    expect([...world.state.adHoc.keys()]).toEqual(reviews);
  });
});

test("with everything erased that can be, the plan, the team and the limits stand as they stood", () => {
  const frozen = JSON.parse(readFileSync(new URL("./fixtures/entries-v1.json", import.meta.url), "utf8"));
  const { library, state } = new World(...frozen.templates);
  const entries: Entry[] = frozen.entries;
  const whole = replay(emptyIncident(state.ref, "incident"), entries, library);
  const bare = replay(
    emptyIncident(state.ref, "incident"),
    entries.map((entry) =>
      without(
        entry,
        erasablePlaces(entry).map((place) => slotAt(entry.seq, place)),
      ),
    ),
    library,
  );
  expect(skeleton(bare)).toEqual(skeleton(whole));
  expect(skeleton(whole).steps.length).toBeGreaterThan(3);
});

function skeleton(incident: Incident) {
  return {
    steps: [...steps(incident).values()].map(({ id, status, number }) => ({ id, status, number })),
    team: [...incident.people.values()].map(({ id, roles, deactivated }) => ({ id, roles, deactivated })),
    limits: openLimits(incident).map(({ stepId, due, basis }) => ({ stepId, due, basis })),
    closed: incident.closed?.seq,
    aware: incident.becameAware.map(({ at }) => at),
    evidence: [...incident.evidence.values()].map(({ seq, kind, key }) => ({ seq, kind, key })),
  };
}
