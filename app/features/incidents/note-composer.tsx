import { Composer } from "#app/ui/composer.tsx";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { MomentField } from "#app/ui/moment-field.tsx";
import { ActForm } from "../act/act-form.tsx";

/** One line that goes into the log; what happened earlier says when. */
export function NoteComposer() {
  return (
    <section className="panel jot" aria-label="Note">
      <ActForm id="note" kind="add-note" className="jot__form">
        <Composer
          name="text"
          label="Add a note to the log"
          button="Record"
          more={
            <Disclosure summary="It happened earlier" className="fold fold--sm">
              <MomentField name="happenedAt" label="When it happened" optional />
            </Disclosure>
          }
        />
      </ActForm>
    </section>
  );
}
