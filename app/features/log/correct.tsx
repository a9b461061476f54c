import { data, Link } from "react-router";
import { Button } from "#app/ui/button.tsx";
import { TextBox } from "#app/ui/field.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { actInIncident } from "../act/act.server.ts";
import { ActForm } from "../act/act-form.tsx";
import { seenIncident } from "../incidents/incident.server.ts";
import type { Route } from "./+types/correct";
import { EntryList } from "./entry-list.tsx";
import { entryViews } from "./entry-view.server.ts";
import { entryAt } from "./log-page.server.ts";

export async function loader({ context, params }: Route.LoaderArgs) {
  const { house, incident, reading, withheld, text } = await seenIncident(context, params);
  const entry = /^\d{1,15}$/.test(params.seq)
    ? await entryAt(house, incident, Number(params.seq))
    : undefined;
  if (entry === undefined || withheld.has(entry.seq)) throw data(null, { status: 404 });
  const [view] = entryViews([entry], reading, new Map(), withheld, text);
  if (view === undefined) throw data(null, { status: 404 });
  const step = entry.on.t === "step" ? entry.on.id : undefined;
  return { base: `/i/${incident.ref}`, entry: view, step };
}

export const action = actInIncident;

/** A new entry that says what is right, and why. The old one stays, and is shown struck through. */
export default function Correct({ loaderData }: Route.ComponentProps) {
  const { base, entry, step } = loaderData;
  const text = useText();
  const rich = useRichText();
  const seq = String(entry.seq);
  return (
    <>
      <PageTitle name={text("log.correct-title", { seq })} />
      <p className="crumb">
        <Link to={`${base}/log`}>{text("log.title")}</Link> / #{entry.seq}
      </p>
      <h1>{text("log.correct-entry", { seq })}</h1>
      <Panel id="entry" title={text("log.as-recorded")}>
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
          <TextBox name="text" label={text("log.what-is-right")} value={entry.quoted} required />
          <TextBox name="because" label={text("log.why-wrong")} grows required />
          <p className="field__hint">{text("log.both-stay")}</p>
          <div className="actions actions--grow">
            <Button kind="primary">{text("log.record-correction")}</Button>
            <Link className="linkish" to={`${base}/log`}>
              {text("log.back")}
            </Link>
          </div>
        </ActForm>
      ) : (
        <div className="inset">
          <p>{rich("log.an-act", {}, { b: (words) => <b>{words}</b> })}</p>
          <p>
            {step === undefined ? (
              <Link to={base}>{text("steps.back-to-now")}</Link>
            ) : (
              <Link to={`${base}/steps/${step}#other-ways`}>{text("log.undo-there")}</Link>
            )}
          </p>
        </div>
      )}
    </>
  );
}
