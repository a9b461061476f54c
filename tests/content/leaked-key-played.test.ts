import { expect, test } from "vitest";
import { refused } from "#tests/incident/world.ts";
import { add, askToClose, complete, playOn, started, statusOf } from "./a-run.ts";

test("it can be played from its first step to a closed incident", () => {
  const world = playOn(started("leaked-key"));
  expect(refused(askToClose(world))).toBe("accepted");
});

test("the first fifteen minutes can be played to their pause point", () => {
  const world = started("leaked-key");
  world.do({ kind: "set-became-aware", at: world.at, source: "A mail" });
  for (const key of ["key.id", "pub.snap", "roles.lead"]) complete(world, `r1.${key}`);
  add(world, "leaked_keys", "AWS AKIA…7Q2F");
  for (const key of ["key.off", "key.dead", "sess.cut"]) {
    expect(statusOf(world, "r1.PAUSE-1")).toBe("todo");
    complete(world, `r1.${key}.i1`);
  }
  expect(statusOf(world, "r1.PAUSE-1")).toBe("ready");
  complete(world, "r1.PAUSE-1");
});

test("a key found later gets its own steps, and the pause point waits again", () => {
  const world = started("leaked-key");
  world.do({ kind: "set-became-aware", at: world.at, source: "A mail" });
  for (const key of ["key.id", "pub.snap", "roles.lead"]) complete(world, `r1.${key}`);
  add(world, "leaked_keys", "AWS AKIA…7Q2F");
  for (const key of ["key.off", "key.dead", "sess.cut"]) complete(world, `r1.${key}.i1`);
  add(world, "leaked_keys", "Alibaba LTAI…9dKe");
  expect(statusOf(world, "r1.key.off.i2")).toBe("ready");
  expect(statusOf(world, "r1.key.dead.i2")).toBe("todo");
  expect(statusOf(world, "r1.PAUSE-1")).toBe("todo");
});

test("without a key on the list nothing counts as turned off", () => {
  const world = started("leaked-key");
  const refusal = world.try({ kind: "complete-step", stepId: "r1.key.off", outcome: "off" });
  expect(refused(refusal)).toBe("needs-item");
});

test("revocation never waits for the capture of the publication", () => {
  const world = started("leaked-key");
  add(world, "leaked_keys", "AWS AKIA…7Q2F");
  expect(statusOf(world, "r1.pub.snap")).toBe("ready");
  expect(statusOf(world, "r1.key.off.i1")).toBe("ready");
});

test("turning the key off and proving it dead cannot be skipped, capturing can", () => {
  const world = started("leaked-key");
  add(world, "leaked_keys", "AWS AKIA…7Q2F");
  const skip = (stepId: string) =>
    refused(world.try({ kind: "skip-step", stepId, reasonCode: "no-access", reason: "It is late." }));
  expect(skip("r1.key.off.i1")).toBe("never-skip");
  expect(skip("r1.clock.t0")).toBe("never-skip");
  expect(skip("r1.pub.snap")).toBe("accepted");
});

test("whether someone used the key can be answered with cannot tell, without an attachment", () => {
  const world = started("leaked-key");
  world.do({
    kind: "decide",
    stepId: "r1.D.used",
    option: "cannot-tell",
    because: "The data log was off until today.",
  });
  expect(statusOf(world, "r1.D.used")).toBe("done");
});
