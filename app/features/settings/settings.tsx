import { textIn } from "#app/server/text/text-in.ts";
import { AS } from "#app/ui/table-roles.ts";
import { useText } from "#app/ui/text.tsx";
import { ROLE_WORDS } from "../incidents/people-view.server.ts";
import type { Route } from "./+types/settings";
import { type PermissionView, permissionView } from "./permission-view.server.ts";
import { SettingsPage } from "./settings-page.tsx";

interface RolesPage {
  readonly columns: readonly string[];
  readonly rows: PermissionView["rows"];
  /** What the merged columns stand for. */
  readonly merged: readonly string[];
}

export function loader({ context }: Route.LoaderArgs): RolesPage {
  const text = textIn(context);
  const { columns, rows } = permissionView(text);
  const merged = columns
    .filter(({ roles }) => roles.length > 1)
    .map(({ label, roles }) =>
      text("settings.column-stands-for", {
        column: label,
        roles: roles.map((role) => text(ROLE_WORDS[role])).join(", "),
      }),
    );
  return { columns: columns.map(({ label }) => label), rows, merged };
}

export default function Settings({ loaderData }: Route.ComponentProps) {
  const { columns, rows, merged } = loaderData;
  const text = useText();
  return (
    <SettingsPage title={text("settings.title")} heading={text("settings.what-roles-may")}>
      <PermissionTable columns={columns} rows={rows} />
      <p className="panel__foot muted">{text("settings.levels", { merged: merged.join(" ") })}</p>
    </SettingsPage>
  );
}

function PermissionTable({ columns, rows }: { columns: readonly string[]; rows: PermissionView["rows"] }) {
  const text = useText();
  return (
    <table className="table table--cards matrix" {...AS.table}>
      <caption className="sr">{text("settings.acts-by-role")}</caption>
      <thead {...AS.group}>
        <tr {...AS.row}>
          {[text("settings.act"), text("settings.level"), ...columns].map((label) => (
            <th key={label} {...AS.column}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody {...AS.group}>
        {rows.map(({ kind, act, level, may }) => (
          <tr key={kind} {...AS.row}>
            <th {...AS.head}>{act}</th>
            <td {...AS.cell} className="lvl">
              <span className="tag">{level}</span>
            </td>
            {columns.map((label, place) => (
              <td key={label} {...AS.cell} data-l={label}>
                {may[place] ? (
                  <span className="yes">{text("settings.yes")}</span>
                ) : (
                  <span className="no">{text("settings.no")}</span>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
