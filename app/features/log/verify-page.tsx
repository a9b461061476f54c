import { useCallback, useEffect, useState } from "react";
import { ButtonLink } from "#app/ui/button.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
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
  const text = useText();
  const rich = useRichText();
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
      <PageTitle name={text("log.verify")} />
      <div className="pagehead">
        <div className="pagehead__t">
          <h1>{text("log.verify-log")}</h1>
          <p role="status">
            <Said progress={progress} />
          </p>
        </div>
        {(progress.kind === "done" || progress.kind === "broken-off") && (
          <div className="actions">
            <button className="btn" type="button" onClick={run}>
              {text("log.verify-again")}
            </button>
            {trouble === undefined && (
              <ButtonLink kind="primary" icon="save" to={`/i/${ref}/export`}>
                {text("log.export-evidence")}
              </ButtonLink>
            )}
          </div>
        )}
      </div>
      {trouble !== undefined && (
        <div className="inset inset--danger" role="alert">
          <p>{rich("log.trouble", { why: trouble }, { b: alarming })}</p>
          <div className="actions">
            <ButtonLink kind="primary" icon="save" to={`/i/${ref}/bundle`} download>
              {text("log.export-now")}
            </ButtonLink>
          </div>
        </div>
      )}
      <div className="split">
        {progress.kind === "done" ? <Checks verdict={progress.verdict} /> : <Waiting progress={progress} />}
        <ByHand incident={ref} words={words} damaged={trouble !== undefined} />
      </div>
    </>
  );
}

function alarming(words: React.ReactNode) {
  return (
    <b>
      <Icon name="alarm" />
      {words}
    </b>
  );
}

function Said({ progress }: { progress: Progress }) {
  const text = useText();
  switch (progress.kind) {
    case "not-begun":
      return <span className="muted">{text("log.checked-here")}</span>;
    case "running":
      return (
        <span className="muted">
          {progress.count === 0
            ? text("log.verifying")
            : text("log.verifying-so-far", { count: progress.count })}
        </span>
      );
    case "broken-off":
      return text("log.broken-off");
    case "done":
      return (
        <span className="seal">
          <Icon name="dead" />
          {text("log.verified-now", { count: progress.verdict.size })}
        </span>
      );
  }
}

function Waiting({ progress }: { progress: Progress }) {
  const text = useText();
  return (
    <Panel title={text("log.what-is-checked")}>
      <div className="panel__body">
        <ol className="checks">
          {(["fingerprints", "root", "signature", "witnesses", "first"] as const).map((what) => (
            <li key={what}>
              <Icon name={progress.kind === "running" ? "half" : "ring"} />
              <span>{text(`log.check-${what}`)}</span>
            </li>
          ))}
        </ol>
      </div>
    </Panel>
  );
}
