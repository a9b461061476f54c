import { Button, ButtonLink } from "#app/ui/button.tsx";
import { PrintButton } from "#app/ui/print-button.tsx";
import { useText } from "#app/ui/text.tsx";
import { TickField } from "#app/ui/tick-field.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import type { KeyCard } from "./set-up-view.server.ts";

interface CheckpointScreenProps {
  readonly card: KeyCard;
  readonly checkpoint: { readonly size: number; readonly note: string };
}

export function CheckpointScreen({ card, checkpoint }: CheckpointScreenProps) {
  const text = useText();
  return (
    <>
      <div className="stack">
        <h1>{text("setup.copy-outside")}</h1>
        <p>{text("setup.copy-outside-why")}</p>
      </div>
      <section className="panel panel--strong" aria-labelledby="checkpoint-h">
        <div className="panel__head">
          <h2 id="checkpoint-h">{text("setup.checkpoint-over", { count: checkpoint.size })}</h2>
        </div>
        <div className="panel__body">
          <pre className="note">{checkpoint.note}</pre>
          <p className="sm muted">{text("setup.verifier-key")}</p>
          <pre className="note">{card.vkey}</pre>
        </div>
      </section>
      <PlainForm id="checkpoint">
        <div className="actions">
          <ButtonLink to="/log/checkpoint" icon="save" download>
            {text("setup.download-checkpoint")}
          </ButtonLink>
          <ButtonLink to="/log/vkey" icon="save" download>
            {text("setup.download-key")}
          </ButtonLink>
          <PrintButton>{text("setup.print-both")}</PrintButton>
        </div>
        <TickField name="kept" label={text("setup.both-away")} note={text("setup.both-away-note")} />
        <div className="actions actions--grow">
          <Button kind="primary">{text("setup.finish")}</Button>
        </div>
      </PlainForm>
    </>
  );
}
