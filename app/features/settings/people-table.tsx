import { ButtonLink } from "#app/ui/button.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Avatar } from "#app/ui/shell.tsx";
import { StateMark } from "#app/ui/state-mark.tsx";
import { AS } from "#app/ui/table-roles.ts";
import { useRichText, useText } from "#app/ui/text.tsx";
import { INSTALLATION_ROLE_WORDS } from "./installation-roles.ts";

interface Row {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: keyof typeof INSTALLATION_ROLE_WORDS;
  readonly active: boolean;
  readonly hasAccess: boolean;
  readonly accessUntil: string | null;
  readonly passkeys: number;
  readonly hasPassword: boolean;
  readonly secondStep: boolean;
  readonly breakGlass: boolean;
  readonly seenAt: string | undefined;
  readonly isMe: boolean;
}

export function PeopleTable({ people }: { people: readonly Row[] }) {
  const text = useText();
  const rich = useRichText();
  const heads = [
    text("people.person"),
    text("people.role"),
    text("people.signs-in-with"),
    text("people.last-seen"),
    text("people.change"),
  ];
  return (
    <table className="table table--cards ppl" {...AS.table}>
      <caption className="sr">{text("people.title")}</caption>
      <thead {...AS.group}>
        <tr {...AS.row}>
          {heads.map((label) => (
            <th key={label} {...AS.column}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody {...AS.group}>
        {people.map((row) => (
          <tr key={row.id} {...AS.row}>
            <th {...AS.head}>
              <span className="line line--whole">
                <Avatar name={row.name} />
                <span className="breaks">
                  {row.name}
                  <small>{row.email}</small>
                </span>
              </span>
            </th>
            <td {...AS.cell}>
              <RoleCell row={row} />
            </td>
            <td {...AS.cell} data-l={text("people.signs-in-with")}>
              <WaysIn row={row} />
            </td>
            <td {...AS.cell} data-l={text("people.last-seen")}>
              {row.seenAt === undefined ? text("people.not-signed-in") : <Moment at={row.seenAt} />}
            </td>
            <td {...AS.cell} className="table__act">
              <ButtonLink to={`/settings/people/${row.id}`} small>
                {rich(
                  "people.edit-who",
                  { name: row.name },
                  { name: (words) => <span className="sr">{words}</span> },
                )}
              </ButtonLink>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function RoleCell({ row }: { row: Row }) {
  const text = useText();
  const rich = useRichText();
  const role = text(INSTALLATION_ROLE_WORDS[row.role]);
  if (!row.active)
    return (
      <StateMark icon="over" tone="muted">
        {text("people.deactivated-role", { role })}
      </StateMark>
    );
  if (row.accessUntil === null) return role;
  return rich(row.hasAccess ? "people.role-until" : "people.role-ended", {
    role,
    until: <Moment at={row.accessUntil} show="date" />,
  });
}

/** A password alone is the weakest way in; it is said where it can be mended. */
function WaysIn({ row }: { row: Row }) {
  const text = useText();
  const ways = [
    ...(row.passkeys > 0 ? [text("people.passkeys", { count: row.passkeys })] : []),
    ...(row.hasPassword && row.secondStep ? [text("people.password-and-code")] : []),
    ...(row.hasPassword && !row.secondStep && row.passkeys > 0 ? [text("people.password")] : []),
    ...(row.breakGlass ? [text("people.break-glass")] : []),
  ];
  const weak = row.hasPassword && !row.secondStep && row.passkeys === 0;
  if (weak) {
    return (
      <StateMark icon="soon" tone="soon">
        {[text("people.password-only"), ...ways].join(", ")}
      </StateMark>
    );
  }
  return ways.length === 0 ? text("people.no-way-in") : ways.join(", ");
}
