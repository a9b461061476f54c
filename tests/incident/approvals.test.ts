import { describe, expect, test } from "vitest";
import { approvalHash } from "#app/core/incident/approval.ts";
import { steps } from "#app/core/incident/incident.ts";
import { now } from "#app/core/incident/now.ts";
import type { StepId } from "#app/core/shared/ids.ts";
import { aTemplate, LIN, OMAR, refused, World, ZOE } from "./world.ts";

const SEND = "r1.send" as StepId;
const COMPLETE = { kind: "complete-step", stepId: SEND, outcome: "Sent" } as const;
const ASK = { kind: "request-approval", for: COMPLETE } as const;

function asked(): World {
  return new World(aTemplate({ send: { four_eyes: true, danger: 3, dual_role: ["privacy", "executive"] } }))
    .do({ kind: "declare-incident", title: "Key in a blog post" })
    .do({ kind: "start-playbook", playbookId: "sample" })
    .do({ kind: "join", roles: ["executive"] }, { as: OMAR })
    .do({ kind: "join", roles: ["legal"] }, { as: ZOE })
    .do({ kind: "set-role", userId: LIN, roles: ["lead", "privacy"] })
    .do(ASK);
}

function approve(world: World) {
  const approval = [...world.state.approvals.values()].at(-1);
  return { kind: "approve", approvalId: approval?.id, hash: approval?.hash } as const;
}

describe("four eyes", () => {
  test("a four-eyes step can't be completed by one person", () => {
    const world = asked();
    world.do({ kind: "decline", approvalId: approve(world).approvalId, because: "Not yet" }, { as: ZOE });
    expect(refused(world.try(COMPLETE))).toBe("needs-approval");
  });

  test("asking puts the step before others, and names what was shown by its hash", () => {
    const world = asked();
    expect(steps(world.state).get(SEND)?.status).toBe("awaiting-approval");
    expect(approve(world).hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test("the one who asked can't approve", () => {
    const world = asked();
    expect(refused(world.try(approve(world)))).toBe("same-person");
  });

  test("the two together must hold every role the step names", () => {
    const world = asked();
    expect(world.try(approve(world), { as: ZOE })).toEqual({
      ok: false,
      error: { code: "role-needed", roles: ["privacy", "executive", "lead"] },
    });
    expect(refused(world.try(approve(world), { as: OMAR }))).toBe("accepted");
  });

  test("the approver proves anew who they are", () => {
    const world = asked();
    expect(refused(world.try(approve(world), { as: OMAR, reauthenticated: false }))).toBe("reauthenticate");
  });

  test("approval runs the command: its entries are the performer's and rest on request and approval", () => {
    const world = asked();
    world.do(approve(world), { as: OMAR });
    const [approved, completed] = world.entries.slice(-2);
    expect([approved?.act, approved?.by.u]).toEqual(["approved", OMAR]);
    expect([completed?.act, completed?.by.u]).toEqual(["step-completed", LIN]);
    expect(completed?.ref).toEqual([approved?.ref[0], approved?.seq]);
    expect(steps(world.state).get(SEND)?.status).toBe("done");
    expect(refused(world.try(approve(world), { as: OMAR }))).toBe("approval-not-waiting");
  });

  test("a change to what was shown voids the request visibly", () => {
    const world = asked();
    const before = approvalHash(world.state, COMPLETE);
    world.do({ kind: "add-evidence", stepId: SEND, value: "A second draft" });
    expect(approvalHash(world.state, COMPLETE)).not.toBe(before);
    expect(refused(world.try(approve(world), { as: OMAR }))).toBe("approval-void");
    expect(now(world.state, OMAR, world.at).approvalsForMe).toEqual([]);
    world.do(ASK).do(approve(world), { as: OMAR });
    expect([...world.state.approvals.values()].map((approval) => approval.status)).toEqual([
      "void",
      "approved",
    ]);
  });

  test("declining gives the step back and says why", () => {
    const world = asked();
    world.do(
      { kind: "decline", approvalId: approve(world).approvalId, because: "The count is wrong" },
      { as: ZOE },
    );
    expect(steps(world.state).get(SEND)?.status).toBe("ready");
    expect([...world.state.approvals.values()][0]?.answer?.text).toBe("The count is wrong");
  });

  test("no one is asked to approve what can't be done, or what needs no approval", () => {
    const world = new World(aTemplate({ one: {}, send: { four_eyes: true, depends_on: ["one"] } }))
      .do({ kind: "declare-incident", title: "A" })
      .do({ kind: "start-playbook", playbookId: "sample" });
    expect(refused(world.try(ASK))).toBe("step-not-ready");
    expect(
      refused(world.try({ kind: "request-approval", for: { kind: "complete-step", stepId: "r1.one" } })),
    ).toBe("no-approval-needed");
  });

  test("approving for someone who may no longer do it themselves is refused", () => {
    const world = asked();
    world.installed.set(LIN, "observer");
    expect(refused(world.try(approve(world), { as: OMAR }))).toBe("role-needed");
    world.installed.delete(LIN);
    expect(refused(world.try(approve(world), { as: OMAR }))).toBe("role-needed");
  });

  test("only someone with a role of the step, an executive or the lead approves", () => {
    const world = new World(aTemplate({ send: { four_eyes: true, roles: ["privacy"] } }))
      .do({ kind: "declare-incident", title: "A" })
      .do({ kind: "start-playbook", playbookId: "sample" })
      .do({ kind: "join", roles: ["scribe"] }, { as: OMAR })
      .do(ASK);
    expect(world.try(approve(world), { as: OMAR })).toEqual({
      ok: false,
      error: { code: "role-needed", roles: ["privacy", "executive", "lead"] },
    });
    world.do({ kind: "set-role", userId: OMAR, roles: ["privacy"] });
    expect(refused(world.try(approve(world), { as: OMAR }))).toBe("accepted");
  });

  test("asking to close leaves another request about the incident standing", () => {
    const world = new World().do({
      kind: "declare-incident",
      title: "A",
      becameAwareAt: "2026-11-24T12:00:00Z",
    });
    const later = {
      kind: "set-became-aware",
      at: "2026-11-24T13:00:00Z",
      source: "A",
      because: "B",
    } as const;
    world.do({ kind: "request-approval", for: later });
    world.do({ kind: "request-approval", for: { kind: "close-incident", because: "Over" } });
    expect([...world.state.approvals.values()].map((approval) => approval.status)).toEqual([
      "waiting",
      "waiting",
    ]);
  });

  test("whoever is asked sees it among their approvals; the one who asked does not", () => {
    const world = asked();
    expect(now(world.state, OMAR, world.at).approvalsForMe).toHaveLength(1);
    expect(now(world.state, LIN, world.at).approvalsForMe).toEqual([]);
  });
});

describe("acting without approval", () => {
  const given = (danger: number) =>
    new World(aTemplate({ cut: { four_eyes: true, danger } }))
      .do({ kind: "declare-incident", title: "A" })
      .do({ kind: "start-playbook", playbookId: "sample" });
  const alone = { kind: "complete-step", stepId: "r1.cut", breakGlass: "It is being used now" } as const;

  test("is possible up to danger 2, and asks for a review within 24 hours that can't be skipped", () => {
    const world = given(2).do(alone);
    const review = [...steps(world.state).values()].at(-1);
    expect(review).toMatchObject({
      status: "ready",
      adHoc: true,
      template: { never_skip: true, target_seconds: 86_400 },
    });
    expect(
      refused(
        world.try({ kind: "skip-step", stepId: review?.id, reasonCode: "not-applicable", reason: "x" }),
      ),
    ).toBe("never-skip");
  });

  test("an overdue review is put before the lead and the executive, and before nobody else", () => {
    const world = given(2)
      .do(alone)
      .do({ kind: "join", roles: ["executive"] }, { as: OMAR })
      .do({ kind: "join", roles: ["technical"] }, { as: ZOE });
    const late = () =>
      [LIN, OMAR, ZOE].filter((id) => now(world.state, id, world.at).overdueReviews.length > 0);
    world.pass(24 * 3600);
    expect(late()).toEqual([]);
    world.pass(1);
    expect(late()).toEqual([LIN, OMAR]);
  });

  test("the review is done by someone else than the one who acted", () => {
    const world = given(2).do(alone).do({ kind: "join" }, { as: OMAR });
    const review = { kind: "complete-step", stepId: [...steps(world.state).keys()].at(-1) } as const;
    expect(refused(world.try(review))).toBe("same-person");
    expect(refused(world.try(review, { as: OMAR }))).toBe("accepted");
  });

  test("the review outlives its playbook, and forbids closing", () => {
    const world = given(2).do(alone).do({ kind: "end-run", runId: "r1", because: "Not this" });
    expect(refused(world.try({ kind: "close-incident", because: "Over" }))).toBe("not-closable");
  });

  test("is refused where nothing is switched off", () => {
    expect(refused(given(0).try(alone))).toBe("no-break-glass");
  });

  test("is refused for what can't be undone or leaves the organisation", () => {
    expect(refused(given(3).try(alone))).toBe("no-break-glass");
  });
});

describe("facts that need a second person", () => {
  test("moving the time you became aware later does; moving it earlier does not", () => {
    const aware = (at: string) =>
      ({ kind: "set-became-aware", at, source: "A mail", because: "The mail says so" }) as const;
    const world = new World().do({
      kind: "declare-incident",
      title: "A",
      becameAwareAt: "2026-11-24T12:00:00Z",
    });
    expect(refused(world.try(aware("2026-11-24T13:00:00Z")))).toBe("needs-approval");
    world.do(aware("2026-11-24T11:00:00Z"));
    expect(world.state.becameAware.map((fact) => fact.at)).toEqual([
      "2026-11-24T11:00:00.000Z",
      "2026-11-24T12:00:00.000Z",
    ]);
  });

  test("ending a playbook does while steps that are never skipped are open", () => {
    const world = new World(aTemplate({ one: { never_skip: true } }))
      .do({ kind: "declare-incident", title: "A" })
      .do({ kind: "start-playbook", playbookId: "sample" });
    const end = { kind: "end-run", runId: "r1", because: "False alarm" } as const;
    expect(refused(world.try(end))).toBe("needs-approval");
    expect(refused(world.do({ kind: "complete-step", stepId: "r1.one" }).try(end))).toBe("accepted");
  });

  test("a request to close is void when the plan has changed since", () => {
    const world = new World(aTemplate({ one: {} }))
      .do({ kind: "declare-incident", title: "A" })
      .do({ kind: "join", roles: ["executive"] }, { as: OMAR })
      .do({ kind: "request-approval", for: { kind: "close-incident", because: "Over" } });
    world.do({ kind: "add-note", text: "Nothing new" });
    expect(refused(world.try(approve(world), { as: OMAR }))).toBe("accepted");
    world.do({ kind: "start-playbook", playbookId: "sample" });
    expect(refused(world.try(approve(world), { as: OMAR }))).toBe("approval-void");
  });

  test("closing does, and is refused with the list while a never_skip step is open", () => {
    const world = new World(aTemplate({ one: { never_skip: true } }))
      .do({ kind: "declare-incident", title: "A" })
      .do({ kind: "start-playbook", playbookId: "sample" })
      .do({ kind: "join", roles: ["executive"] }, { as: OMAR });
    const close = { kind: "close-incident", because: "Over" } as const;
    expect(world.try(close)).toEqual({ ok: false, error: { code: "not-closable", open: ["Do one"] } });
    world.do({ kind: "complete-step", stepId: "r1.one" });
    expect(refused(world.try(close))).toBe("needs-approval");
    world.do({ kind: "request-approval", for: close });
    world.do(approve(world), { as: OMAR });
    expect(world.state.closed).toBeDefined();
    expect(refused(world.try({ kind: "set-title", title: "B" }))).toBe("incident-closed");
    expect(refused(world.try({ kind: "add-note", text: "Later" }))).toBe("accepted");
  });
});
