import { useEffect, useRef, useState } from "react";
import { ButtonLink } from "#app/ui/button.tsx";
import { Hash } from "#app/ui/hash.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { PrintButton } from "#app/ui/print-button.tsx";
import { SaveText } from "#app/ui/save-text.tsx";
import type { Alarm } from "./witness-memory.ts";

interface WitnessAlarmProps {
  readonly alarm: Alarm;
  /** The server shows a fitting log again. */
  readonly sound: boolean;
  readonly exportAt: string | undefined;
  readonly onPass: () => void;
  readonly onClose: () => void;
}

/** In place of the page: the server showed a log that contradicts what this browser saw. */
export function WitnessAlarm({ alarm, sound, exportAt, onPass, onClose }: WitnessAlarmProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <title>LOG NOT VERIFYING — Sangfroid</title>
      <section className="card card--danger" aria-labelledby="alarm-h" role="alert">
        <h1 id="alarm-h" ref={heading} tabIndex={-1}>
          This log is not the one this browser saw
        </h1>
        <p>{alarm.why}</p>
        <p>
          <b>Do not close this page.</b> Keep both notes: together they prove it, to anyone, without this
          server. Then call someone who does not run it.
        </p>
        <div className="actions actions--grow">
          <SaveText kind="primary" name="seen-by-this-browser.checkpoint" text={alarm.ours}>
            Save the note this browser saw
          </SaveText>
          <SaveText name="shown-by-the-server.checkpoint" text={alarm.theirs}>
            Save the note the server showed
          </SaveText>
          {exportAt !== undefined && (
            <ButtonLink to={exportAt} icon="save">
              Export now
            </ButtonLink>
          )}
          <PrintButton>Print this page</PrintButton>
        </div>
      </section>
      <Panel title="What differs">
        <div className="panel__body">
          <dl className="kv kv--stack">
            <dt>Seen here</dt>
            <dd>
              <NoteFacts note={alarm.ours} />
              <span className="muted below">
                kept by this browser <Moment at={alarm.oursAt} show="second" />, by its own clock
              </span>
              <pre className="note">{alarm.ours}</pre>
            </dd>
            <dt>Shown then</dt>
            <dd>
              <NoteFacts note={alarm.theirs} bad />
              <span className="muted below">
                shown by the server <Moment at={alarm.foundAt} show="second" />
              </span>
              <pre className="note">{alarm.theirs}</pre>
            </dd>
          </dl>
        </div>
      </Panel>
      <Panel title="What this means">
        <div className="panel__body">
          <ul className="plain">
            <li>An older copy of the database was put back, or someone rewrote what was recorded.</li>
            <li>What you and others recorded after that moment may be missing from the server.</li>
            <li>Whoever holds a bundle, a receipt or a checkpoint from outside can show what was there.</li>
            {sound && <li>The server now shows a log again that goes on from what this browser saw.</li>}
          </ul>
          <div className="actions">
            <button className="linkish" type="button" onClick={onPass}>
              Go on to the page, the alarm comes back
            </button>
            {sound && (
              <button className="btn" type="button" onClick={onClose}>
                <Icon name="check" />I have kept both notes, close the alarm
              </button>
            )}
          </div>
        </div>
      </Panel>
    </>
  );
}

/** Size and root, read by the code that judged them. */
function NoteFacts({ note, bad = false }: { note: string; bad?: boolean }) {
  const [facts, setFacts] = useState<{ readonly size: number; readonly hex: string }>();
  useEffect(() => {
    let left = false;
    import("./witness-judge.ts").then(({ readNote }) => {
      const read = readNote(note);
      if (!left && read !== undefined) setFacts({ size: read.size, hex: hexOf(read.root) });
    });
    return () => {
      left = true;
    };
  }, [note]);
  if (facts === undefined) return <span>not a checkpoint. </span>;
  return (
    <>
      {facts.size} entries, root <Hash hex={facts.hex} bad={bad} />{" "}
    </>
  );
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
