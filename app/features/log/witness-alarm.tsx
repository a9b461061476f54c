import { useEffect, useRef, useState } from "react";
import { ButtonLink } from "#app/ui/button.tsx";
import { Hash } from "#app/ui/hash.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { PrintButton } from "#app/ui/print-button.tsx";
import { SaveText } from "#app/ui/save-text.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
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
  const text = useText();
  const rich = useRichText();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <title>{`${text("log.alarm-tab")} — Sangfroid`}</title>
      <section className="card card--danger" aria-labelledby="alarm-h" role="alert">
        <h1 id="alarm-h" ref={heading} tabIndex={-1}>
          {text("log.alarm-title")}
        </h1>
        <p>{alarm.why}</p>
        <p>{rich("log.alarm-keep", {}, { b: (words) => <b>{words}</b> })}</p>
        <div className="actions actions--grow">
          <SaveText kind="primary" name="seen-by-this-browser.checkpoint" text={alarm.ours}>
            {text("log.alarm-save-ours")}
          </SaveText>
          <SaveText name="shown-by-the-server.checkpoint" text={alarm.theirs}>
            {text("log.alarm-save-theirs")}
          </SaveText>
          {exportAt !== undefined && (
            <ButtonLink to={exportAt} icon="save">
              {text("log.export-now")}
            </ButtonLink>
          )}
          <PrintButton>{text("log.print-page")}</PrintButton>
        </div>
      </section>
      <Panel title={text("log.what-differs")}>
        <div className="panel__body">
          <dl className="kv kv--stack">
            <dt>{text("log.alarm-ours")}</dt>
            <dd>
              <NoteFacts note={alarm.ours} />
              <span className="muted below">
                {rich("log.alarm-kept", { when: <Moment at={alarm.oursAt} show="second" /> })}
              </span>
              <pre className="note">{alarm.ours}</pre>
            </dd>
            <dt>{text("log.alarm-theirs")}</dt>
            <dd>
              <NoteFacts note={alarm.theirs} bad />
              <span className="muted below">
                {rich("log.alarm-shown", { when: <Moment at={alarm.foundAt} show="second" /> })}
              </span>
              <pre className="note">{alarm.theirs}</pre>
            </dd>
          </dl>
        </div>
      </Panel>
      <Panel title={text("log.what-it-means")}>
        <div className="panel__body">
          <ul className="plain">
            <li>{text("log.alarm-means-older")}</li>
            <li>{text("log.alarm-means-missing")}</li>
            <li>{text("log.alarm-means-outside")}</li>
            {sound && <li>{text("log.alarm-sound-again")}</li>}
          </ul>
          <div className="actions">
            <button className="linkish" type="button" onClick={onPass}>
              {text("log.alarm-pass")}
            </button>
            {sound && (
              <button className="btn" type="button" onClick={onClose}>
                <Icon name="check" />
                {text("log.alarm-close")}
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
  const text = useText();
  const rich = useRichText();
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
  if (facts === undefined) return <span>{text("log.alarm-not-a-checkpoint")} </span>;
  const root = <Hash hex={facts.hex} bad={bad} />;
  return <>{rich("log.alarm-note-facts", { count: facts.size, root })} </>;
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
