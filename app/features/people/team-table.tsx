import { Link } from "react-router";
import { Button } from "#app/ui/button.tsx";
import { Tick } from "#app/ui/choices.tsx";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { TextLine } from "#app/ui/field.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Avatar } from "#app/ui/shell.tsx";
import { StateMark } from "#app/ui/state-mark.tsx";
import { AS } from "#app/ui/table-roles.ts";
import { useRichText, useText } from "#app/ui/text.tsx";
import { ActForm } from "../act/act-form.tsx";
import type { TeamView } from "./team-view.server.ts";

type Member = TeamView["members"][number];

/** Everyone on the team, and the roles that open steps ask for and nobody holds. */
export function TeamTable({ team }: { team: TeamView }) {
  const text = useText();
  const heads = [
    text("people.person"),
    text("people.role"),
    text("people.on-step"),
    text("people.last-seen"),
    text("people.change"),
  ];
  return (
    <table className="table table--cards" {...AS.table}>
      <caption className="sr">{text("people.team")}</caption>
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
        {team.members.map((member) => (
          <Row key={member.id} member={member} team={team} />
        ))}
        {team.may.takeRoles && team.gaps.map((gap) => <Gap key={gap.role} gap={gap} team={team} />)}
        {team.may.join && <JoinRow />}
      </tbody>
    </table>
  );
}

function Row({ member, team }: { member: Member; team: TeamView }) {
  const text = useText();
  return (
    <tr {...AS.row}>
      <th {...AS.head}>
        <span className="line">
          <Avatar name={member.name} />
          <span>
            {member.name}
            {member.isMe && <small>{text("incidents.is-you")}</small>}
            {member.isGuest && (
              <small>
                <GuestUntil until={member.accessUntil} />
              </small>
            )}
          </span>
        </span>
      </th>
      <td {...AS.cell}>
        {member.roleWords}
        {member.gone && (
          <StateMark icon="over" tone="warn">
            {text("people.gone")}
          </StateMark>
        )}
      </td>
      <td {...AS.cell} data-l={text("people.on-step")}>
        {member.step === undefined ? (
          text("people.none")
        ) : (
          <Link to={`${team.base}/steps/${member.step.id}`}>{member.step.title}</Link>
        )}
      </td>
      <td {...AS.cell} data-l={text("people.last-seen")}>
        {member.seenAt === undefined ? text("people.not-yet") : <Moment at={member.seenAt} />}
      </td>
      <td {...AS.cell} className="table__act">
        <Change member={member} team={team} />
      </td>
    </tr>
  );
}

function GuestUntil({ until }: { until: string | undefined }) {
  const text = useText();
  const rich = useRichText();
  if (until === undefined) return text("people.guest");
  return rich("people.guest-until", { until: <Moment at={until} show="date" /> });
}

/** The lead changes anyone; others what is their own. The lead itself is handed over. */
function Change({ member, team }: { member: Member; team: TeamView }) {
  const text = useText();
  const rich = useRichText();
  const mayLeave = !member.isLead && !team.closed && (team.may.lead || member.isMe);
  const mayChange = team.may.lead || (member.isMe && team.may.takeRoles);
  if (member.isLead && team.may.takeLead) return <TakeLead team={team} name={member.name} />;
  if (!mayLeave && !mayChange) return text("people.none");
  return (
    <Disclosure
      summary={rich(
        "people.change-who",
        { name: member.name },
        { name: (words) => <span className="sr">{words}</span> },
      )}
      className="fold fold--sm"
    >
      {mayChange && <Roles member={member} team={team} />}
      {mayLeave && (
        <ActForm id={`leave-${member.id}`} kind="leave-team" fixed={{ userId: member.id }}>
          <TextLine
            name="because"
            label={text(member.isMe ? "people.why-leave" : "people.why-take-off")}
            required
          />
          <div className="actions">
            <Button small>{text(member.isMe ? "people.leave" : "people.take-off")}</Button>
          </div>
        </ActForm>
      )}
    </Disclosure>
  );
}

function Roles({ member, team }: { member: Member; team: TeamView }) {
  const text = useText();
  return (
    <ActForm id={`roles-${member.id}`} kind="set-role" fixed={{ userId: member.id }}>
      {member.isLead && <input type="hidden" name="roles[]" value="lead" />}
      <input type="hidden" name="roles[]" value="" />
      <fieldset className="field">
        <legend className="legend">{text("people.roles")}</legend>
        <div className="opts">
          {team.roleChoices.map(({ value, label }) => (
            <Tick
              key={value}
              name="roles[]"
              value={value}
              label={label}
              ticked={member.roles.includes(value)}
            />
          ))}
        </div>
      </fieldset>
      <div className="actions">
        <Button small>{text("people.set-roles")}</Button>
      </div>
    </ActForm>
  );
}

function TakeLead({ team, name }: { team: TeamView; name: string }) {
  const text = useText();
  return (
    <ActForm id="take-lead" kind="set-role" fixed={{ userId: team.me }} className="inline">
      {[...team.mine, "lead"].map((role) => (
        <input key={role} type="hidden" name="roles[]" value={role} />
      ))}
      <Button small>{text("people.take-lead", { name })}</Button>
    </ActForm>
  );
}

function Gap({ gap, team }: { gap: TeamView["gaps"][number]; team: TeamView }) {
  const text = useText();
  const rich = useRichText();
  return (
    <tr {...AS.row}>
      <th {...AS.head}>{text("incidents.nobody")}</th>
      <td {...AS.cell}>{gap.words}</td>
      <td {...AS.cell} colSpan={2}>
        {text("people.gap-why")}
      </td>
      <td {...AS.cell} className="table__act">
        <ActForm id={`take-${gap.role}`} kind="set-role" fixed={{ userId: team.me }} className="inline">
          {[...team.mine, gap.role].map((role) => (
            <input key={role} type="hidden" name="roles[]" value={role} />
          ))}
          <Button small>
            {rich(
              "incidents.take-role",
              { role: gap.words },
              { role: (words) => <span className="sr">{words}</span> },
            )}
          </Button>
        </ActForm>
      </td>
    </tr>
  );
}

function JoinRow() {
  const text = useText();
  return (
    <tr {...AS.row}>
      <th {...AS.head}>{text("incidents.you")}</th>
      <td {...AS.cell} colSpan={3}>
        {text("incidents.not-on-team")}
      </td>
      <td {...AS.cell} className="table__act">
        <ActForm id="join-team" kind="join" className="inline">
          <Button small>{text("incidents.join")}</Button>
        </ActForm>
      </td>
    </tr>
  );
}
