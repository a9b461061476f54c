import { Link } from "react-router";
import { openNeverSkip } from "#app/core/incident/open-never-skip.ts";
import { Button } from "#app/ui/button.tsx";
import { TextBox } from "#app/ui/field.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { actInIncident } from "../act/act.server.ts";
import { ActForm } from "../act/act-form.tsx";
import type { Route } from "./+types/close";
import { seenIncident } from "./incident.server.ts";

export async function loader({ context, params }: Route.LoaderArgs) {
  const { incident, reading, me } = await seenIncident(context, params);
  const roles = incident.people.get(me)?.roles;
  return {
    base: `/i/${incident.ref}`,
    open: openNeverSkip(reading),
    closed:
      incident.closed === undefined
        ? undefined
        : { at: incident.closed.at, because: incident.closed.because },
    lead: roles?.includes("lead") ?? false,
    onTeam: roles !== undefined,
  };
}

export const action = actInIncident;

/** What closing does, what stands in its way, and the way back. */
export default function Close({ loaderData }: Route.ComponentProps) {
  const text = useText();
  return (
    <>
      <PageTitle name={text(loaderData.closed === undefined ? "plan.close" : "plan.reopen")} />
      {loaderData.closed === undefined ? <CloseForm {...loaderData} /> : <ReopenForm {...loaderData} />}
    </>
  );
}

function CloseForm({ base, open, lead }: Route.ComponentProps["loaderData"]) {
  const text = useText();
  const rich = useRichText();
  return (
    <>
      <h1>{text("plan.look-before")}</h1>
      <p>{text("plan.closing")}</p>
      {open.length > 0 ? (
        <div className="inset inset--warn">
          <p>{rich("plan.not-yet", {}, { b: (words) => <b>{words}</b> })}</p>
          <ul className="plain">
            {open.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </div>
      ) : lead ? (
        <ActForm id="close-form" kind="close-incident" className="form form--narrow">
          <TextBox name="because" label={text("plan.why-over")} required />
          <div className="actions">
            <Button kind="primary" name="ask" value="approval">
              {text("plan.ask-to-close")}
            </Button>
          </div>
        </ActForm>
      ) : (
        <p>{text("plan.lead-asks")}</p>
      )}
      <p>
        <Link to={base}>{text("plan.back-to-now")}</Link>
      </p>
    </>
  );
}

function ReopenForm({ base, closed, onTeam }: Route.ComponentProps["loaderData"]) {
  const text = useText();
  const rich = useRichText();
  return (
    <>
      <h1>{text("plan.reopen-title")}</h1>
      <p>
        {rich("plan.closed-because", {
          when: closed === undefined ? "" : <Moment at={closed.at} />,
          because: closed?.because ?? text("plan.erased"),
        })}
      </p>
      {onTeam ? (
        <ActForm id="reopen-form" kind="reopen-incident" className="form form--narrow" next={base}>
          <TextBox name="because" label={text("plan.why-again")} required />
          <div className="actions">
            <Button kind="primary">{text("plan.reopen-button")}</Button>
          </div>
        </ActForm>
      ) : (
        <p>{text("plan.join-to-reopen")}</p>
      )}
    </>
  );
}
