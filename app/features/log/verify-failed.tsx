import { useEffect, useRef } from "react";
import type { PageKey } from "#app/content/messages/keys.ts";
import type { Text } from "#app/core/shared/text.ts";
import { ButtonLink } from "#app/ui/button.tsx";
import { Hash } from "#app/ui/hash.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { PrintButton } from "#app/ui/print-button.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { Checks, saidIn } from "./verify-checks.tsx";
import type { Difference, HereVerdict } from "./verify-here.ts";

/** In place of the page: the log does not verify. Says which entry, what was expected, and what to do first. */
export function VerifyFailed({ incident, verdict }: { incident: string; verdict: HereVerdict }) {
  const text = useText();
  const rich = useRichText();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <title>{`${text("log.alarm-tab")} — Sangfroid`}</title>
      <section className="card card--danger" aria-labelledby="fail-h" role="alert">
        <h1 id="fail-h" ref={heading} tabIndex={-1}>
          {headline(verdict, text)}
        </h1>
        <p>{rich("log.do-not-close", {}, { b: (words) => <b>{words}</b> })}</p>
        <div className="actions actions--grow">
          <ButtonLink kind="primary" icon="save" to={`/i/${incident}/bundle`} download>
            {text("log.export-now")}
          </ButtonLink>
          <ButtonLink icon="save" to={`/i/${incident}/checkpoint`} download>
            {text("log.save-checkpoint")}
          </ButtonLink>
          <PrintButton>{text("log.print-page")}</PrintButton>
        </div>
      </section>
      <div className="split">
        <div className="stack">
          {verdict.differences.length > 0 && (
            <Panel title={text("log.what-differs")}>
              {verdict.differences.map((difference) => (
                <div className="panel__body" key={`${difference.seq} ${difference.field ?? ""}`}>
                  <DifferenceFacts difference={difference} at={verdict.at} />
                </div>
              ))}
            </Panel>
          )}
          <Panel title={text("log.what-it-means")}>
            <div className="panel__body">
              <ul className="plain">
                <li>{text("log.means-changed")}</li>
                <li>{text("log.means-rest")}</li>
                <li>{text("log.means-outside")}</li>
              </ul>
            </div>
          </Panel>
        </div>
        <Checks verdict={verdict} side />
      </div>
    </>
  );
}

function headline({ bad, results }: HereVerdict, text: Text<PageKey>): string {
  const [first, ...others] = bad;
  if (first === undefined) {
    const failed = results.find(({ state }) => state === "fails");
    return failed === undefined ? text("log.does-not-verify") : saidIn(failed.said, text);
  }
  if (others.length === 0) return text("log.one-does-not-match", { seq: String(first) });
  return text("log.some-do-not-match", { count: bad.length });
}

function DifferenceFacts({ difference, at }: { difference: Difference; at: string }) {
  const text = useText();
  const rich = useRichText();
  const { seq, act, field, expected, actual, now } = difference;
  return (
    <dl className="kv kv--stack">
      <dt>{text("log.entry")}</dt>
      <dd>
        #{seq}
        {difference.at !== undefined && (
          <>
            , <Moment at={difference.at} show="second" />
          </>
        )}
        {act !== undefined && `, ${act.replaceAll("-", " ")}`},{" "}
        {field === undefined ? text("log.the-entry") : text("log.its-field", { name: field })}
      </dd>
      <dt>{text("log.expected")}</dt>
      <dd>
        <Hash hex={expected} />
        <span className="muted below">{text(field === undefined ? "log.in-tree" : "log.in-entry")}</span>
      </dd>
      <dt>{text("log.actual")}</dt>
      <dd>
        <Hash hex={actual} bad />
        <span className="muted below">
          {rich("log.computed", { when: <Moment at={at} show="second" /> })}
        </span>
      </dd>
      {now !== undefined && (
        <>
          <dt>{text("log.text-now")}</dt>
          <dd>
            <q>{now}</q>
          </dd>
        </>
      )}
    </dl>
  );
}
