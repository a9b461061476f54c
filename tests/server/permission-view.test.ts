import { expect, test } from "vitest";
import { mayCommand, PERMISSIONS } from "#app/core/incident/permission.ts";
import { ROLES } from "#app/core/playbook/template.ts";
import { permissionView } from "#app/features/settings/permission-view.server.ts";
import { textFor } from "#app/server/text/catalogs.ts";

const { columns, rows } = permissionView(textFor("en"));

test("each role stands in one column, and the last column is whoever is not on the team", () => {
  expect(columns.flatMap(({ roles }) => roles).sort()).toEqual([...ROLES].sort());
  expect(columns.at(-1)).toEqual({ label: "Not on the team", roles: [] });
  expect(new Set(columns.map(({ label }) => label)).size).toBe(columns.length);
});

test("each command has a row with its level, and each cell says for every role in it what the rules say", () => {
  expect(rows.map(({ kind }) => kind)).toEqual(Object.keys(PERMISSIONS));
  for (const { kind, level, may } of rows) {
    expect(level).toBe(PERMISSIONS[kind].friction);
    for (const [place, { roles }] of columns.entries()) {
      for (const role of roles)
        expect(may[place], `${kind}, ${role}`).toBe(mayCommand(kind, [role], "member"));
    }
    expect(may.at(-1), `${kind}, not on the team`).toBe(mayCommand(kind, undefined, "member"));
  }
});
