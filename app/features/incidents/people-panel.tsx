import { Link } from "react-router";
import { Button } from "#app/ui/button.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { Avatar } from "#app/ui/shell.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { ActForm } from "../act/act-form.tsx";
import { useLive } from "../live/live.tsx";
import type { PeopleView } from "./people-view.server.ts";

interface PeoplePanelProps {
  readonly base: string;
  readonly people: PeopleView;
  readonly me: string;
}

/** Who is on what, and which roles nobody holds. */
export function PeoplePanel({ base, people, me }: PeoplePanelProps) {
  const text = useText();
  const rich = useRichText();
  const { pulse, here } = useLive();
  const fresh = new Map(pulse?.members.map((member) => [member.id, member]));
  return (
    <Panel
      id="people"
      title={text("incidents.people")}
      side
      aside={<Link to={`${base}/handover`}>{text("handover.hand-over")}</Link>}
    >
      <ul className="people">
        {people.members
          .map((shown) => fresh.get(shown.id) ?? shown)
          .map((member) => (
            <li key={member.id}>
              <Avatar name={member.name} />
              <span className="people__who">
                <b>{member.name}</b> · {member.roles}
                <span>{member.doing}</span>
              </span>
              <span className="people__side">
                {member.id !== me && here?.has(member.id) ? text("incidents.is-here") : member.side}
              </span>
            </li>
          ))}
        {people.onTeam &&
          people.gaps.map(({ role, words }) => (
            <li key={role}>
              <Avatar />
              <span className="people__who">
                <b>{words}</b>
                <span>{text("incidents.nobody")}</span>
              </span>
              <span className="people__side">
                <ActForm id={`take-${role}`} kind="set-role" fixed={{ userId: me }} className="inline">
                  {[...people.mine, role].map((held) => (
                    <input key={held} type="hidden" name="roles[]" value={held} />
                  ))}
                  <Button small>
                    {rich(
                      "incidents.take-role",
                      { role: words },
                      { role: (inside) => <span className="sr">{inside}</span> },
                    )}
                  </Button>
                </ActForm>
              </span>
            </li>
          ))}
        {!people.onTeam && (
          <li>
            <Avatar />
            <span className="people__who">
              <b>{text("incidents.you")}</b>
              <span>{text("incidents.not-on-team")}</span>
            </span>
            <span className="people__side">
              <ActForm id="join" kind="join" className="inline">
                <Button small>{text("incidents.join")}</Button>
              </ActForm>
            </span>
          </li>
        )}
      </ul>
    </Panel>
  );
}
