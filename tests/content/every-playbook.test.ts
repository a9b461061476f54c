import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { CLASSIFICATIONS } from "#app/core/incident/command.ts";
import { checkTemplate } from "#app/core/playbook/check.ts";
import { canonicalTemplate } from "#app/core/playbook/content-hash.ts";
import { PLAYBOOK_IDS } from "#app/core/playbook/names.ts";
import type { TemplateStep } from "#app/core/playbook/template.ts";
import { textsOf } from "#app/core/playbook/texts.ts";
import { shippedPlaybooks } from "#app/server/content/playbooks.server.ts";
import { readingAge } from "./reading-age.ts";

const shipped = shippedPlaybooks.map(({ template }) => [template.id, template] as const);

test("three playbooks are shipped, under ids that others may name", () => {
  const ids = shipped.map(([id]) => id);
  expect(ids).toEqual(["data-for-sale", "exposed-store", "leaked-key"]);
  expect(PLAYBOOK_IDS).toEqual(expect.arrayContaining(ids));
});

describe.each(shipped)("the %s playbook", (_, template) => {
  const keysWhere = (holds: (step: TemplateStep) => boolean) =>
    template.steps.filter(holds).map((step) => step.key);

  test("has no problem and no warning", () => {
    expect(checkTemplate(template)).toEqual([]);
  });

  test("is suggested by something an incident can be classified as", () => {
    expect(template.classification).not.toEqual([]);
    expect(CLASSIFICATIONS).toEqual(expect.arrayContaining(template.classification));
  });

  test("never lets these be skipped: the time it became known, the notices, telling people, a request for silence", () => {
    expect(keysWhere((step) => step.never_skip)).toEqual(
      expect.arrayContaining(["clock.t0", "reg.send", "ppl.decide", "silence.request"]),
    );
  });

  test("asks at every pause point whether someone wants silence", () => {
    const pauses = template.steps.filter((step) => step.mode === "pause");
    expect(pauses).not.toEqual([]);
    for (const pause of pauses) expect(pause.fields.map((field) => field.key)).toContain("silence");
  });

  test("has a way out to each playbook it names, and one for a false alarm", () => {
    const exits = template.exit_conditions.map((exit) => exit.go_to);
    expect(exits).toContain("false-alarm");
    expect(["false-alarm", ...PLAYBOOK_IDS]).toEqual(expect.arrayContaining(exits));
  });

  test("brings back what is not known yet", () => {
    for (const step of template.steps) {
      const unknown = step.decision?.options.find((option) => option.value === step.decision?.unknown_value);
      if (step.decision !== undefined) expect(unknown?.review_after_seconds, step.key).toBeGreaterThan(0);
    }
  });

  test("asks for proof of every step that is not a decision or a pause", () => {
    expect(
      keysWhere(
        (step) =>
          step.mode !== "decision" && step.mode !== "pause" && !step.evidence.some((rule) => rule.required),
      ),
    ).toEqual([]);
  });

  test("can answer every decision without an attachment, for the basis may be that there is no log", () => {
    const asking = template.steps.filter((step) => step.mode === "decision" && !step.optional);
    expect(asking.flatMap((step) => step.evidence.filter((rule) => rule.required))).toEqual([]);
  });

  test("says for every command what proves that it worked, and what to do if it did not", () => {
    const commands = template.steps.filter((step) => step.snippets.length > 0);
    expect(commands.filter((step) => step.expect === undefined || step.if_not === undefined)).toEqual([]);
  });

  test("has commands a shell can read", () => {
    const snippets = template.steps.flatMap((step) => step.snippets);
    const filled = snippets.map((snippet) => snippet.text.replaceAll(/\{\{(\w+)\}\}/g, "$1"));
    const shell = spawnSync("sh", ["-n"], { input: filled.join("\n"), encoding: "utf8" });
    expect({ status: shell.status, stderr: shell.stderr }).toEqual({ status: 0, stderr: "" });
  });

  test("gives every step something to do, something to see and a way out", () => {
    expect(keysWhere((step) => step.do.length === 0)).toEqual([]);
    expect(
      keysWhere((step) => step.mode !== "decision" && (step.expect ?? step.if_not) === undefined),
    ).toEqual([]);
  });

  test("says how to take back what can be taken back and may break something", () => {
    expect(
      keysWhere((step) => step.danger >= 2 && step.reversible !== "no" && step.undo === undefined),
    ).toEqual([]);
  });

  test("never calls a check the end of a step: done is a state", () => {
    expect(keysWhere((step) => /\bchecked\b/i.test(step.done_when))).toEqual([]);
  });

  test("speaks of no case, ticket, task or alert", () => {
    expect(
      textsOf(template).filter((text) => /\b(cases?|tickets?|tasks?|alerts?)\b/i.test(text.text)),
    ).toEqual([]);
  });

  test("fits one committed field of the log", () => {
    expect(canonicalTemplate(template).length).toBeLessThanOrEqual(65_000);
  });

  test("is read by a nine-year-old as a whole, and each step by one of eleven", () => {
    const texts = textsOf(template);
    expect(readingAge(texts.map((text) => text.text))).toBeLessThanOrEqual(9);
    for (const [index, step] of template.steps.entries()) {
      const own = texts.filter(({ path }) => path[0] === "steps" && path[1] === index);
      expect(readingAge(own.map((text) => text.text)), step.key).toBeLessThanOrEqual(11);
    }
  });
});

describe("steps that playbooks share", () => {
  const shared = grouped(
    shipped.flatMap(([, template]) => template.steps.filter((step) => step.shared_key !== undefined)),
    (step) => step.shared_key ?? "",
  );
  const lists = grouped(
    shipped.flatMap(([, template]) => template.collections),
    (collection) => collection.key,
  );

  test("are these, in every playbook", () => {
    const keys =
      `clock.t0 roles.lead risk.rate D.breach reg.list ctl.tell reg.draft reg.send ppl.decide ppl.send
      silence.request`.split(/\s+/);
    expect(new Set(shared.keys())).toEqual(new Set(keys));
    for (const steps of shared.values()) expect(steps).toHaveLength(shipped.length);
  });

  test("are word for word the same, but for the seats a playbook fills", () => {
    for (const [key, [first, ...others]] of shared) {
      if (key === "roles.lead") continue;
      for (const other of others) expect(other, key).toEqual(first);
    }
  });

  test("repeat for lists that are the same everywhere; every other list belongs to one playbook", () => {
    const common = [...lists].filter(([, copies]) => copies.length > 1);
    expect(common.map(([key]) => key).sort()).toEqual(["controllers", "groups", "regimes"]);
    for (const [key, [first, ...others]] of common) {
      expect(others).toHaveLength(shipped.length - 1);
      for (const other of others) expect(other, key).toEqual(first);
    }
  });
});

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

describe("the reading age", () => {
  test("of a first reader is low and of a regulation is high", () => {
    expect(readingAge(["The cat sat on the mat. It saw a dog. The dog ran off."])).toBeLessThan(8);
    expect(
      readingAge([
        "Notwithstanding the applicability of supplementary notification obligations, organisations processing " +
          "personal information shall communicate particulars concerning compromised confidentiality.",
      ]),
    ).toBeGreaterThan(20);
  });
});
