import { Link } from "react-router";
import { DueMoment } from "#app/ui/due-moment.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { SeverityMark } from "../incidents/severity.tsx";
import { Row } from "../steps/step-sheet.tsx";
import type { SheetView } from "./sheet-view.server.ts";

/** What the log itself says: who is on what, which limits come, what was decided, what is open. */
export function SheetRows({ base, sheet }: { base: string; sheet: SheetView }) {
  const text = useText();
  const rich = useRichText();
  return (
    <>
      <Row title={text("handover.now")}>
        {sheet.now.length === 0 ? (
          <p>{text("handover.nobody-on")}</p>
        ) : (
          <ul className="plain">
            {sheet.now.map(({ step, name }) => (
              <li key={`${step} ${name}`}>{text("handover.on-it", { step, name })}</li>
            ))}
          </ul>
        )}
      </Row>
      <Row title={text("handover.clocks")}>
        {sheet.clocks.length === 0 ? (
          <p>{text("handover.no-clock")}</p>
        ) : (
          <ul className="plain">
            {sheet.clocks.map(({ step, due }) => (
              <li key={step + due}>{rich("handover.clock", { step, when: <DueMoment at={due} /> })}</li>
            ))}
          </ul>
        )}
      </Row>
      <Row title={text("handover.decided")}>
        {sheet.decided.length === 0 ? (
          <p>{text("handover.none-decided")}</p>
        ) : (
          <ul className="plain">
            {sheet.decided.map(({ question, option, name, seq }) => (
              <li key={seq}>
                {rich(
                  "handover.decision",
                  { question, option, name, seq: `${seq}` },
                  {
                    b: (words) => <b>{words}</b>,
                    entry: (words) => <Link to={`${base}/log?at=${seq}#e${seq}`}>{words}</Link>,
                  },
                )}
              </li>
            ))}
          </ul>
        )}
      </Row>
      <Row title={text("handover.open")}>
        {sheet.open.length === 0 && sheet.voices.length === 0 ? (
          <p>{text("handover.none-open")}</p>
        ) : (
          <ul className="plain">
            {sheet.open.map((line) => (
              <li key={line}>{line}</li>
            ))}
            {sheet.voices.map((seq) => (
              <li key={seq}>
                {rich(
                  "handover.open-voice",
                  { seq: `${seq}` },
                  { entry: (words) => <Link to={`${base}/log?at=${seq}#e${seq}`}>{words}</Link> },
                )}
              </li>
            ))}
          </ul>
        )}
      </Row>
    </>
  );
}

/** A sheet that was offered, whole: it fits one printed page. */
export function WholeSheet({ base, sheet }: { base: string; sheet: SheetView }) {
  const text = useText();
  return (
    <div className="panel sheet">
      <Row title={text("handover.situation")}>
        {sheet.severity !== null && (
          <p>
            <SeverityMark severity={sheet.severity} />
          </p>
        )}
        <p className="said-text">{sheet.brief}</p>
      </Row>
      <SheetRows base={base} sheet={sheet} />
      <Row title={text("handover.if-then")}>
        <ul className="plain">
          {sheet.ifThen.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Row>
    </div>
  );
}
