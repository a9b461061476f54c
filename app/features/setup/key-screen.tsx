import { Button } from "#app/ui/button.tsx";
import { PrintButton } from "#app/ui/print-button.tsx";
import { TickField } from "#app/ui/tick-field.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import { KeyCardPanel } from "./key-card.tsx";
import type { KeyCard } from "./set-up-view.server.ts";

export function KeyScreen({ card }: { card: KeyCard }) {
  return (
    <>
      <div className="stack">
        <h1>The log key</h1>
        <p>
          Everything recorded here is signed with one key. Whoever checks a log later must know that the key
          is yours: keep these words where this server cannot change them.
        </p>
      </div>
      <KeyCardPanel card={card} />
      <PlainForm id="key">
        <div className="actions">
          <PrintButton>Print the key card</PrintButton>
        </div>
        <TickField
          name="kept"
          label="I have printed the card or written the words down"
          note="Your browser's own menu prints this page too."
        />
        <div className="actions actions--grow">
          <Button kind="primary">Go to step 4</Button>
        </div>
      </PlainForm>
    </>
  );
}
