import type { PageText } from "#app/content/messages/keys.ts";
import { type CommandKind, type Friction, mayCommand, PERMISSIONS } from "#app/core/incident/permission.ts";
import { ROLES, type Role } from "#app/core/playbook/template.ts";
import { ROLE_WORDS } from "../incidents/people-view.server.ts";

/** Roles that may do exactly the same. */
interface RoleColumn {
  readonly label: string;
  readonly roles: readonly Role[];
}

interface PermissionRow {
  readonly kind: CommandKind;
  readonly act: string;
  readonly level: Friction;
  /** One for each column. */
  readonly may: readonly boolean[];
}

export interface PermissionView {
  readonly columns: readonly RoleColumn[];
  readonly rows: readonly PermissionRow[];
}

/** The rules' own table, its equal columns drawn as one. The last column is whoever is not on the team. */
export function permissionView(text: PageText): PermissionView {
  const kinds = Object.keys(PERMISSIONS).filter(isKind);
  const columns = columnsOf(kinds, text);
  const rows = kinds.map((kind) => ({
    kind,
    act: text(`act.to-${kind}`),
    level: PERMISSIONS[kind].friction,
    may: [
      ...columns.map(({ roles: [role] }) =>
        mayCommand(kind, role === undefined ? undefined : [role], "member"),
      ),
      mayCommand(kind, undefined, "member"),
    ],
  }));
  return { columns: [...columns, { label: text("settings.not-on-team"), roles: [] }], rows };
}

function columnsOf(kinds: readonly CommandKind[], text: PageText): readonly RoleColumn[] {
  const alike = new Map<string, Role[]>();
  for (const role of ROLES) {
    const cells = kinds.map((kind) => (mayCommand(kind, [role], "member") ? "y" : "n")).join("");
    alike.set(cells, [...(alike.get(cells) ?? []), role]);
  }
  return [...alike.values()].map((roles) => ({ label: labelOf(roles, text), roles }));
}

function labelOf(roles: readonly Role[], text: PageText): string {
  return roles.length <= 2
    ? text.list(roles.map((role) => text(ROLE_WORDS[role])))
    : text("settings.other-roles");
}

function isKind(name: string): name is CommandKind {
  return Object.hasOwn(PERMISSIONS, name);
}
