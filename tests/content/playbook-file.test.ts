import { describe, expect, test } from "vitest";
import { type FileProblem, readOverlay, readPlaybook } from "#app/server/content/playbook-file.server.ts";

const DOOR = `id: open-door
version: 1.0.0
language: en
title: Open door
summary: A door may be open.
entry_conditions: [Someone says that a door is open]
exit_conditions: [{ when: There is no door, go_to: false-alarm }]
last_drilled: null
phases: [{ key: P0, title: First }]
tracks: [{ key: main, title: Main }]
killer_steps: [look, shut]
steps:
  - key: look
    phase: P0
    track: main
    title: Look at the door
    why: It may be open.
    mode: read-do
    danger: 0
    do: [Go there., Look.]
    done_when: You know.
  - key: shut
    phase: P0
    track: main
    title: Shut the door
    why: It is cold.
    mode: read-do
    danger: 1
    depends_on: [look]
    evidence: [{ key: photo, label: A photo, kind: file }]
    snippets: [{ provider: Door, label: Push it, text: "push {{door}}" }]
    done_when: The door is shut.
`;

const PORTE = `of: open-door
version: 1.0.0
language: fr
title: Porte ouverte
summary: Une porte est peut-être ouverte.
entry_conditions: [Quelqu'un dit qu'une porte est ouverte]
exit_conditions: [Il n'y a pas de porte]
phases: { P0: D'abord }
tracks: { main: Principal }
steps:
  look:
    title: Regarder la porte
    why: Elle est peut-être ouverte.
    do: [Y aller., Regarder.]
    done_when: Vous savez.
  shut:
    title: Fermer la porte
    why: Il fait froid.
    evidence: { photo: { label: Une photo } }
    snippets: [Pousser]
    done_when: La porte est fermée.
`;

describe("a playbook file", () => {
  test("is read with its defaults filled in", () => {
    const { playbook, problems } = readPlaybook(DOOR);
    expect(problems).toEqual([]);
    expect(playbook?.template.steps[0]).toMatchObject({ anchor: "t0", four_eyes: false, evidence: [] });
  });

  test("has one hash whatever its comments, order and layout are", () => {
    const other = `# a note\n${DOOR.replace("danger: 0\n", "danger: 0 # none\n").replace(
      "[Go there., Look.]",
      "\n      - Go there.\n      - 'Look.'",
    )}`;
    expect(readPlaybook(other).playbook?.hash).toBe(hashOf(DOOR));
  });

  test("has the same hash when a default is written out", () => {
    expect(hashOf(DOOR.replace("mode: read-do", "four_eyes: false\n    mode: read-do"))).toBe(hashOf(DOOR));
  });

  test("has another hash when one letter of it changes", () => {
    expect(hashOf(DOOR.replace("It is cold.", "It is cool."))).not.toBe(hashOf(DOOR));
  });

  test.each([
    ["an open bracket", "killer_steps: [look, shut]", "killer_steps: [look, shut", 12],
    ["a bad indentation", "    why: It is cold.", "   why: It is cold.", 26],
    ["a key given twice", "    why: It is cold.", "    why: It is cold.\n    why: Again.", 27],
    ["an unknown tag", "title: Open door", "title: !door Open door", 4],
  ])("that is not YAML because of %s is unreadable, with the line", (_, right, wrong, line) => {
    const reading = readPlaybook(DOOR.replace(right, wrong));
    expect(reading.readable).toBe(false);
    expect(reading.playbook).toBeUndefined();
    expect(reading.problems[0]).toMatchObject({ code: "yaml", line });
  });

  test("that grows without end through aliases is unreadable", () => {
    const levels = Array.from(
      { length: 12 },
      (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`,
    );
    expect(readPlaybook(`a0: &a0 [x, x]\n${levels.join("\n")}\n`).readable).toBe(false);
  });

  test.each([
    ["a missing field", "    why: It is cold.\n", "", 22, "shut", "why is missing."],
    [
      "a field that does not exist",
      "why: It is cold.",
      "wy: It is cold.",
      26,
      "shut",
      "There is no field wy here.",
    ],
    ["a danger of 4", "danger: 1", "danger: 4", 28, "shut", "danger"],
    ["a mode that does not exist", "danger: 1", "danger: 1\n    optional: perhaps", 29, "shut", "optional"],
    ["a version of two numbers", "version: 1.0.0", "version: '1.0'", 2, "version", "major.minor.patch"],
  ])("with %s says so, with the line and the step", (_, right, wrong, line, at, words) => {
    const { readable, playbook, problems } = readPlaybook(DOOR.replace(right, wrong));
    expect({ readable, playbook }).toEqual({ readable: true, playbook: undefined });
    const found = problems.find((problem) => problem.message.includes(words));
    expect(found).toMatchObject({ code: "schema", line, at });
  });

  test.each([
    ["its step", "danger: 1", "danger: 3", 28, "one-person-danger"],
    ["its dependency", "depends_on: [look]", "depends_on: [lok]", 29, "unknown-key"],
    ["its title", "title: Shut the door", "title: The door", 25, "no-verb"],
    ["its command", "{{door}}", "{{password}}", 31, "secret-variable"],
    ["its killer step", "[look, shut]", "[look, shove]", 11, "unknown-key"],
  ])("shows a broken rule on the line of %s", (_, right, wrong, line, code) => {
    const { playbook, problems } = readPlaybook(DOOR.replace(right, wrong));
    expect(playbook).toBeUndefined();
    expect(problems).toContainEqual(expect.objectContaining({ code, line }));
  });

  test("that is empty, a list or a word is a problem, not a crash", () => {
    for (const text of ["", "- a\n- b\n", "door", "null"]) {
      expect(codes(readPlaybook(text).problems), text).toContain("schema");
    }
  });

  test("cannot reach the prototype of anything", () => {
    const { problems } = readPlaybook(`${DOOR}__proto__: { id: other }\n`);
    expect(codes(problems)).toEqual(["schema"]);
  });

  test("with warnings alone may be used", () => {
    const { playbook, problems } = readPlaybook(DOOR.replace("It is cold.", "It is cold!"));
    expect(codes(problems)).toEqual(["tone"]);
    expect(playbook).toBeDefined();
  });
});

describe("a translation", () => {
  test("changes the words and nothing else", () => {
    const { template, problems } = translated(PORTE);
    expect(problems).toEqual([]);
    expect(template?.language).toBe("fr");
    expect(template?.steps[1]).toMatchObject({
      key: "shut",
      title: "Fermer la porte",
      depends_on: ["look"],
      evidence: [{ key: "photo", label: "Une photo", kind: "file" }],
      snippets: [{ provider: "Door", label: "Pousser", text: "push {{door}}" }],
    });
    expect(template?.exit_conditions).toEqual([{ when: "Il n'y a pas de porte", go_to: "false-alarm" }]);
  });

  test.each([
    ["a text is missing", "    why: Il fait froid.\n", "", "missing-text", "steps.shut.why", 16],
    ["a line of do is missing", "[Y aller., Regarder.]", "[Y aller.]", "missing-text", "steps.look.do.1", 14],
    ["a step does not exist", "  look:\n", "  voir:\n", "extra-text", "steps.voir.title", 12],
    [
      "it gives what is not a text",
      "evidence: { photo: { label: Une photo } }",
      "danger: zéro\n    evidence: { photo: { label: Une photo } }",
      "extra-text",
      "steps.shut.danger",
      19,
    ],
    ["it is of another version", "version: 1.0.0", "version: 1.1.0", "other-version", "version", 2],
    ["it is of another playbook", "of: open-door", "of: open-gate", "other-version", "version", 2],
    [
      "a text is too long",
      "Il fait froid.",
      `Il fait ${"très ".repeat(110)}froid.`,
      "schema",
      "steps.shut.why",
      18,
    ],
  ])("is refused when %s", (_, right, wrong, code, at, line) => {
    const { template, problems } = translated(PORTE.replace(right, wrong));
    expect(template).toBeUndefined();
    expect(problems).toContainEqual(expect.objectContaining({ code, at, line }));
  });

  test("is checked for its words too", () => {
    const { template, problems } = translated(PORTE.replace("Fermer la porte", `Fermer ${"x".repeat(80)}`));
    expect(template).toBeUndefined();
    expect(problems).toEqual([expect.objectContaining({ code: "long-title", at: "shut", line: 17 })]);
  });

  test("that is not YAML is unreadable, with the line", () => {
    expect(translated(PORTE.replace("{ P0: D'abord }", "{ P0: D'abord"))).toMatchObject({ readable: false });
  });
});

function hashOf(text: string): string | undefined {
  return readPlaybook(text).playbook?.hash;
}

function translated(text: string) {
  const { playbook } = readPlaybook(DOOR);
  if (playbook === undefined) throw new Error("the playbook of this test has a problem");
  return readOverlay(text, playbook.template);
}

function codes(problems: readonly FileProblem[]): readonly string[] {
  return problems.map((problem) => problem.code);
}
