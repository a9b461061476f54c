import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkTemplate, isUsable } from "#app/core/playbook/check.ts";
import type { Problem, ProblemCode } from "#app/core/playbook/problem.ts";
import type { Template } from "#app/core/playbook/template.ts";
import { aDecision, aStep, aTemplate } from "./a-template.ts";

const LONG_81 = `Check ${"x".repeat(75)}`;
const LONG_80 = `Check ${"x".repeat(74)}`;
const PHASES = [
  { key: "P0", title: "First" },
  { key: "P1", title: "Second" },
];

interface Row {
  readonly rule: string;
  readonly code: ProblemCode;
  readonly level?: Problem["level"];
  /** The step or place that is named. */
  readonly at: string;
  readonly wrong: Template;
  /** The same, mended: the code must be gone. */
  readonly right: Template;
}

const NAMES: readonly Row[] = [
  {
    rule: "two steps with one key",
    code: "duplicate-key",
    at: "look",
    wrong: aTemplate([aStep("look"), aStep("look")]),
    right: aTemplate([aStep("look"), aStep("shut")]),
  },
  {
    rule: "two phases with one key",
    code: "duplicate-key",
    at: "P0",
    wrong: aTemplate([aStep("look")], { phases: [...PHASES, PHASES[0]] }),
    right: aTemplate([aStep("look"), aStep("shut", { phase: "P1" })], { phases: PHASES }),
  },
  {
    rule: "two evidence rules of a step with one key",
    code: "duplicate-key",
    at: "look",
    wrong: aTemplate([aStep("look", { evidence: [evidence("photo"), evidence("photo")] })]),
    right: aTemplate([aStep("look", { evidence: [evidence("photo"), evidence("time")] })]),
  },
  {
    rule: "two fields of a step with one key",
    code: "duplicate-key",
    at: "look",
    wrong: aTemplate([aStep("look", { fields: [field("door"), field("door")] })]),
    right: aTemplate([aStep("look", { fields: [field("door"), field("floor")] })]),
  },
  {
    rule: "two options of a decision with one value",
    code: "duplicate-key",
    at: "open",
    wrong: aTemplate([twoOptions("later", "later")]),
    right: aTemplate([twoOptions("yes", "later")]),
  },
  {
    rule: "a killer step named twice",
    code: "duplicate-key",
    at: "look",
    wrong: aTemplate([aStep("look"), aStep("shut")], { killer_steps: ["look", "look"] }),
    right: aTemplate([aStep("look"), aStep("shut")], { killer_steps: ["look", "shut"] }),
  },
  {
    rule: "a key that ends like the id of a repeated item",
    code: "reserved-key",
    at: "look.i2",
    wrong: aTemplate([aStep("look.i2")]),
    right: aTemplate([aStep("look.in2")]),
  },
  {
    rule: "depends_on an unknown step",
    code: "unknown-key",
    at: "shut",
    wrong: aTemplate([aStep("look"), aStep("shut", { depends_on: ["lock"] })]),
    right: aTemplate([aStep("look"), aStep("shut", { depends_on: ["look"] })]),
  },
  {
    rule: "an option's next naming an unknown step",
    code: "unknown-key",
    at: "open",
    wrong: aTemplate([aDecision("open", { yes: ["shut"] })]),
    right: aTemplate([aDecision("open", { yes: ["shut"] }), aStep("shut", { depends_on: ["open"] })]),
  },
  {
    rule: "a killer step that does not exist",
    code: "unknown-key",
    at: "killer_steps.0",
    wrong: aTemplate([aStep("look")], { killer_steps: ["lok"] }),
    right: aTemplate([aStep("look")], { killer_steps: ["look"] }),
  },
  {
    rule: "an undeclared phase",
    code: "unknown-key",
    at: "look",
    wrong: aTemplate([aStep("look", { phase: "P1" })]),
    right: aTemplate([aStep("look", { phase: "P0" })]),
  },
  {
    rule: "an undeclared track",
    code: "unknown-key",
    at: "look",
    wrong: aTemplate([aStep("look", { track: "side" })]),
    right: aTemplate([aStep("look", { track: "main" })]),
  },
  {
    rule: "an undeclared collection in repeat_for",
    code: "unknown-key",
    at: "look",
    wrong: aTemplate([aStep("look", { repeat_for: "doors" })]),
    right: aTemplate([aStep("look", { repeat_for: "doors" })], { collections: [doors()] }),
  },
  {
    rule: "an anchor on a step that is not a decision",
    code: "unknown-key",
    at: "shut",
    wrong: aTemplate([aStep("look"), aStep("shut", { anchor: "decision:look" })]),
    right: aTemplate([aDecision("look"), aStep("shut", { anchor: "decision:look" })]),
  },
  {
    rule: "the anchor item_added on a step that does not repeat",
    code: "unknown-key",
    at: "look",
    wrong: aTemplate([aStep("look", { anchor: "item_added" })]),
    right: aTemplate([aStep("look", { anchor: "item_added", repeat_for: "doors" })], {
      collections: [doors()],
    }),
  },
  {
    rule: "an option that starts an unknown playbook",
    code: "unknown-playbook",
    at: "open",
    wrong: aTemplate([starting("data-for-sail")]),
    right: aTemplate([starting("data-for-sale")]),
  },
  {
    rule: "an option that starts its own playbook",
    code: "unknown-playbook",
    at: "open",
    wrong: aTemplate([starting("insider")], { id: "insider" }),
    right: aTemplate([starting("insider")]),
  },
  {
    rule: "an exit to an unknown playbook",
    code: "unknown-playbook",
    level: "warning",
    at: "exit_conditions.0.go_to",
    wrong: aTemplate([aStep("look")], { exit_conditions: [{ when: "It is a gate", go_to: "open-gate" }] }),
    right: aTemplate([aStep("look")], { exit_conditions: [{ when: "It is a thief", go_to: "insider" }] }),
  },
  {
    rule: "fewer killer steps than five where there are five steps",
    code: "killer-steps",
    level: "warning",
    at: "killer_steps",
    wrong: aTemplate(many(5), { killer_steps: ["s1", "s2", "s3", "s4"] }),
    right: aTemplate(many(5), { killer_steps: ["s1", "s2", "s3", "s4", "s5"] }),
  },
  {
    rule: "a phase without a step",
    code: "unused-name",
    level: "warning",
    at: "phases.1",
    wrong: aTemplate([aStep("look")], { phases: PHASES }),
    right: aTemplate([aStep("look"), aStep("shut", { phase: "P1" })], { phases: PHASES }),
  },
  {
    rule: "a collection nothing repeats for",
    code: "unused-name",
    level: "warning",
    at: "collections.0",
    wrong: aTemplate([aStep("look")], { collections: [doors()] }),
    right: aTemplate([aStep("look", { repeat_for: "doors" })], { collections: [doors()] }),
  },
];

const ORDER: readonly Row[] = [
  {
    rule: "a step that waits for itself",
    code: "cycle",
    at: "look",
    wrong: aTemplate([aStep("look", { depends_on: ["look"] })]),
    right: aTemplate([aStep("look")]),
  },
  {
    rule: "steps that wait for each other",
    code: "cycle",
    at: "a",
    wrong: aTemplate([
      aStep("a", { depends_on: ["b"] }),
      aStep("b", { depends_on: ["c"] }),
      aStep("c", { depends_on: ["a"] }),
    ]),
    right: aTemplate([aStep("a", { depends_on: ["b"] }), aStep("b", { depends_on: ["c"] }), aStep("c")]),
  },
  {
    rule: "a decision that waits for a step of its own branch",
    code: "cycle",
    at: "open",
    wrong: aTemplate([aDecision("open", { yes: ["shut"] }, { depends_on: ["shut"] }), aStep("shut")]),
    right: aTemplate([aDecision("open", { yes: ["shut"] }), aStep("shut", { depends_on: ["open"] })]),
  },
  {
    rule: "a branch that does not wait for its decision",
    code: "branch-before-decision",
    level: "warning",
    at: "shut",
    wrong: aTemplate([aDecision("open", { yes: ["shut"] }), aStep("shut")]),
    right: aTemplate([
      aDecision("open", { yes: ["shut"] }),
      aStep("look", { depends_on: ["open"] }),
      aStep("shut", { depends_on: ["look"] }),
    ]),
  },
  {
    rule: "a step behind a loop",
    code: "unreachable",
    at: "shut",
    wrong: aTemplate([aStep("look", { depends_on: ["look"] }), aStep("shut", { depends_on: ["look"] })]),
    right: aTemplate([aStep("look"), aStep("shut", { depends_on: ["look"] })]),
  },
  {
    rule: "a step that waits for a step of another option",
    code: "unreachable",
    at: "shut",
    wrong: aTemplate([
      aDecision("open", { yes: ["shut"], no: ["note"] }),
      aStep("note", { depends_on: ["open"] }),
      aStep("shut", { depends_on: ["note"] }),
    ]),
    right: aTemplate([
      aDecision("open", { yes: ["shut", "note"], no: ["note"] }),
      aStep("note", { depends_on: ["open"] }),
      aStep("shut", { depends_on: ["note"] }),
    ]),
  },
  {
    rule: "a step that waits for two steps of different options",
    code: "unreachable",
    at: "tell",
    wrong: aTemplate([
      aDecision("open", { yes: ["shut"], no: ["note"] }),
      aStep("shut", { depends_on: ["open"] }),
      aStep("note", { depends_on: ["open"] }),
      aStep("tell", { depends_on: ["shut", "note"] }),
    ]),
    right: aTemplate([
      aDecision("open", { yes: ["shut"], no: ["note"] }),
      aStep("shut", { depends_on: ["open"] }),
      aStep("note", { depends_on: ["open"] }),
      aStep("tell", { depends_on: ["shut"] }),
    ]),
  },
  {
    rule: "ten steps in one list without a pause point",
    code: "no-pause-point",
    level: "warning",
    at: "s10",
    wrong: aTemplate(many(10)),
    right: aTemplate([...many(5), aStep("PAUSE", { title: "Pause", mode: "pause" }), ...many(10).slice(5)]),
  },
];

const SAFETY: readonly Row[] = [
  {
    rule: "danger 3 for one person without a reason",
    code: "one-person-danger",
    at: "look",
    wrong: aTemplate([aStep("look", { danger: 3 })]),
    right: aTemplate([aStep("look", { danger: 3, one_person_because: "Nobody else is awake." })]),
  },
  {
    rule: "danger 3 without four eyes",
    code: "one-person-danger",
    at: "look",
    wrong: aTemplate([aStep("look", { danger: 3 })]),
    right: aTemplate([aStep("look", { danger: 3, four_eyes: true })]),
  },
  {
    rule: "two roles without four eyes",
    code: "dual-role",
    at: "look",
    wrong: aTemplate([aStep("look", { dual_role: ["privacy", "executive"] })]),
    right: aTemplate([aStep("look", { dual_role: ["privacy", "executive"], four_eyes: true })]),
  },
  {
    rule: "mode decision without a question",
    code: "decision-mode",
    at: "look",
    wrong: aTemplate([aStep("look", { mode: "decision" })]),
    right: aTemplate([aDecision("look")]),
  },
  {
    rule: "a question in another mode",
    code: "decision-mode",
    at: "open",
    wrong: aTemplate([aDecision("open", {}, { title: "Ask whether it is open", mode: "do-confirm" })]),
    right: aTemplate([aDecision("open", {}, { title: "Ask whether it is open" })]),
  },
  {
    rule: "a decision nobody can answer with cannot tell",
    code: "unknown-value",
    at: "open",
    wrong: aTemplate([twoOptions("yes", "no")]),
    right: aTemplate([twoOptions("yes", "later")]),
  },
];

const WORDS: readonly Row[] = [
  {
    rule: "a title of 81 characters",
    code: "long-title",
    at: "look",
    wrong: aTemplate([aStep("look", { title: LONG_81 })]),
    right: aTemplate([aStep("look", { title: LONG_80 })]),
  },
  {
    rule: "a decision's title of 81 characters",
    code: "long-title",
    at: "open",
    wrong: aTemplate([aDecision("open", {}, { title: LONG_81 })]),
    right: aTemplate([aDecision("open", {}, { title: LONG_80 })]),
  },
  {
    rule: "a title without a verb",
    code: "no-verb",
    at: "look",
    wrong: aTemplate([aStep("look", { title: "The door" })]),
    right: aTemplate([aStep("look", { title: "Shut the door" })]),
  },
  {
    rule: "a title that begins with a verb in the third person",
    code: "no-verb",
    at: "look",
    wrong: aTemplate([aStep("look", { title: "Checks the door" })]),
    right: aTemplate([aStep("look", { title: "Check: the door" })]),
  },
  {
    rule: "a noun for a title where only a pause point may have one",
    code: "no-verb",
    at: "look",
    wrong: aTemplate([aStep("look", { title: "Five questions" })]),
    right: aTemplate([aStep("look", { title: "Five questions", mode: "pause" })]),
  },
  {
    rule: "an English rule for an English title only",
    code: "no-verb",
    at: "look",
    wrong: aTemplate([aStep("look", { title: "Fermer la porte" })]),
    right: aTemplate([aStep("look", { title: "Fermer la porte" })], { language: "fr" }),
  },
  ...["token", "api_key", "password", "client_secret", "passphrase", "session", "otp"].map(
    (name): Row => ({
      rule: `a command that asks for {{${name}}}`,
      code: "secret-variable",
      at: "look",
      wrong: withSnippet(`open {{${name}}}`),
      right: withSnippet(`open {{${name}_id}}`),
    }),
  ),
  {
    rule: "a variable with capital letters and blanks",
    code: "broken-variable",
    at: "look",
    wrong: withSnippet("open {{ Door Name }}"),
    right: withSnippet("open {{door_name}}"),
  },
  {
    rule: "a variable that does not end",
    code: "broken-variable",
    at: "look",
    wrong: withSnippet("open {{door"),
    right: withSnippet(`open '{"a":{"b":1}}' {{door}}`),
  },
  {
    rule: "a variable outside a command",
    code: "broken-variable",
    at: "look",
    wrong: aTemplate([aStep("look", { do: ["Open {{door}}."] })]),
    right: aTemplate([aStep("look", { do: ["Open the door."] })]),
  },
  {
    rule: "a character that turns a command's direction",
    code: "hidden-character",
    at: "look",
    wrong: withSnippet("open \u202Edoor"),
    right: withSnippet("open door\n\tand wait"),
  },
  {
    rule: "a zero-width character in a title",
    code: "hidden-character",
    at: "look",
    wrong: aTemplate([aStep("look", { title: "Check\u200B the door" })]),
    right: aTemplate([aStep("look", { title: "Check the door – d’accord" })]),
  },
  {
    rule: "half of a character in a text",
    code: "hidden-character",
    at: "look",
    wrong: aTemplate([aStep("look", { why: "It may be \uD83D open." })]),
    right: aTemplate([aStep("look", { why: "It may be 🚪 open." })]),
  },
  ...["Look now!", "Please look.", "Oops, it is open.", "Click here to look."].map(
    (text): Row => ({
      rule: `the words “${text}”`,
      code: "tone",
      level: "warning",
      at: "look",
      wrong: aTemplate([aStep("look", { do: [text] })]),
      right: aTemplate([aStep("look", { do: ["Look, then write what you saw."] })]),
    }),
  ),
  {
    rule: "a playbook the log cannot hold",
    code: "too-large",
    at: "open-door",
    wrong: aTemplate(many(40, { do: ["x".repeat(1500)] })),
    right: aTemplate(many(40, { do: ["x".repeat(500)] })),
  },
];

describe.each([
  ["names", NAMES],
  ["order", ORDER],
  ["safety", SAFETY],
  ["words", WORDS],
] as const)("rules on %s", (_, rows) => {
  test.each(rows)("$rule → $code at $at", ({ code, level = "problem", at, wrong, right }) => {
    const found = checkTemplate(wrong).filter((problem) => problem.code === code);
    expect(found).toEqual([expect.objectContaining({ at, level })]);
    expect(checkTemplate(right).map((problem) => problem.code)).not.toContain(code);
  });
});

test("a template that breaks no rule has no problem", () => {
  expect(checkTemplate(aTemplate())).toEqual([]);
});

test("a loop is shown as the way around it", () => {
  const [problem] = checkTemplate(
    aTemplate([
      aStep("a", { depends_on: ["b"] }),
      aStep("b", { depends_on: ["c"] }),
      aStep("c", { depends_on: ["a"] }),
    ]),
  );
  expect(problem?.message).toContain("a → b → c → a");
});

test("each of two separate loops is found, and the way into a loop is not part of it", () => {
  const loops = checkTemplate(
    aTemplate([
      aStep("way", { depends_on: ["a"] }),
      aStep("a", { depends_on: ["b"] }),
      aStep("b", { depends_on: ["a"] }),
      aStep("c", { depends_on: ["d"] }),
      aStep("d", { depends_on: ["c"] }),
    ]),
  ).filter((problem) => problem.code === "cycle");
  expect(loops.map((problem) => problem.message)).toEqual([
    expect.stringContaining("a → b → a"),
    expect.stringContaining("c → d → c"),
  ]);
});

test("an unknown key is answered with the nearest known one", () => {
  const [problem] = checkTemplate(aTemplate([aStep("look"), aStep("shut", { depends_on: ["lok"] })]));
  expect(problem?.cure).toBe("Did you mean look?");
});

test("everything wrong is listed, not the first thing", () => {
  const codes = checkTemplate(
    aTemplate([aStep("look", { title: "The door", danger: 3, depends_on: ["lock"] })]),
  ).map((problem) => problem.code);
  expect(codes).toEqual(["unknown-key", "one-person-danger", "no-verb"]);
});

test("a template with warnings alone may be used, one with a problem may not", () => {
  expect(isUsable(checkTemplate(aTemplate(many(10))))).toBe(true);
  expect(isUsable(checkTemplate(aTemplate([aStep("look", { danger: 3 })])))).toBe(false);
});

test("steps that wait only for earlier ones never form a loop, and one arrow back always does", () => {
  const graph = fc
    .integer({ min: 2, max: 12 })
    .chain((size) =>
      fc.tuple(fc.constant(size), fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 30 })),
    );
  fc.assert(
    fc.property(graph, ([size, pairs]) => {
      const depends = Array.from({ length: size }, (_, index) =>
        pairs.filter(([a, b]) => a === index && b < a).map(([, b]) => `s${b}`),
      );
      // A chain through all steps makes the arrow from the first to the last one close a loop.
      const chained = depends.map((keys, index) => (index === 0 ? keys : [...keys, `s${index - 1}`]));
      const steps = chained.map((depends_on, index) => aStep(`s${index}`, { depends_on }));
      expect(codesOf(aTemplate(steps))).not.toContain("cycle");
      const closed = steps.map((step, index) =>
        index === 0 ? { ...step, depends_on: [`s${size - 1}`] } : step,
      );
      expect(codesOf(aTemplate(closed))).toContain("cycle");
    }),
    { numRuns: 60 },
  );
});

function codesOf(template: Template): readonly ProblemCode[] {
  return checkTemplate(template).map((problem) => problem.code);
}

function evidence(key: string) {
  return { key, label: "A photo", kind: "file" as const, min_count: 1, required: true };
}

function field(key: string) {
  return { key, label: "Which door", required: true };
}

function doors() {
  return { key: "doors", title: "Doors", item: "door" };
}

function many(count: number, more = {}) {
  return Array.from({ length: count }, (_, index) => aStep(`s${index + 1}`, more));
}

function twoOptions(first: string, second: string) {
  const step = aDecision("open");
  const options = [first, second].map((value) => ({
    value,
    label: value,
    criteria: "You can see it.",
    next: [],
  }));
  return { ...step, decision: { question: "Is it open?", unknown_value: "later", options } };
}

function starting(playbook: string) {
  const step = twoOptions("yes", "later");
  const options = step.decision.options.map((option) => ({ ...option, starts: playbook })).slice(0, 1);
  return {
    ...step,
    decision: { ...step.decision, options: [...options, ...step.decision.options.slice(1)] },
  };
}

function withSnippet(text: string) {
  return aTemplate([aStep("look", { snippets: [{ provider: "Door", label: "Open it", text }] })]);
}
