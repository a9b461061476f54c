import { data, Link } from "react-router";
import { Button } from "#app/ui/button.tsx";
import { TextBox } from "#app/ui/field.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { actInIncident } from "../act/act.server.ts";
import { ActForm } from "../act/act-form.tsx";
import { seenIncident } from "../incidents/incident.server.ts";
import type { Route } from "./+types/correct";
import { EntryList } from "./entry-list.tsx";
import { entryViews } from "./entry-view.server.ts";
import { entryAt } from "./log-page.server.ts";

export async function loader({ context, params }: Route.LoaderArgs) {
  const { house, incident, withheld } = await seenIncident(context, params);
  const entry = /^\d{1,15}$/.test(params.seq)
    ? await entryAt(house, incident, Number(params.seq))
    : undefined;
  if (entry === undefined || withheld.has(entry.seq)) throw data(null, { status: 404 });
  const [view] = entryViews([entry], incident, new Map(), withheld);
  if (view === undefined) throw data(null, { status: 404 });
  const step = entry.on.t === "step" ? entry.on.id : undefined;
  return { base: `/i/${incident.ref}`, entry: view, step };
}

export const action = actInIncident;

/** A new entry that says what is right, and why. The old one stays, and is shown struck through. */
export default function Correct({ loaderData }: Route.ComponentProps) {
  const { base, entry, step } = loaderData;
  return (
    <>
      <PageTitle name={`Correct #${entry.seq}`} />
      <p className="crumb">
        <Link to={`${base}/log`}>Log</Link> / #{entry.seq}
      </p>
      <h1>Correct entry #{entry.seq}</h1>
      <Panel id="entry" title="As it was recorded">
        <EntryList base={base} entries={[{ ...entry, correctable: false }]} />
      </Panel>
      {entry.correctable ? (
        <ActForm
          id="correct"
          kind="correct-entry"
          fixed={{ seq: entry.seq }}
          className="form form--narrow"
          next={`${base}/log`}
        >
          <TextBox name="text" label="What is right" value={entry.quoted} required />
          <TextBox name="because" label="Why the entry is wrong" grows required />
          <p className="field__hint">Both stay in the log, for ever, and point at each other.</p>
          <div className="actions actions--grow">
            <Button kind="primary">Record the correction</Button>
            <Link className="linkish" to={`${base}/log`}>
              Back to the log
            </Link>
          </div>
        </ActForm>
      ) : (
        <div className="inset">
          <p>
            <b>This entry records an act, not a statement.</b> An act is not corrected; it is undone by a new
            act, and both stay in the log.
          </p>
          <p>
            {step === undefined ? (
              <Link to={base}>Back to Now</Link>
            ) : (
              <Link to={`${base}/steps/${step}#other-ways`}>Open the step and undo it there</Link>
            )}
          </p>
        </div>
      )}
    </>
  );
}
