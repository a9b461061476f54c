import { describe, expect, test } from "vitest";
import { steps } from "#app/core/incident/incident.ts";
import { openLimits } from "#app/core/incident/limit.ts";
import { startable } from "#app/core/incident/now.ts";
import type { Step } from "#app/core/playbook/run.ts";
import { shippedLibrary } from "#app/server/content/playbooks.server.ts";
import { LIN, OMAR, refused, type World } from "#tests/incident/world.ts";
import { add, agreed, answer, askToClose, complete, playOn, started, statusOf, stepOf } from "./a-run.ts";

// Several playbooks in one incident: what they share is done once, and none of them is forgotten at the end.

const TOGETHER = [
  ["leaked-key", "exposed-store"],
  ["leaked-key", "data-for-sale"],
  ["leaked-key", "exposed-store", "data-for-sale"],
] as const;

const SHARED =
  `clock.t0 roles.lead risk.rate D.breach reg.list ctl.tell reg.draft reg.send ppl.decide ppl.send
  silence.request`.split(/\s+/);

describe.each(TOGETHER.map((ids) => [ids.join(" + "), ids] as const))("%s", (_, ids) => {
  test("can be played together to a closed incident", () => {
    expect(refused(askToClose(playOn(started(...ids))))).toBe("accepted");
  });

  test("ask for each shared step once: what one run records counts in all", () => {
    const world = playOn(started(...ids));
    for (const key of SHARED.filter((shared) => shared !== "clock.t0")) {
      const copies = [...steps(world.state).values()].filter((step) => step.template.shared_key === key);
      expect(
        copies.map((step) => step.status),
        key,
      ).toEqual(ids.map(() => "done"));
      expect(
        copies.map((step) => step.sharedWith),
        key,
      ).toEqual([undefined, ...ids.slice(1).map(() => copies[0]?.id)]);
    }
  });

  test("know the time it became known in every run as soon as it is set", () => {
    const world = started(...ids);
    world.do({ kind: "set-became-aware", at: world.at, source: "A mail" });
    for (const run of ids.keys()) expect(statusOf(world, `r${run + 1}.clock.t0`)).toBe("done");
  });

  test("lead to one pause point each, with its own questions", () => {
    const world = playOn(started(...ids), ["PAUSE-1"]);
    for (const run of ids.keys()) expect(statusOf(world, `r${run + 1}.PAUSE-1`)).toBe("ready");
    complete(world, "r1.PAUSE-1");
    for (const run of [...ids.keys()].slice(1)) expect(statusOf(world, `r${run + 1}.PAUSE-1`)).toBe("ready");
  });
});

describe("an incident with all three", () => {
  const ids = ["leaked-key", "exposed-store", "data-for-sale"] as const;

  test.each(neverSkipped(ids))("cannot be closed while %s is open", (key) => {
    const world = playOn(started(...ids), [key]);
    const open = [...steps(world.state).values()]
      .filter((step) => step.key === key)
      .map((step) => step.title);
    expect(open).not.toEqual([]);
    expect(askToClose(world)).toMatchObject({
      ok: false,
      error: { code: "not-closable", open: expect.arrayContaining(open) },
    });
    expect(refused(askToClose(playOn(world)))).toBe("accepted");
  });
});

describe("a shared step", () => {
  test("counts for the law or group it was done for, and no other", () => {
    const world = playOn(started("leaked-key", "exposed-store"), ["reg.draft", "reg.send"]);
    add(world, "regimes", "GDPR, CNIL");
    add(world, "regimes", "PIPL, CAC");
    const [first, second] = [...world.state.items.values()]
      .filter((item) => item.collection === "regimes")
      .map((item) => item.id);
    complete(world, `r2.reg.draft.${first}`);
    expect(statusOf(world, `r1.reg.draft.${first}`)).toBe("done");
    expect(statusOf(world, `r1.reg.draft.${second}`)).toBe("ready");
    complete(world, `r1.reg.send.${first}`);
    expect(statusOf(world, `r2.reg.send.${first}`)).toBe("done");
    expect(refused(askToClose(world))).toBe("not-closable");
  });

  test("that is undone where it was done is open again everywhere", () => {
    const world = started("leaked-key", "exposed-store");
    complete(world, "r1.roles.lead");
    expect(stepOf(world, "r2.roles.lead")).toMatchObject({ status: "done", sharedWith: "r1.roles.lead" });
    world.do({ kind: "undo-step", stepId: "r1.roles.lead", because: "The scribe has left." });
    expect(statusOf(world, "r1.roles.lead")).toBe("ready");
    expect(statusOf(world, "r2.roles.lead")).toBe("ready");
  });

  test("stays done for the others when the run it was done in ends", () => {
    const world = started("exposed-store", "leaked-key");
    complete(world, "r1.roles.lead");
    agreed(world, { kind: "end-run", runId: "r1", because: "The store was empty." });
    expect(statusOf(world, "r2.roles.lead")).toBe("done");
  });
});

describe("a shared question", () => {
  test("answered no in one run takes its branch away in all of them", () => {
    const world = untold();
    answer(world, "r1.ppl.decide", "no");
    expect(letters(world)).toEqual(["not-taken", "not-taken"]);
  });

  test("answered anew in another run is decided by the last answer", () => {
    const world = untold();
    answer(world, "r1.ppl.decide", "no");
    answer(world, "r2.ppl.decide", "yes");
    expect(letters(world)).toEqual(["ready", "ready"]);
    answer(world, "r1.ppl.decide", "no");
    expect(letters(world)).toEqual(["not-taken", "not-taken"]);
  });
});

describe("what is next", () => {
  test("names a shared step once", () => {
    const world = started("leaked-key", "exposed-store", "data-for-sale");
    for (const all of [waiting(world), limits(world)]) {
      const shared = all.filter((step) => SHARED.includes(step.key)).map((step) => step.key);
      expect(shared.length).toBeGreaterThan(5);
      expect(new Set(shared).size).toBe(shared.length);
    }
  });

  test("gives a shared step its earliest limit", () => {
    const world = started("exposed-store", "leaked-key");
    world.do({ kind: "set-became-aware", at: world.at, source: "A mail" });
    const limit = openLimits(world.state).find((one) => stepOf(world, one.stepId).key === "roles.lead");
    expect(limit?.stepId).toBe("r2.roles.lead");
  });

  test("leaves a shared step that someone has begun to them, whichever run they found it in", () => {
    const world = started("leaked-key", "exposed-store");
    world.do({ kind: "claim-step", stepId: "r2.roles.lead" }, { as: OMAR });
    expect(waiting(world).map((step) => step.id)).not.toContain("r1.roles.lead");
  });

  test("is the first minutes of each playbook before the later phases of any", () => {
    const world = started("leaked-key", "exposed-store");
    const phases = waiting(world).map((step) => step.template.phase);
    expect(phases).toEqual([...phases].sort());
    expect(new Set(waiting(world).map((step) => step.run)).size).toBe(2);
  });

  test("is only the review of the last answer, when a shared question was answered twice", () => {
    const world = untold();
    answer(world, "r1.ppl.decide", "no");
    world.pass(600);
    answer(world, "r2.ppl.decide", "later");
    const reviews = openLimits(world.state).filter((limit) => limit.basis === "review");
    expect(reviews.map((limit) => limit.stepId)).toContain("r2.ppl.decide");
    expect(reviews.map((limit) => limit.stepId)).not.toContain("r1.ppl.decide");
  });
});

/** Every step Lin would be led through, in order, if each were put aside in turn. */
function waiting(world: World): readonly Step[] {
  return startable(world.state, LIN).map(({ step }) => step);
}

function limits(world: World): readonly Step[] {
  return openLimits(world.state).map((limit) => stepOf(world, limit.stepId));
}

/** Two runs in which only telling people is still open. */
function untold(): World {
  const world = playOn(started("leaked-key", "data-for-sale"), ["ppl.decide", "ppl.send"]);
  return add(world, "groups", "Customers");
}

function letters(world: World) {
  return [...steps(world.state).values()]
    .filter((step) => step.key === "ppl.send")
    .map((step) => step.status);
}

function neverSkipped(ids: readonly string[]): readonly string[] {
  const keys = ids.flatMap((id) =>
    (shippedLibrary.newest(id)?.template.steps ?? [])
      .filter((step) => step.never_skip)
      .map((step) => step.key),
  );
  return [...new Set(keys)];
}
