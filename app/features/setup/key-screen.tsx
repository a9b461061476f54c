import { Button } from "#app/ui/button.tsx";
import { PrintButton } from "#app/ui/print-button.tsx";
import { useText } from "#app/ui/text.tsx";
import { TickField } from "#app/ui/tick-field.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import { KeyCardPanel } from "./key-card.tsx";
import type { KeyCard } from "./set-up-view.server.ts";

export function KeyScreen({ card }: { card: KeyCard }) {
  const text = useText();
  return (
    <>
      <div className="stack">
        <h1>{text("setup.log-key")}</h1>
        <p>{text("setup.log-key-why")}</p>
      </div>
      <KeyCardPanel card={card} />
      <PlainForm id="key">
        <div className="actions">
          <PrintButton>{text("setup.print-card")}</PrintButton>
        </div>
        <TickField name="kept" label={text("setup.card-kept")} note={text("setup.card-kept-note")} />
        <div className="actions actions--grow">
          <Button kind="primary">{text("setup.go-to-4")}</Button>
        </div>
      </PlainForm>
    </>
  );
}
