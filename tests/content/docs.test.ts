import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { PROBLEM_CODES } from "#app/core/playbook/problem.ts";
import { ROLES, templateSchema } from "#app/core/playbook/template.ts";
import { readPlaybook } from "#app/server/content/playbook-file.server.ts";

const guide = readFileSync(new URL("../../docs/playbooks.md", import.meta.url), "utf8");

test("the guide's example passes the checker without a warning", () => {
  const example = /```yaml\n([\s\S]*?)```/.exec(guide)?.[1] ?? "";
  expect(readPlaybook(example)).toMatchObject({ playbook: expect.anything(), problems: [] });
});

test("the guide explains every code of the checker, and none that does not exist", () => {
  const rules = guide.slice(guide.indexOf("## What the checker refuses"), guide.indexOf("## Translations"));
  expect([...rules.matchAll(/^\| `([a-z-]+)`/gm)].map((match) => match[1])).toEqual([...PROBLEM_CODES]);
});

test("the guide names every field of a playbook and of a step, and every role", () => {
  const names = [
    ...Object.keys(templateSchema.shape),
    ...Object.keys(templateSchema.shape.steps.element.shape),
    ...ROLES,
  ];
  for (const name of names) expect(guide, name).toContain(`\`${name}\``);
});
