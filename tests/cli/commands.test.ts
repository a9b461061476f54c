import { expect, test } from "vitest";
import { sangfroid } from "./command-line.ts";

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
