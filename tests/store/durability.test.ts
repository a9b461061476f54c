import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

// A short run of what `npm run torture` does for as long as one likes.
test("no acknowledged command is lost when the process is killed at random moments", () => {
  const script = join(import.meta.dirname, "..", "..", "scripts", "torture.mjs");
  const run = spawnSync(process.execPath, [script, "--kills", "3", "--writes", "30"], { encoding: "utf8" });
  expect(run.stderr).not.toContain("lost");
  expect(JSON.parse(run.stdout)).toMatchObject({ lost: 0, kills: expect.any(Number) });
}, 120_000);
