import { data, Link } from "react-router";
import { isDecision } from "#app/core/incident/rules-fact.ts";
import { Button } from "#app/ui/button.tsx";
import { TextBox } from "#app/ui/field.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { useText } from "#app/ui/text.tsx";
import { actInIncident } from "../act/act.server.ts";
import { ActForm } from "../act/act-form.tsx";
import { seenIncident } from "../incidents/incident.server.ts";
import { EntryList } from "../log/entry-list.tsx";
import { entryViews } from "../log/entry-view.server.ts";
import { entryAt } from "../log/log-page.server.ts";
import type { Route } from "./+types/dissent";
import { VoiceList } from "./voice-list.tsx";
import { voiceViews } from "./voice-view.server.ts";

export async function loader({ context, params }: Route.LoaderArgs) {
  const { house, incident, reading, me, withheld, text } = await seenIncident(context, params);
  const entry = /^\d{1,15}$/.test(params.seq)
    ? await entryAt(house, incident, Number(params.seq))
    : undefined;
  if (entry === undefined || !isDecision(entry.act)) throw data(null, { status: 404 });
  const [view] = entryViews([entry], reading, new Map(), withheld, text);
  if (view === undefined) throw data(null, { status: 404 });
  return {
    base: `/i/${incident.ref}`,
    entry: view,
    voices: voiceViews(incident, text, (voice) => voice.kind === "dissent" && voice.about === entry.seq),
    mayAct: incident.people.get(me)?.roles !== undefined,
  };
}

export const action = actInIncident;

/** "I disagree, because …": beside a decision, an approval or a skipped step, for good. */
export default function Dissent({ loaderData }: Route.ComponentProps) {
  const { base, entry, voices, mayAct } = loaderData;
  const text = useText();
  const seq = String(entry.seq);
  return (
    <>
      <PageTitle name={text("voices.disagree-title", { seq })} />
      <p className="crumb">
        <Link to={`${base}/log?at=${seq}#e${seq}`}>{text("log.title")}</Link> / #{seq}
      </p>
      <h1>{text("voices.disagree-with", { seq })}</h1>
      <Panel id="entry" title={text("log.as-recorded")}>
        <EntryList base={base} entries={[{ ...entry, correctable: false, decision: false }]} />
      </Panel>
      {mayAct ? (
        <ActForm id="dissent" kind="dissent" fixed={{ seq: entry.seq }} className="form form--narrow">
          <TextBox
            name="because"
            label={text("steps.why-disagree")}
            hint={text("steps.why-disagree-hint")}
            required
          />
          <div className="actions">
            <Button kind="primary">{text("steps.record-disagree")}</Button>
          </div>
        </ActForm>
      ) : (
        <p>{text("voices.join-to-disagree")}</p>
      )}
      {voices.length > 0 && (
        <Panel id="voices" title={text("voices.on-record")}>
          <VoiceList base={base} voices={voices} />
        </Panel>
      )}
    </>
  );
}
