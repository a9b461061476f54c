import { useCallback, useEffect, useState } from "react";
import { ButtonLink } from "#app/ui/button.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { ByHand } from "./verify-by-hand.tsx";
import { Checks } from "./verify-checks.tsx";
import { VerifyFailed } from "./verify-failed.tsx";
import type { HereVerdict } from "./verify-here.ts";

interface VerifyPageProps {
  readonly incident: string;
  /** The key in words. */
  readonly words: string;
  /** What the server itself found, where it could not read the log. */
  readonly trouble?: string;
}

type Progress =
  /** Without JavaScript it stays so. */
  | { readonly kind: "not-begun" }
  | { readonly kind: "running"; readonly count: number }
  | { readonly kind: "broken-off" }
  | { readonly kind: "done"; readonly verdict: HereVerdict };

/** Checks the log as soon as it is shown: opening the page is the click. */
export function VerifyPage({ incident: ref, words, trouble }: VerifyPageProps) {
  const [progress, setProgress] = useState<Progress>({ kind: "not-begun" });
  const run = useCallback(async () => {
    setProgress({ kind: "running", count: 0 });
    const { verifyHere, NotShown } = await import("./verify-here.ts");
    try {
      const verdict = await verifyHere(ref, (count) => setProgress({ kind: "running", count }));
      setProgress({ kind: "done", verdict });
    } catch (cause) {
      if (!(cause instanceof NotShown || cause instanceof TypeError || cause instanceof SyntaxError))
        throw cause;
      setProgress({ kind: "broken-off" });
    }
  }, [ref]);
  useEffect(() => {
    run();
  }, [run]);
  if (progress.kind === "done" && !progress.verdict.intact) {
    return <VerifyFailed incident={ref} verdict={progress.verdict} />;
  }
  return (
    <>
      <PageTitle name="Verify" />
      <div className="pagehead">
        <div className="pagehead__t">
          <h1>Verify the log</h1>
          <p role="status">
            <Said progress={progress} />
          </p>
        </div>
        {(progress.kind === "done" || progress.kind === "broken-off") && (
          <div className="actions">
            <button className="btn" type="button" onClick={run}>
              Verify again
            </button>
            <ButtonLink kind="primary" icon="save" to={`/i/${ref}/export`}>
              Export evidence
            </ButtonLink>
          </div>
        )}
      </div>
      {trouble !== undefined && (
        <div className="inset inset--danger" role="alert">
          <p>
            <b>
              <Icon name="alarm" />
              Log not verifying.
            </b>{" "}
            {trouble}
          </p>
        </div>
      )}
      <div className="split">
        {progress.kind === "done" ? <Checks verdict={progress.verdict} /> : <Waiting progress={progress} />}
        <ByHand incident={ref} words={words} />
      </div>
    </>
  );
}

function Said({ progress }: { progress: Progress }) {
  switch (progress.kind) {
    case "not-begun":
      return (
        <span className="muted">
          The log is checked in your browser, not on the server. If nothing happens here, your browser runs no
          scripts: use the verifier, as this page says. It works without us.
        </span>
      );
    case "running":
      return (
        <span className="muted">
          Verifying{progress.count > 0 && `, ${progress.count} entries so far`}. It is computed in this
          browser.
        </span>
      );
    case "broken-off":
      return "The entries could not be fetched, so nothing is said about them. Nothing is lost.";
    case "done":
      return (
        <span className="seal">
          <Icon name="dead" />
          Verified {progress.verdict.size} entries, just now, in this browser
        </span>
      );
  }
}

function Waiting({ progress }: { progress: Progress }) {
  return (
    <Panel title="What is checked">
      <div className="panel__body">
        <ol className="checks">
          {[
            "Each entry matches its fingerprint",
            "They chain to one root",
            "The root is signed by our key",
            "Outside witnesses saw the same root",
            "It extends the root this browser saw first",
          ].map((what) => (
            <li key={what}>
              <Icon name={progress.kind === "running" ? "half" : "ring"} />
              <span>{what}</span>
            </li>
          ))}
        </ol>
      </div>
    </Panel>
  );
}
