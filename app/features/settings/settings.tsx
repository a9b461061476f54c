import { PageTitle } from "#app/ui/page-title.tsx";
import type { Route } from "./+types/settings";
import { type PermissionView, permissionView, roleWords } from "./permission-view.server.ts";
import { SettingsTabs } from "./settings-tabs.tsx";

interface RolesPage {
  readonly columns: readonly string[];
  readonly rows: PermissionView["rows"];
  /** What the merged columns stand for. */
  readonly merged: readonly string[];
}

export function loader(): RolesPage {
  const { columns, rows } = permissionView();
  const merged = columns
    .filter(({ roles }) => roles.length > 1)
    .map(({ label, roles }) => `${label}: ${roles.map(roleWords).join(", ")}.`);
  return { columns: columns.map(({ label }) => label), rows, merged };
}

export default function Settings({ loaderData }: Route.ComponentProps) {
  const { columns, rows, merged } = loaderData;
  return (
    <>
      <PageTitle name="Settings" />
      <div className="pagehead">
        <div className="pagehead__t">
          <h1>Settings</h1>
        </div>
      </div>
      <section className="panel" aria-labelledby="roles-h">
        <SettingsTabs />
        <div className="panel__head">
          <h2 id="roles-h">What each role may do in an incident</h2>
        </div>
        <PermissionTable columns={columns} rows={rows} />
        <p className="panel__foot muted">
          F0 at once, F1 with a reason, F2 another person approves. {merged.join(" ")} Everyone who sees an
          incident may read its log, verify it and export it. An observer of the installation sees only what
          they are invited to, and changes nothing. Nobody can delete an entry: there is no such act.
        </p>
      </section>
    </>
  );
}

// Drawn as cards, a table would lose its meaning to screen readers: `display: block` takes the implied roles away.
const AS = {
  table: { role: "table" },
  group: { role: "rowgroup" },
  row: { role: "row" },
  column: { role: "columnheader", scope: "col" },
  head: { role: "rowheader", scope: "row" },
  cell: { role: "cell" },
} as const;

function PermissionTable({ columns, rows }: { columns: readonly string[]; rows: PermissionView["rows"] }) {
  return (
    <table className="table table--cards matrix" {...AS.table}>
      <caption className="sr">Acts by role</caption>
      <thead {...AS.group}>
        <tr {...AS.row}>
          {["Act", "Level", ...columns].map((label) => (
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
                {may[place] ? <span className="yes">Yes</span> : <span className="no">No</span>}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
