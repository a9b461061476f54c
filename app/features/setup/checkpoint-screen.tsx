import { Button, ButtonLink } from "#app/ui/button.tsx";
import { PrintButton } from "#app/ui/print-button.tsx";
import { TickField } from "#app/ui/tick-field.tsx";
import { PlainForm } from "../act/plain-form.tsx";
import type { KeyCard } from "./set-up-view.server.ts";

interface CheckpointScreenProps {
  readonly card: KeyCard;
  readonly checkpoint: { readonly size: number; readonly note: string };
}

export function CheckpointScreen({ card, checkpoint }: CheckpointScreenProps) {
  return (
    <>
      <div className="stack">
        <h1>A copy outside</h1>
        <p>
          A checkpoint is the whole log in five lines, signed. As long as one lies outside this server, nobody
          can change what was recorded before it without being found out. Until someone outside holds one, the
          log protects only against people without the key.
        </p>
      </div>
      <section className="panel panel--strong" aria-labelledby="checkpoint-h">
        <div className="panel__head">
          <h2 id="checkpoint-h">Checkpoint over {checkpoint.size} entries</h2>
        </div>
        <div className="panel__body">
          <pre className="note">{checkpoint.note}</pre>
          <p className="sm muted">Verifier key</p>
          <pre className="note">{card.vkey}</pre>
        </div>
      </section>
      <PlainForm id="checkpoint">
        <div className="actions">
          <ButtonLink to="/log/checkpoint" icon="save" download>
            Download the checkpoint
          </ButtonLink>
          <ButtonLink to="/log/vkey" icon="save" download>
            Download the verifier key
          </ButtonLink>
          <PrintButton>Print both</PrintButton>
        </div>
        <TickField
          name="kept"
          label="Both are away from this server"
          note="On another machine, in a safe, or sent to your lawyer or auditor."
        />
        <div className="actions actions--grow">
          <Button kind="primary">Finish and open the board</Button>
        </div>
      </PlainForm>
    </>
  );
}
