import { useEffect, useRef } from "react";
import { ButtonLink } from "#app/ui/button.tsx";
import { Hash } from "#app/ui/hash.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { PrintButton } from "#app/ui/print-button.tsx";
import { Checks } from "./verify-checks.tsx";
import type { Difference, HereVerdict } from "./verify-here.ts";

/** In place of the page: the log does not verify. Says which entry, what was expected, and what to do first. */
export function VerifyFailed({ incident, verdict }: { incident: string; verdict: HereVerdict }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <title>LOG NOT VERIFYING — Sangfroid</title>
      <section className="card card--danger" aria-labelledby="fail-h" role="alert">
        <h1 id="fail-h" ref={heading} tabIndex={-1}>
          {headline(verdict)}
        </h1>
        <p>
          <b>Do not close this page. Export now</b>: the file keeps what the server holds, and names the
          damage to whoever checks it. If too much is gone for a bundle, it is a rescue export, and says that
          no key stands behind it. Then call someone who does not run this server. Nothing you recorded is
          lost by this check.
        </p>
        <div className="actions actions--grow">
          <ButtonLink kind="primary" icon="save" to={`/i/${incident}/bundle`} download>
            Export now
          </ButtonLink>
          <ButtonLink icon="save" to={`/i/${incident}/checkpoint`} download>
            Save the checkpoint
          </ButtonLink>
          <PrintButton>Print this page</PrintButton>
        </div>
      </section>
      <div className="split">
        <div className="stack">
          {verdict.differences.length > 0 && (
            <Panel title="What differs">
              {verdict.differences.map((difference) => (
                <div className="panel__body" key={`${difference.seq} ${difference.what}`}>
                  <DifferenceFacts difference={difference} at={verdict.at} />
                </div>
              ))}
            </Panel>
          )}
          <Panel title="What this means">
            <div className="panel__body">
              <ul className="plain">
                <li>
                  Someone or something changed what was recorded, after it was recorded. It may be a broken
                  disk.
                </li>
                <li>What matches still verifies. You can keep working: new entries come after the damage.</li>
                <li>A bundle, receipt or checkpoint that lies outside shows what was there before.</li>
              </ul>
            </div>
          </Panel>
        </div>
        <Checks verdict={verdict} side />
      </div>
    </>
  );
}

function headline({ bad, results }: HereVerdict): string {
  const [first, ...others] = bad;
  if (first === undefined) {
    return (
      results.find(({ state }) => state === "fails")?.sentence.replace(/\.$/, "") ?? "The log does not verify"
    );
  }
  if (others.length === 0) return `Entry #${first} does not match its fingerprint`;
  return `${bad.length} entries do not match their fingerprints`;
}

function DifferenceFacts({ difference, at }: { difference: Difference; at: string }) {
  const { seq, act, what, expected, actual, now } = difference;
  return (
    <dl className="kv kv--stack">
      <dt>Entry</dt>
      <dd>
        #{seq}
        {difference.at !== undefined && (
          <>
            , <Moment at={difference.at} show="second" />
          </>
        )}
        {act !== undefined && `, ${act.replaceAll("-", " ")}`}, {what}
      </dd>
      <dt>Expected</dt>
      <dd>
        <Hash hex={expected} />
        <span className="muted below">{what === "the entry" ? "in the tree" : "in the entry"}</span>
      </dd>
      <dt>Actual</dt>
      <dd>
        <Hash hex={actual} bad />
        <span className="muted below">
          computed from what the server sent <Moment at={at} show="second" />
        </span>
      </dd>
      {now !== undefined && (
        <>
          <dt>Text now</dt>
          <dd>
            <q>{now}</q>
          </dd>
        </>
      )}
    </dl>
  );
}
