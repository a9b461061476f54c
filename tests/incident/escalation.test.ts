import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { approvalsAsked, askedFurther, askingOf } from "#app/core/incident/approval-asking.ts";
import { type Asking, standingOf, wideningsDue } from "#app/core/incident/escalation.ts";
import { now } from "#app/core/incident/now.ts";
import type { UserId } from "#app/core/shared/ids.ts";
import { instantFromEpoch } from "#app/core/shared/instant.ts";
import { aTemplate, LIN, OMAR, World, ZOE } from "./world.ts";

const MINUTE = 60;

describe("a thing that was asked and has a limit", () => {
  const at = instantFromEpoch(Date.parse("2026-11-24T03:00:00.000Z"));
  const minute = (n: number) => instantFromEpoch(Date.parse(at) + n * MINUTE * 1000);
  const asking = (ladder: Asking["ladder"], more: Partial<Asking> = {}): Asking => ({
    at,
    until: minute(40),
    ladder,
    further: [],
    ...more,
  });

  test.each([
    ["the first rung is asked at once", [[LIN], [OMAR], [ZOE]], 0, [LIN], OMAR, 20],
    ["an empty rung is passed over", [[], [OMAR], [ZOE]], 0, [OMAR], ZOE, 20],
    ["asked once, the next is asked at a quarter", [[LIN], [OMAR], [ZOE]], 1, [LIN, OMAR], ZOE, 30],
    ["asked twice, it goes no further", [[LIN], [OMAR], [ZOE]], 2, [LIN, OMAR, ZOE], undefined, undefined],
    ["the last rung has nobody after it", [[LIN], [], []], 0, [LIN], undefined, undefined],
    ["with nobody on the ladder nobody is asked", [[], [], []], 0, [], undefined, undefined],
  ] as const)("%s", (_, ladder, times, people, next, minutes) => {
    const further = [[OMAR], [ZOE]].slice(0, times).map((one) => ({ people: one }));
    const standing = standingOf(asking(ladder, { further }));
    expect(standing.people).toEqual(people);
    expect(standing.next?.people).toEqual(next === undefined ? undefined : [next]);
    expect(standing.next?.at).toBe(minutes === undefined ? undefined : minute(minutes));
  });

  test.each([
    [0, 19.99, 0],
    [0, 20, 1],
    [0, 29.99, 1],
    [0, 30, 2],
    [0, 9000, 2],
    [1, 29.99, 0],
    [1, 30, 1],
    [2, 9000, 0],
  ])("asked further %i times by minute %d, %i more are due", (times, minutes, due) => {
    const further = [[OMAR], [ZOE]].slice(0, times).map((people) => ({ people }));
    expect(wideningsDue(asking([[LIN], [OMAR], [ZOE]], { further }), minute(minutes))).toHaveLength(due);
  });

  test("whoever joins on a rung that is reached is asked like the others", () => {
    const further = [{ people: [OMAR] }];
    expect(standingOf(asking([[LIN, ZOE], [OMAR], []], { further })).people).toEqual([LIN, ZOE, OMAR]);
  });

  test("nobody is asked twice, whatever is recorded is due no more, and nobody below is ever left out", () => {
    const person = fc.constantFrom<UserId>(LIN, OMAR, ZOE);
    fc.assert(
      fc.property(fc.uniqueArray(person), fc.nat(2), fc.nat(2), fc.nat(60), (ids, first, second, minutes) => {
        const [low, high] = [Math.min(first, second), Math.max(first, second)];
        const ladder = [ids.slice(0, low), ids.slice(low, high), ids.slice(high)];
        const due = wideningsDue(asking(ladder), minute(minutes));
        const after = asking(ladder, { further: due });
        const { people } = standingOf(after);
        expect(new Set(people).size).toBe(people.length);
        expect(people).toEqual(ids.slice(0, people.length));
        expect(wideningsDue(after, minute(minutes))).toEqual([]);
      }),
    );
  });
});

describe("a request for approval", () => {
  const ASK = { kind: "request-approval", for: { kind: "complete-step", stepId: "r1.send" } } as const;

  /** Lin leads and asks; Zoé holds the step's role, Omar is the executive. */
  function asked(step: Readonly<Record<string, unknown>> = {}): World {
    return new World(aTemplate({ send: { four_eyes: true, roles: ["privacy"], ...step } }))
      .do({ kind: "declare-incident", title: "Key in a blog post" })
      .do({ kind: "start-playbook", playbookId: "sample" })
      .do({ kind: "join", roles: ["executive"] }, { as: OMAR })
      .do({ kind: "join", roles: ["privacy"] }, { as: ZOE })
      .do(ASK);
  }

  const approval = (world: World) => {
    const found = [...world.state.approvals.values()].at(-1);
    if (found === undefined) throw new Error("nothing was asked");
    return found;
  };
  const forWhom = (world: World) =>
    [LIN, OMAR, ZOE].filter((id) => approvalsAsked(world.state, id).length > 0);
  /** As the server does: the system records what is due. */
  const look = (world: World) => {
    const drafts = askedFurther(world.state, world.at);
    world.append(
      drafts.map((draft) => ({ ...draft, by: { auth: "none", k: "system", u: "system" } })),
      LIN,
    );
    return drafts;
  };

  test("without a limit has 30 minutes: the role at once, the executive after 15", () => {
    const world = asked();
    expect(forWhom(world)).toEqual([ZOE]);
    expect(look(world.pass(15 * MINUTE - 1))).toEqual([]);
    expect(look(world.pass(1))).toMatchObject([
      {
        act: "approval-asked-further",
        ref: [approval(world).id],
        f: { people: [OMAR], unanswered: [ZOE] },
      },
    ]);
    expect(forWhom(world)).toEqual([OMAR, ZOE]);
    expect(now(world.state, OMAR, world.at).approvalsForMe).toHaveLength(1);
    expect(look(world)).toEqual([]);
  });

  test("on a step with a target runs to that target", () => {
    const world = asked({ target_seconds: 3600, anchor: "run_start" });
    expect(askingOf(world.state, approval(world))?.until).toBe(
      instantFromEpoch(Date.parse(approval(world).at) + 3_600_000),
    );
    expect(look(world.pass(30 * MINUTE))).toHaveLength(1);
  });

  test("asked after the step's target has passed, has 30 minutes", () => {
    const world = new World(
      aTemplate({ send: { four_eyes: true, roles: ["privacy"], target_seconds: 60, anchor: "run_start" } }),
    )
      .do({ kind: "declare-incident", title: "A" })
      .do({ kind: "start-playbook", playbookId: "sample" })
      .pass(3600)
      .do(ASK);
    const { at, until } = askingOf(world.state, approval(world)) ?? { at: "", until: "" };
    expect(Date.parse(until) - Date.parse(at)).toBe(30 * 60_000);
  });

  test("goes to the lead last, and never to whoever asked", () => {
    const world = asked();
    look(world.pass(25 * MINUTE));
    expect(forWhom(world)).toEqual([OMAR, ZOE]);
    const other = asked().do({ kind: "decline", approvalId: 8, because: "Not yet" }, { as: ZOE });
    other.do(ASK, { as: OMAR });
    expect(forWhom(other)).toEqual([ZOE]);
    look(other.pass(15 * MINUTE));
    expect(forWhom(other)).toEqual([LIN, ZOE]);
  });

  test("is asked of the executive at once when nobody who holds the role is left", () => {
    const world = asked().do({ kind: "leave-team", userId: ZOE, because: "Ill" }, { as: ZOE });
    expect(forWhom(world)).toEqual([OMAR]);
  });

  test("is not asked of someone who can no longer sign in", () => {
    const world = asked();
    world.append([{ act: "person-deactivated", on: { t: "person", id: ZOE }, f: {} }], LIN);
    expect(forWhom(world)).toEqual([OMAR]);
  });

  test("goes no further once it is answered or void", () => {
    const declined = asked().do({ kind: "decline", approvalId: 8, because: "Not yet" }, { as: ZOE });
    const changed = asked().do({ kind: "add-evidence", stepId: "r1.send", value: "A second draft" });
    for (const world of [declined, changed]) expect(look(world.pass(86_400))).toEqual([]);
  });

  test("is never approved by time: after a day of silence it still waits", () => {
    const world = asked();
    for (let hour = 0; hour < 24; hour += 1) look(world.pass(3600));
    expect(approval(world).status).toBe("waiting");
    expect(world.entries.map(({ act }) => act)).not.toContain("approved");
  });

  test("asking anew begins anew", () => {
    const world = asked();
    look(world.pass(15 * MINUTE));
    world.do({ kind: "add-evidence", stepId: "r1.send", value: "A second draft" }).do(ASK);
    expect(forWhom(world)).toEqual([ZOE]);
  });
});
