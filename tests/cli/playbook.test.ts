import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sangfroid } from "./command-line.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sangfroid-playbook-"));
});

afterAll(() => rm(folder, { recursive: true }));

const LEAKED_KEY = "app/content/playbooks/leaked-key.yaml";

const DOOR = `id: open-door
version: 1.0.0
language: en
title: Open door
summary: A door may be open.
entry_conditions: [Someone says so]
exit_conditions: [{ when: There is no door, go_to: false-alarm }]
last_drilled: null
phases: [{ key: P0, title: First }]
tracks: [{ key: main, title: Main }]
killer_steps: [look]
steps:
  - { key: look, phase: P0, track: main, title: Look, why: It may be open., mode: read-do, danger: 0, done_when: You know. }
`;

describe("playbook check", () => {
  test("of a good file answers ok and exits 0", async () => {
    const { code, stdout, stderr } = await sangfroid("playbook", "check", LEAKED_KEY);
    expect({ code, stderr, answer: JSON.parse(stdout) }).toEqual({
      code: 0,
      stderr: "",
      answer: { ok: true, problems: [] },
    });
  });

  test("of a file with a loop shows the loop and exits 1", async () => {
    const path = await file("loop.yaml", DOOR.replace("danger: 0", "danger: 0, depends_on: [look]"));
    const { code, stdout, stderr } = await sangfroid("playbook", "check", path);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      problems: [
        {
          code: "cycle",
          level: "problem",
          at: "look",
          line: 13,
          message: expect.stringContaining("look → look"),
        },
      ],
    });
    expect(stderr).toContain("loop.yaml:13: ");
  });

  test("of a file with a warning alone names it, is ok and exits 0", async () => {
    const path = await file("loud.yaml", DOOR.replace("You know.", "You know!"));
    const { code, stdout } = await sangfroid("playbook", "check", path);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, problems: [{ code: "tone", level: "warning" }] });
  });

  test("of a file that is not YAML names the line and exits 2", async () => {
    const path = await file("torn.yaml", DOOR.replace("killer_steps: [look]", "killer_steps: [look"));
    const { code, stdout, stderr } = await sangfroid("playbook", "check", path);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, problems: [{ code: "yaml", line: 12 }] });
    expect(stderr).toContain("torn.yaml:12: ");
  });

  test("of a translation reads the playbook beside it", async () => {
    await file("door.yaml", DOOR);
    const path = await file(
      "door.fr.yaml",
      "of: open-door\nversion: 1.0.0\nlanguage: fr\ntitle: Porte ouverte\n",
    );
    const { code, stdout } = await sangfroid("playbook", "check", path);
    expect(code).toBe(1);
    expect(JSON.parse(stdout).problems).toContainEqual(
      expect.objectContaining({ code: "missing-text", at: "steps.look.title" }),
    );
  });

  test("of a translation without its playbook says what is missing and exits 2", async () => {
    const path = await file("gate.fr.yaml", "of: open-gate\n");
    expect(await sangfroid("playbook", "check", path)).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("gate.fr.yaml is a translation. There is no file"),
    });
  });

  test.each([
    ["a file that is not there", () => join(folder, "nowhere.yaml"), "There is no file"],
    ["a folder", () => folder, "cannot be read (EISDIR)"],
    [
      "bytes that are not text",
      () => file("bytes.yaml", Uint8Array.of(0xff, 0xfe, 0x00)),
      "is not UTF-8 text",
    ],
  ])("of %s exits 2 with the reason on stderr alone", async (_, path, words) => {
    expect(await sangfroid("playbook", "check", await path())).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining(words),
    });
  });
});

describe("playbook list and show", () => {
  test("list gives id, version, title, number of steps and hash", async () => {
    const { code, stdout } = await sangfroid("playbook", "list");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toContainEqual({
      id: "leaked-key",
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      title: "Leaked access key or token",
      language: "en",
      steps: 44,
      lastDrilled: null,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test("show gives the whole template with the hash that list gives", async () => {
    const shown = JSON.parse((await sangfroid("playbook", "show", "leaked-key")).stdout);
    const listed = JSON.parse((await sangfroid("playbook", "list")).stdout);
    expect(shown.template.steps).toHaveLength(44);
    expect(listed).toContainEqual(expect.objectContaining({ id: "leaked-key", hash: shown.hash }));
  });

  test("show of an unknown playbook exits 2 and names the nearest", async () => {
    expect(await sangfroid("playbook", "show", "leaked-keys")).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("Did you mean leaked-key?"),
    });
  });
});

test.each([
  [[], "Say check, list or show."],
  [["chek"], 'There is no "playbook chek". Say check, list or show.'],
  [["check"], "Name the file to check."],
  [["show"], "Name the playbook to show."],
  [["list", "all"], '"all" is one argument too many.'],
  [["check", "a", "b"], '"b" is one argument too many.'],
  [["list", "--all"], "There is no option --all."],
])("playbook %j exits 2 with one sentence", async (args, words) => {
  expect(await sangfroid("playbook", ...args)).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringContaining(words),
  });
});

async function file(name: string, text: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}
