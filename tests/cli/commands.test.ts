import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import type { Command } from "#app/cli/commands.ts";
import { sangfroid, sangfroidWith } from "./command-line.ts";

test("without a command it says how to call it and exits 2", async () => {
  const { code, stdout, stderr } = await sangfroid();
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain("Usage: sangfroid <command>");
});

test("--help lists every command with what it does", async () => {
  const { code, stdout, stderr } = await sangfroid("--help");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^ {2}playbook +check, list and show playbooks$/m);
});

test("an unknown command exits 2 and names the nearest one", async () => {
  const { code, stdout, stderr } = await sangfroid("playbok", "list");
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain('Did you mean "playbook"?');
});

test("a command nobody could have meant gets no guess", async () => {
  const { code, stderr } = await sangfroid("xyzzy");
  expect(code).toBe(2);
  expect(stderr).not.toContain("Did you mean");
});

test.each([["--help"], ["-h"], ["list", "--help"]])(
  "a command's help is on stdout for %s",
  async (...args) => {
    const { code, stdout, stderr } = await sangfroid("playbook", ...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("Usage: sangfroid playbook check FILE");
    expect(stdout).toMatch(/-h, --help +show this/);
  },
);

test("--help behind -- is an argument, not a wish", async () => {
  const { code, stdout } = await sangfroid("playbook", "show", "--", "--help");
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
});

test("a command's exit code is the exit code", async () => {
  expect(await sangfroidWith([command(async () => 3)], "do")).toMatchObject({ code: 3 });
});

test("a failure of the world exits 2 with its message alone: it carries the cure", async () => {
  class PortTaken extends Error {}
  const { code, stderr } = await sangfroidWith(
    [command(() => Promise.reject(new PortTaken("Port 3000 is taken. Give another one with --port.")))],
    "do",
  );
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: "sangfroid do: Port 3000 is taken. Give another one with --port.\n",
  });
});

test("what the system refuses exits 2 without a stack", async () => {
  const { code, stderr } = await sangfroidWith([command(() => readFile("no/such/file").then(() => 0))], "do");
  expect(code).toBe(2);
  expect(stderr.trim().split("\n")).toEqual([expect.stringContaining("ENOENT")]);
});

test("a bug exits 2, never 1, and shows its stack", async () => {
  const { code, stderr } = await sangfroidWith(
    [command(() => Promise.reject(new TypeError("x is undefined")))],
    "do",
  );
  expect(code).toBe(2);
  expect(stderr).toMatch(/x is undefined\n +at /);
});

function command(run: (args: string[]) => Promise<number>): Command {
  return { name: "do", summary: "does it", load: async () => ({ usage: "", run }) };
}
