import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { expect, onTestFinished, test } from "vitest";
import { drawing } from "#app/cli/bench-corpus/drawing.ts";
import { run } from "#app/cli/scan.ts";
import { filled } from "#tests/credential/filled.ts";
import { printed, sangfroid } from "./command-line.ts";

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "sangfroid-scan-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

const leak = filled(
  "# notes\naws_access_key_id = AKIA<base32 16>\naws_secret_access_key = <secret 40>\nDATABASE_URL=postgres://billing:<drawn 14>@db7.corp.internal/ledger\n",
  drawing(7),
);
const secrets = /= (AKIA\S+)\n.* = (\S+)\n.*:\/\/billing:([^@]+)@/.exec(leak)?.slice(1) ?? [];

test("it tells what it found, where, and what belongs together, and never the secret", async () => {
  const file = join(aFolder(), "leak.txt");
  writeFileSync(file, leak);
  const { code, stdout, stderr } = await sangfroid("scan", file);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const { findings } = JSON.parse(stdout);
  expect(findings).toMatchObject([
    { kind: "aws-access-key-id", line: 2, with: [1], confidence: "high", fingerprint: null },
    { kind: "aws-secret-access-key", line: 3, with: [0], confidence: "high", fingerprint: null },
    {
      kind: "url-password",
      line: 4,
      with: [],
      masked: "…",
      identity: { user: "billing", database: "ledger" },
    },
  ]);
  expect(findings.map(({ start, end }: { start: number; end: number }) => leak.slice(start, end))).toEqual(
    secrets,
  );
  expect(secrets).toHaveLength(3);
  for (const secret of secrets) expect(stdout).not.toContain(secret);
});

test("a data folder's key gives one secret one fingerprint, and a password none", async () => {
  const folder = aFolder();
  const scan = () => printed(() => run(["-", "--data", folder], Readable.from([leak, leak])));
  const first = await scan();
  const { findings } = JSON.parse(first.stdout);
  const prints = findings.map(({ fingerprint }: { fingerprint: string | null }) => fingerprint);
  expect(prints.slice(0, 3)).toEqual(prints.slice(3));
  expect(prints.slice(0, 3)).toEqual([
    expect.stringMatching(/^[0-9a-f]{64}$/),
    expect.stringMatching(/^[0-9a-f]{64}$/),
    null,
  ]);
  expect(await scan()).toEqual(first);
  expect(readFileSync(join(folder, "keys/fingerprint-key"), "utf8")).toHaveLength(45);
});

test("a folder that does not exist is not made", async () => {
  const folder = join(aFolder(), "nowhere");
  const { code, stderr } = await sangfroid("scan", "-", "--data", folder);
  expect(code).toBe(2);
  expect(stderr).toContain("There is no folder");
  expect(existsSync(folder)).toBe(false);
});

test.each([
  [[], "Name the file"],
  [["a", "b"], "One file at a time"],
] as const)("without one file it says so: %s", async (args, sentence) => {
  const { code, stdout, stderr } = await sangfroid("scan", ...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(sentence);
});
