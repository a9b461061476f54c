import { Link } from "react-router";
import { Composer } from "#app/ui/composer.tsx";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { MomentField } from "#app/ui/moment-field.tsx";
import { useText } from "#app/ui/text.tsx";
import { ActForm } from "../act/act-form.tsx";
import { VoiceList } from "../voices/voice-list.tsx";
import type { VoiceView } from "../voices/voice-view.server.ts";

const SHOWN = 2;

interface NoteComposerProps {
  readonly base: string;
  readonly onTeam: boolean;
  readonly voices: readonly VoiceView[];
  readonly mayLogPressure: boolean;
}

/** One line that goes into the log; what happened earlier says when. Pressure has its own page, open to all. */
export function NoteComposer({ base, onTeam, voices, mayLogPressure }: NoteComposerProps) {
  const text = useText();
  if (!onTeam && !mayLogPressure && voices.length === 0) return null;
  return (
    <section className="panel jot" aria-label={text("incidents.note")}>
      {onTeam && (
        <ActForm id="note" kind="add-note" className="jot__form">
          <Composer
            name="text"
            label={text("incidents.add-note")}
            button={text("incidents.record")}
            hotkey="c"
            more={
              <Disclosure summary={text("incidents.happened-earlier")} className="fold fold--sm">
                <MomentField name="happenedAt" label={text("incidents.when-happened")} optional />
              </Disclosure>
            }
          />
        </ActForm>
      )}
      {voices.length > 0 && <VoiceList base={base} voices={voices.slice(0, SHOWN)} />}
      <p className="jot__foot">
        {voices.length > SHOWN && (
          <Link to={`${base}/voices#voices`}>{text("voices.all", { count: voices.length })}</Link>
        )}
        {mayLogPressure && <Link to={`${base}/voices`}>{text("voices.put-on-record")}</Link>}
      </p>
    </section>
  );
}
