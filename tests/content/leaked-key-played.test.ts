import { expect, test } from "vitest";
import { stepsOf } from "#app/core/playbook/standing.ts";
import type { TemplateStep } from "#app/core/playbook/template.ts";
import { shippedLibrary } from "#app/server/content/playbooks.server.ts";
import { refused, World } from "#tests/incident/world.ts";

test("the first fifteen minutes can be played to their pause point", () => {
  const world = started();
  world.do({ kind: "set-became-aware", at: world.at, source: "A mail" });
  for (const key of ["key.id", "pub.snap", "roles.lead"]) complete(world, `r1.${key}`);
  world.do({ kind: "add-item", collection: "leaked_keys", label: "AWS AKIA…7Q2F" });
  for (const key of ["key.off", "key.dead", "sess.cut"]) {
    expect(statusOf(world, "r1.PAUSE-1")).toBe("todo");
    complete(world, `r1.${key}.i1`);
  }
  expect(statusOf(world, "r1.PAUSE-1")).toBe("ready");
  complete(world, "r1.PAUSE-1");
});

test("a key found later gets its own steps, and the pause point waits again", () => {
  const world = started();
  world.do({ kind: "set-became-aware", at: world.at, source: "A mail" });
  for (const key of ["key.id", "pub.snap", "roles.lead"]) complete(world, `r1.${key}`);
  world.do({ kind: "add-item", collection: "leaked_keys", label: "AWS AKIA…7Q2F" });
  for (const key of ["key.off", "key.dead", "sess.cut"]) complete(world, `r1.${key}.i1`);
  world.do({ kind: "add-item", collection: "leaked_keys", label: "Alibaba LTAI…9dKe" });
  expect(statusOf(world, "r1.key.off.i2")).toBe("ready");
  expect(statusOf(world, "r1.key.dead.i2")).toBe("todo");
  expect(statusOf(world, "r1.PAUSE-1")).toBe("todo");
});

test("without a key on the list nothing counts as turned off", () => {
  const world = started();
  const refusal = world.try({ kind: "complete-step", stepId: "r1.key.off", outcome: "off" });
  expect(refused(refusal)).toBe("needs-item");
});

test("revocation never waits for the capture of the publication", () => {
  const world = started();
  world.do({ kind: "add-item", collection: "leaked_keys", label: "AWS AKIA…7Q2F" });
  expect(statusOf(world, "r1.pub.snap")).toBe("ready");
  expect(statusOf(world, "r1.key.off.i1")).toBe("ready");
});

test("turning the key off and proving it dead cannot be skipped, capturing can", () => {
  const world = started();
  world.do({ kind: "add-item", collection: "leaked_keys", label: "AWS AKIA…7Q2F" });
  const skip = (stepId: string) =>
    refused(world.try({ kind: "skip-step", stepId, reasonCode: "no-access", reason: "It is late." }));
  expect(skip("r1.key.off.i1")).toBe("never-skip");
  expect(skip("r1.clock.t0")).toBe("never-skip");
  expect(skip("r1.pub.snap")).toBe("accepted");
});

test("whether someone used the key can be answered with cannot tell, without an attachment", () => {
  const world = started();
  world.do({
    kind: "decide",
    stepId: "r1.D.used",
    option: "cannot-tell",
    because: "The data log was off until today.",
  });
  expect(statusOf(world, "r1.D.used")).toBe("done");
});

function started(): World {
  const playbook = shippedLibrary.newest("leaked-key");
  if (playbook === undefined) throw new Error("leaked-key is not shipped");
  return new World(playbook.template)
    .do({ kind: "declare-incident", title: "Access key published in a blog post" })
    .do({ kind: "start-playbook", playbookId: "leaked-key" });
}

/** Completes a step with something for each value and proof it asks for. */
function complete(world: World, stepId: string): void {
  const { template } = stepOf(world, stepId);
  world.do({ kind: "complete-step", stepId, outcome: template.done_when, ...given(template) });
}

function given(step: TemplateStep) {
  return {
    fields: Object.fromEntries(step.fields.map((field) => [field.key, "as asked"])),
    evidence: step.evidence.map((rule) => ({ key: rule.key, value: "as asked" })),
  };
}

function statusOf(world: World, stepId: string) {
  return stepOf(world, stepId).status;
}

function stepOf(world: World, stepId: string) {
  const step = [...stepsOf(world.state).values()].find((candidate) => candidate.id === stepId);
  if (step === undefined) throw new Error(`there is no step ${stepId}`);
  return step;
}
