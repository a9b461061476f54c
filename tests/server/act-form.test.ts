import fc from "fast-check";
import { expect, test } from "vitest";
import { commandSchema } from "#app/core/incident/command.ts";
import { commandFrom, instantIn } from "#app/features/act/form-command.server.ts";
import { problemsIn } from "#app/features/act/problems.server.ts";
import { attachment } from "#app/features/log/download.server.ts";
import { textFor } from "#app/server/text/catalogs.ts";

// Between a form and a command: flat text in, a shape out, and what is wrong said beside its field.

function form(fields: readonly (readonly [string, string])[]): FormData {
  const made = new FormData();
  for (const [name, value] of fields) made.append(name, value);
  return made;
}

test("what a form carries for itself is no part of the command", () => {
  const given = form([
    ["kind", "add-note"],
    ["form", "note"],
    ["request", "01ABC.note"],
    ["seen", "12"],
    ["next", "/i/X"],
    ["ask", "approval"],
    ["password", "not for the log"],
    ["text", "The post is down"],
  ]);
  expect(commandFrom(given)).toEqual({ kind: "add-note", text: "The post is down" });
});

test("an empty field is not given", () => {
  expect(
    commandFrom(
      form([
        ["kind", "claim-step"],
        ["stepId", "r1.a"],
        ["startedAt", "  "],
      ]),
    ),
  ).toEqual({
    kind: "claim-step",
    stepId: "r1.a",
  });
});

test("answers, stated evidence and ticks take their shape", () => {
  const given = form([
    ["kind", "complete-step"],
    ["fields.lead", "Lin"],
    ["fields.scribe", ""],
    ["evidence.channel", "phone bridge"],
    ["roles[]", ""],
    ["roles[]", "lead"],
    ["roles[]", "technical"],
  ]);
  expect(commandFrom(given)).toEqual({
    kind: "complete-step",
    fields: { lead: "Lin" },
    evidence: [{ key: "channel", value: "phone bridge" }],
    roles: ["lead", "technical"],
  });
});

test("no tick at all is an empty list, not a missing one", () => {
  expect(
    commandFrom(
      form([
        ["kind", "classify"],
        ["classification[]", ""],
      ]),
    ),
  ).toEqual({
    kind: "classify",
    classification: [],
  });
});

test.each([
  ["2026-11-24T14:07", "UTC", "2026-11-24T14:07:00.000Z"],
  ["2026-11-24T14:07", "Asia/Shanghai", "2026-11-24T06:07:00.000Z"],
  ["2026-10-25T02:30", "Europe/Paris", "2026-10-25T00:30:00.000Z"],
  ["2026-03-29T02:30", "Europe/Paris", "2026-03-29T00:30:00.000Z"],
])("%s in %s is %s", (local, zone, instant) => {
  expect(instantIn(local, zone)).toBe(instant);
});

test.each([
  ["2026-02-30T10:00", "UTC"],
  ["yesterday", "UTC"],
  ["2026-11-24T14:07", "Mars/Olympus"],
])("%s in %s is no instant, and is told beside its field", (local, zone) => {
  expect(instantIn(local, zone)).toBeUndefined();
  const given = form([
    ["kind", "add-note"],
    ["text", "x"],
    ["happenedAt", local],
    ["happenedAt.zone", zone],
  ]);
  const parsed = commandSchema.safeParse(commandFrom(given), { reportInput: true });
  expect(parsed.success).toBe(false);
  if (!parsed.success)
    expect(problemsIn(parsed.error, textFor("en")).map(({ field }) => field)).toEqual(["happenedAt"]);
});

test("a missing text is asked for by name", () => {
  const parsed = commandSchema.safeParse(commandFrom(form([["kind", "add-note"]])), { reportInput: true });
  if (parsed.success) throw new Error("a note has a text");
  expect(problemsIn(parsed.error, textFor("en"))).toEqual([{ field: "text", message: "This is needed." }]);
});

test("whatever a form holds, it becomes a command or problems, never an exception", () => {
  const names = fc.oneof(
    fc.string(),
    fc.constantFrom(
      "kind",
      "seq",
      "__proto__",
      "roles[]",
      "__proto__[]",
      "toString[]",
      "constructor[]",
      "fields.",
      "at.zone",
      "at",
    ),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(names, fc.string())), (fields) => {
      const parsed = commandSchema.safeParse(commandFrom(form(fields)), { reportInput: true });
      if (!parsed.success) expect(problemsIn(parsed.error, textFor("en")).length).toBeGreaterThan(0);
    }),
  );
});

test.each([
  ["cli-output.txt", `attachment; filename="cli-output.txt"; filename*=UTF-8''cli-output.txt`],
  ["Zoé's file.pdf", `attachment; filename="Zo_'s file.pdf"; filename*=UTF-8''Zo%C3%A9%27s%20file.pdf`],
  ["../../etc/passwd", `attachment; filename=".._.._etc_passwd"; filename*=UTF-8''.._.._etc_passwd`],
  ['a"b;c.txt', `attachment; filename="a_b_c.txt"; filename*=UTF-8''a%22b%3Bc.txt`],
  ["line\r\nbreak", `attachment; filename="line__break"; filename*=UTF-8''line__break`],
  ["", `attachment; filename="file"; filename*=UTF-8''file`],
])("the name %j is saved safely", (name, header) => {
  expect(attachment(name)).toBe(header);
});
