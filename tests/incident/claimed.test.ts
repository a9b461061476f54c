import { expect, test } from "vitest";
import { steps } from "#app/core/incident/incident.ts";
import { wordsOf } from "#app/core/incident/words.ts";
import { textFor } from "#app/server/text/catalogs.ts";
import { aTemplate, World } from "./world.ts";

// What a device did without a connection comes with the time it says; the entry's own time is when it was received.

const SAID = "2026-11-24T14:01:00.000Z";

function room(): World {
  return new World(aTemplate({ one: {} }))
    .do({ kind: "declare-incident", title: "Key in a blog post" })
    .do({ kind: "start-playbook", playbookId: "sample" });
}

test("a step that was done without a connection was done when the device says, and recorded when it came", () => {
  const world = room().do({ kind: "complete-step", stepId: "r1.one", claimedAt: SAID });
  const record = [...steps(world.state).values()][0]?.record;
  expect(record).toMatchObject({ status: "done", doneAt: SAID, at: world.at });
});

test("what a person says about the time goes before what the device says", () => {
  const doneAt = "2026-11-24T13:30:00.000Z";
  const world = room().do({ kind: "complete-step", stepId: "r1.one", doneAt, claimedAt: SAID });
  expect([...steps(world.state).values()][0]?.record).toMatchObject({ doneAt });
  expect(world.entries.at(-1)?.f).toMatchObject({ doneAt, claimedAt: SAID });
});

test("a step is taken since the moment the device says", () => {
  const world = room().do({ kind: "claim-step", stepId: "r1.one", claimedAt: SAID });
  expect([...steps(world.state).values()][0]?.record).toMatchObject({ claimedStart: SAID });
});

test("the log says in words that it came later", () => {
  const world = room().do({ kind: "add-note", text: "The host is off", claimedAt: SAID });
  const entry = world.entries.at(-1);
  if (entry === undefined) throw new Error("nothing was recorded");
  const { summary, quoted } = wordsOf(entry, world.state, textFor("en"));
  expect(summary).toBe("Note (sent later; the device says 2026-11-24 14:01 UTC)");
  expect(quoted).toBe("The host is off");
});

test.each([
  { kind: "add-note", text: "x" },
  { kind: "claim-step", stepId: "r1.one" },
  { kind: "complete-step", stepId: "r1.one" },
] as const)("no device claims a time that has not come: $kind", (command) => {
  const refusal = room().try({ ...command, claimedAt: "2026-11-24T23:00:00Z" });
  expect(refusal).toMatchObject({ ok: false, error: { code: "time-in-future", field: "claimedAt" } });
});
