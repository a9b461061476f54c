import { Link } from "react-router";
import { Button } from "#app/ui/button.tsx";
import { Empty } from "#app/ui/empty.tsx";
import { TextBox, TextLine } from "#app/ui/field.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { useText } from "#app/ui/text.tsx";
import { actInIncident } from "../act/act.server.ts";
import { ActForm } from "../act/act-form.tsx";
import { seenIncident } from "../incidents/incident.server.ts";
import type { Route } from "./+types/voices";
import { mayLogPressure } from "./may-log-pressure.server.ts";
import { VoiceList } from "./voice-list.tsx";
import { voiceViews } from "./voice-view.server.ts";

export async function loader({ context, params }: Route.LoaderArgs) {
  const { incident, me, text } = await seenIncident(context, params);
  return {
    base: `/i/${incident.ref}`,
    voices: voiceViews(incident, text),
    mayAdd: mayLogPressure(context, incident, me),
  };
}

export const action = actInIncident;

/** What people were asked to hold back, and who disagreed. Anyone adds to it; nobody takes from it. */
export default function Voices({ loaderData }: Route.ComponentProps) {
  const { base, voices, mayAdd } = loaderData;
  const text = useText();
  return (
    <>
      <PageTitle name={text("voices.title")} />
      <p className="crumb">
        <Link to={base}>{text("frame.now")}</Link> / {text("voices.title")}
      </p>
      <h1>{text("voices.title")}</h1>
      <p>{text("voices.what")}</p>
      {mayAdd && (
        <Panel id="pressure" title={text("voices.asked-to-hold")}>
          <div className="panel__body">
            <ActForm id="pressure-form" kind="log-pressure">
              <TextLine name="from" label={text("voices.from")} hint={text("voices.from-hint")} required />
              <TextBox name="words" label={text("voices.words")} hint={text("voices.words-hint")} required />
              <TextLine name="authority" label={text("voices.authority")} optional />
              <p className="field__hint">{text("voices.for-good")}</p>
              <div className="actions">
                <Button kind="primary">{text("voices.record")}</Button>
              </div>
            </ActForm>
          </div>
        </Panel>
      )}
      <Panel id="voices" title={text("voices.on-record")}>
        {voices.length === 0 ? (
          <Empty>{text("voices.none")}</Empty>
        ) : (
          <VoiceList base={base} voices={voices} />
        )}
      </Panel>
    </>
  );
}
