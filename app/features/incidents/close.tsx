import { Link } from "react-router";
import { openNeverSkip } from "#app/core/incident/open-never-skip.ts";
import { Button } from "#app/ui/button.tsx";
import { TextBox } from "#app/ui/field.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { actInIncident } from "../act/act.server.ts";
import { ActForm } from "../act/act-form.tsx";
import type { Route } from "./+types/close";
import { seenIncident } from "./incident.server.ts";

export async function loader({ context, params }: Route.LoaderArgs) {
  const { incident, me } = await seenIncident(context, params);
  const roles = incident.people.get(me)?.roles;
  return {
    base: `/i/${incident.ref}`,
    open: openNeverSkip(incident),
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
  return (
    <>
      <PageTitle name={loaderData.closed === undefined ? "Close" : "Reopen"} />
      {loaderData.closed === undefined ? <CloseForm {...loaderData} /> : <ReopenForm {...loaderData} />}
    </>
  );
}

function CloseForm({ base, open, lead }: Route.ComponentProps["loaderData"]) {
  return (
    <>
      <h1>Look before you close</h1>
      <p>Closing ends every clock. A second person approves it. Nothing is erased, and it can be reopened.</p>
      {open.length > 0 ? (
        <div className="inset inset--warn">
          <p>
            <b>It can't be closed yet.</b> Still open:
          </p>
          <ul className="plain">
            {open.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </div>
      ) : lead ? (
        <ActForm id="close-form" kind="close-incident" className="form form--narrow">
          <TextBox name="because" label="Why it is over" required />
          <div className="actions">
            <Button kind="primary" name="ask" value="approval">
              Ask for approval to close
            </Button>
          </div>
        </ActForm>
      ) : (
        <p>The lead asks for it. You are not the lead.</p>
      )}
      <p>
        <Link to={base}>Back to Now</Link>
      </p>
    </>
  );
}

function ReopenForm({ base, closed, onTeam }: Route.ComponentProps["loaderData"]) {
  return (
    <>
      <h1>Reopen this incident</h1>
      <p>
        Closed {closed !== undefined && <Moment at={closed.at} />}: {closed?.because}
      </p>
      {onTeam ? (
        <ActForm id="reopen-form" kind="reopen-incident" className="form form--narrow" next={base}>
          <TextBox name="because" label="Why it opens again" required />
          <div className="actions">
            <Button kind="primary">Reopen the incident</Button>
          </div>
        </ActForm>
      ) : (
        <p>Join the team to reopen it.</p>
      )}
    </>
  );
}
