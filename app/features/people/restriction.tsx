import { Link } from "react-router";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { TextBox } from "#app/ui/field.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { ActForm } from "../act/act-form.tsx";
import type { TeamView } from "./team-view.server.ts";

/** Who sees the incident: everyone of the installation, or the team alone. */
export function Restriction({ team }: { team: TeamView }) {
  const text = useText();
  const { restricted } = team;
  return (
    <Panel id="restriction" title={text("people.who-sees")}>
      <div className="panel__body stack">
        {restricted === undefined ? <OpenToMembers team={team} /> : <TeamAlone team={team} is={restricted} />}
        <LetIns letIns={team.letIns} />
        <Refused refused={team.refused} />
      </div>
    </Panel>
  );
}

function OpenToMembers({ team }: { team: TeamView }) {
  const text = useText();
  return (
    <>
      <p>{text("people.members-see")}</p>
      {team.may.lead ? (
        <ActForm id="restrict" kind="restrict" className="form form--narrow">
          <TextBox
            name="because"
            label={text("people.why-restrict")}
            hint={text("people.restrict-effect")}
            grows
            required
          />
          <div className="actions">
            <Button>{text("people.restrict-now")}</Button>
          </div>
        </ActForm>
      ) : (
        <p className="muted">{text("people.lead-restricts")}</p>
      )}
    </>
  );
}

function TeamAlone({ team, is }: { team: TeamView; is: NonNullable<TeamView["restricted"]> }) {
  const text = useText();
  const rich = useRichText();
  return (
    <>
      <p>
        {rich("people.restricted-since", {
          when: <Moment at={is.at} />,
          because: is.because ?? text("incidents.erased"),
        })}
      </p>
      {team.may.lead ? (
        <p>
          <ButtonLink to={`${team.base}/people/lift`}>{text("people.look-before-lift")}</ButtonLink>
        </p>
      ) : (
        <p className="muted">{text("people.lead-lifts")}</p>
      )}
    </>
  );
}

function LetIns({ letIns }: { letIns: TeamView["letIns"] }) {
  const rich = useRichText();
  return letIns.map(({ seq, state, name, second, at, because }) => (
    <div key={seq} className="inset inset--warn">
      <p>
        {rich(state === "asked" ? "people.let-in-asked" : "people.let-in-done", {
          name,
          second,
          because,
          when: <Moment at={at} />,
        })}
      </p>
    </div>
  ));
}

function Refused({ refused }: { refused: TeamView["refused"] }) {
  const text = useText();
  if (refused.length === 0) return null;
  return (
    <div>
      <h3>{text("people.asked-for-it")}</h3>
      <ul className="plain">
        {refused.map(({ id, name, at }) => (
          <li key={id}>
            {name}, <Moment at={at} />
          </li>
        ))}
      </ul>
      <p>
        <Link to="../log">{text("people.see-log")}</Link>
      </p>
    </div>
  );
}
