import { ButtonLink } from "#app/ui/button.tsx";
import { Panel } from "#app/ui/panel.tsx";

/** The way that trusts neither this server nor this page. */
export function ByHand({ incident, words }: { incident: string; words: string }) {
  return (
    <Panel title="Verify without us" side>
      <div className="panel__body">
        <ol className="do">
          <li>
            <div className="sm">
              Take verify.html or verify.mjs from a release of Sangfroid. It needs no network.
            </div>
          </li>
          <li>
            <div className="sm">
              Export the bundle, and take the key. Compare its words with your key card: {words}
            </div>
          </li>
          <li>
            <div className="sm">
              Open verify.html and drop both on it, or run:
              <pre className="note">{`node verify.mjs sangfroid-${incident}.zip --vkey ${incident}.vkey`}</pre>
            </div>
          </li>
        </ol>
        <div className="actions">
          <ButtonLink small icon="save" to={`/i/${incident}/export`}>
            Bundle
          </ButtonLink>
          <ButtonLink small icon="save" to={`/i/${incident}/vkey`} download>
            Key
          </ButtonLink>
          <ButtonLink small icon="save" to={`/i/${incident}/checkpoint`} download>
            Checkpoint
          </ButtonLink>
        </div>
      </div>
    </Panel>
  );
}
