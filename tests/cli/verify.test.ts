import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contain } from "#tests/audit/containers.ts";
import { expected, vectorText } from "#tests/audit/vectors.ts";
import { sangfroidWith } from "./command-line.ts";

const VECTORS = "tests/vectors/sangfroid";
const VKEY = `${VECTORS}/plain.vkey`;
const PLAIN = `${VECTORS}/plain.zip`;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sangfroid-verify-"));
});

afterAll(() => rm(folder, { recursive: true }));

const commands = [{ name: "verify", summary: "verify a bundle", load: () => import("#app/cli/verify.ts") }];
const verify = (...args: string[]) => sangfroidWith(commands, "verify", ...args);

async function verifyJson(...args: string[]) {
  const { code, stdout } = await verify(...args, "--json");
  return { code, answer: JSON.parse(stdout) };
}

describe("the runs of the independent writer", () => {
  test.each(expected.runs)("$bundle $vkey $checkpoints $receipts $consistency: exit $exit", async (run) => {
    const files = (option: string, names: readonly string[]) =>
      names.flatMap((name) => [option, `${VECTORS}/${name}`]);
    const { code, answer } = await verifyJson(
      `${VECTORS}/${run.bundle}`,
      ...(run.vkey === null ? [] : ["--vkey", `${VECTORS}/${run.vkey}`]),
      ...files("--checkpoint", run.checkpoints),
      ...files("--receipt", run.receipts),
      ...files("--consistency", run.consistency),
    );
    expect(code).toBe(run.exit);
    expect(answer).toMatchObject({ word: run.word, exit: run.exit, witnessed: run.witnessed });
  });
});

test("without a key from outside it says what self-consistent means, and exits 3", async () => {
  const { code, stdout } = await verify(PLAIN);
  expect(code).toBe(3);
  expect(stdout).toMatch(/^Intact, but self-consistent only\n/);
  expect(stdout.replaceAll("\n", " ")).toContain(
    "whoever makes a bundle can make one that agrees with itself",
  );
});

test("the vkey may be given as itself", async () => {
  const { code } = await verify(PLAIN, "--vkey", vectorText("sangfroid/plain.vkey").trim());
  expect(code).toBe(0);
});

test("a fault names its entry in words", async () => {
  const { code, stdout } = await verify(`${VECTORS}/leaf-edited.zip`, "--vkey", VKEY);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^Tampered: 1 fault\n/);
  expect(stdout).toContain("\n  #1 is not the entry whose hash stands in log/tile/0/000.p/3");
});

test("withheld and erased slots are listed", async () => {
  const { answer } = await verifyJson(`${VECTORS}/slots.zip`);
  expect(answer).toMatchObject({
    withheld: ["#0 extra"],
    erased: [{ slot: "#2 note", by: 4 }],
    selfConsistentOnly: true,
  });
});

describe("what cannot be used exits 2 and says why", () => {
  test.each([
    ["a bundle that is not there", () => ["no-such.zip"], /there is no such file/],
    ["a folder", () => [folder], /is not a file/],
    ["no bundle", () => [], /Name the bundle/],
    ["two bundles", () => [PLAIN, "another"], /one argument too many/],
    ["an unknown option", () => [PLAIN, "--fast"], /no option --fast/],
    ["a vkey that is none", () => [PLAIN, "--vkey", "abc"], /vkey is not a vkey/],
    [
      "a checkpoint that is not there",
      () => [PLAIN, "--vkey", VKEY, "--checkpoint", "gone.txt"],
      /gone.txt cannot be read/,
    ],
    ["a folder as receipt", () => [PLAIN, "--vkey", VKEY, "--receipt", folder], /is not a file/],
    [
      "a bundle as checkpoint",
      () => [PLAIN, "--vkey", VKEY, "--checkpoint", PLAIN],
      /plain.zip is not UTF-8/,
    ],
  ] as const)("%s", async (_, args, words) => {
    const { code, stdout, stderr } = await verify(...args());
    expect(code).toBe(2);
    expect(stdout + stderr).toMatch(words);
  });

  test("a pipe is refused, not waited for", async () => {
    const pipe = join(folder, "pipe");
    execFileSync("/usr/bin/mkfifo", [pipe]);
    expect((await verify(pipe)).code).toBe(2);
    expect((await verify(PLAIN, "--checkpoint", pipe)).code).toBe(2);
  });

  test("a link to a bundle is followed", async () => {
    const link = join(folder, "link.zip");
    await symlink(join(process.cwd(), PLAIN), link);
    expect((await verify(link, "--vkey", VKEY)).code).toBe(0);
  });
});

test("two outside files of one name are told apart by their paths", async () => {
  const other = join(folder, "other");
  await mkdir(other);
  await writeFile(join(other, "plain.checkpoint"), "not a note");
  const { answer } = await verifyJson(
    PLAIN,
    "--checkpoint",
    `${VECTORS}/plain.checkpoint`,
    "--checkpoint",
    join(other, "plain.checkpoint"),
  );
  expect(answer.unusable).toMatchObject([{ file: join(other, "plain.checkpoint") }]);
});

describe("text in a bundle or a name cannot turn, hide or forge a line", () => {
  const marks = "\u001b[2J\u202e\r\nIntact\u2066";

  test("in the terminal it is spelt out", async () => {
    const path = join(folder, "x.zip");
    await writeFile(
      path,
      await contain([{ name: "MANIFEST", bytes: utf8ToBytes("sangfroid/manifest/v1\n") }]),
    );
    const checkpoint = join(folder, "\u202e\u001b[31mred.txt");
    await writeFile(checkpoint, "not a note");
    const { stdout } = await verify(path, "--checkpoint", checkpoint);
    expect(stdout).toContain("\\u{202e}\\u{1b}[31mred.txt");
    for (const mark of marks.replace("\n", "").replace("Intact", "").replace("[2J", ""))
      expect(stdout).not.toContain(mark);
  });

  test("in JSON it is escaped and reads back the same", async () => {
    const checkpoint = join(folder, "\u202ejson.txt");
    await writeFile(checkpoint, "not a note");
    const { stdout } = await verify(PLAIN, "--checkpoint", checkpoint, "--json");
    expect(stdout).not.toContain("\u202e");
    expect(stdout).toContain("\\u202ejson.txt");
    expect(JSON.parse(stdout).unusable[0].file).toBe("\u202ejson.txt");
  });

  test("file names in a forged container come out visible", async () => {
    const [{ verifyBundle }, { bytesSource }, { explain }] = await Promise.all([
      import("#app/core/audit/verify.ts"),
      import("#app/core/audit/byte-source.ts"),
      import("#app/core/audit/explain.ts"),
    ]);
    const bytes = await contain([
      { name: "MANIFEST", bytes: utf8ToBytes("sangfroid/manifest/v1\n") },
      { name: "evil-name", bytes: new Uint8Array(0) },
    ]);
    const forged = Buffer.from(bytes);
    for (let at = forged.indexOf("evil-name"); at >= 0; at = forged.indexOf("evil-name"))
      forged.write("\u001b[2J\nOK..", at, "latin1");
    const report = await verifyBundle(bytesSource(new Uint8Array(forged)));
    expect(explain(report).lists.some(({ items }) => items.some((item) => item.includes("\u001b")))).toBe(
      true,
    );
    const path = join(folder, "forged.zip");
    await writeFile(path, forged);
    const { stdout } = await verify(path);
    expect(stdout).not.toContain("\u001b");
    expect(stdout).toContain("\\u{1b}[2J\\u{a}OK..");
  });
});

test("a small bench tells speed, memory and that its own bundle is intact", async () => {
  const { benchVerify } = await import("#app/cli/bench-verify.ts");
  const bench = await benchVerify(1000);
  expect(bench).toMatchObject({ entries: 1000, word: "intact" });
  expect(bench.entriesPerSecond).toBeGreaterThan(0);
});
