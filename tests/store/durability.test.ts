import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

// Short runs of what `npm run torture` does for as long as one likes.
function torture(...args: readonly string[]) {
  const script = join(import.meta.dirname, "..", "..", "scripts", "torture.mjs");
  return spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });
}

test("no acknowledged command is lost when the process is killed at random moments", () => {
  const run = torture("--kills", "3", "--writes", "30");
  expect(run.stderr).not.toContain("lost");
  expect(JSON.parse(run.stdout)).toMatchObject({ lost: 0, kills: expect.any(Number) });
}, 120_000);

test("a limit on the size of files refuses commands whole, and those acknowledged before stand", () => {
  const run = torture("--file-limit", "700");
  expect(run.stderr).toBe("");
  expect(JSON.parse(run.stdout)).toMatchObject({ exit: 0, acknowledged: expect.any(Number) });
}, 120_000);
