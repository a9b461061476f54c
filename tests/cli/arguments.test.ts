import { expect, test } from "vitest";
import { type Option, readArguments, usageText } from "#app/cli/arguments.ts";

const options = {
  port: { type: "string", short: "p", value: "PORT", about: "listen here" },
  quiet: { type: "boolean", about: "say nothing" },
} as const satisfies Record<string, Option>;

test("options and their values are read", () => {
  expect(readArguments({ args: ["-p", "80", "--quiet"], options })).toMatchObject({
    ok: true,
    value: { values: { port: "80", quiet: true } },
  });
});

test.each([
  [["--prot", "80"], "There is no option --prot. Give --help to see them all."],
  [["now"], '"now" is one argument too many. Give --help to see what is expected.'],
  [["--port"], "The option --port needs a value. Write --port=VALUE if the value begins with a dash."],
  [["-p"], "The option --port needs a value. Write --port=VALUE if the value begins with a dash."],
  [
    ["--port", "--quiet"],
    "The option --port needs a value. Write --port=VALUE if the value begins with a dash.",
  ],
  [["--quiet=1"], "The option --quiet takes no value."],
])("%j is answered with one clear sentence", (args, sentence) => {
  expect(readArguments({ args, options })).toEqual({ ok: false, error: sentence });
});

test("help shows every form, the words and every option", () => {
  expect(usageText({ forms: ["open DOOR", "open --all"], about: "Opens doors.", options })).toBe(
    `Usage: sangfroid open DOOR
       sangfroid open --all

Opens doors.

Options:
  -p, --port PORT  listen here
      --quiet      say nothing
  -h, --help       show this
`,
  );
});
