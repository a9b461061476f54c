import { Composer } from "#app/ui/composer.tsx";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { MomentField } from "#app/ui/moment-field.tsx";
import { useText } from "#app/ui/text.tsx";
import { ActForm } from "../act/act-form.tsx";

/** One line that goes into the log; what happened earlier says when. */
export function NoteComposer() {
  const text = useText();
  return (
    <section className="panel jot" aria-label={text("incidents.note")}>
      <ActForm id="note" kind="add-note" className="jot__form">
        <Composer
          name="text"
          label={text("incidents.add-note")}
          button={text("incidents.record")}
          more={
            <Disclosure summary={text("incidents.happened-earlier")} className="fold fold--sm">
              <MomentField name="happenedAt" label={text("incidents.when-happened")} optional />
            </Disclosure>
          }
        />
      </ActForm>
    </section>
  );
}
