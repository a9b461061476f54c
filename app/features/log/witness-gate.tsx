import { lazy, Suspense, useEffect, useState } from "react";
import { useLocation } from "react-router";
import { Icon } from "#app/ui/icon.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import type { Witnessed } from "./witness-check.ts";

// Loaded once the page is there, since nothing on it waits for what is found.
const witness = () => import("./witness-check.ts");
/** Loaded when it is needed: no page that is well carries it. */
const WitnessAlarm = lazy(async () => ({ default: (await import("./witness-alarm.tsx")).WitnessAlarm }));

const WitnessContinued = lazy(async () => ({
  default: (await import("./witness-continued.tsx")).WitnessContinued,
}));

interface WitnessGateProps {
  /** The incident whose log is watched; undefined for the installation's own. */
  readonly incident?: string;
  readonly children: React.ReactNode;
}

/**
 * Holds the log against what this browser saw before, at each page. If the two contradict each other, the alarm
 * takes the place of the page, on every page and after every reload; checking and exporting still work under it.
 */
export function WitnessGate({ incident, children }: WitnessGateProps) {
  const path = incident === undefined ? "/log" : `/i/${incident}`;
  const text = useText();
  const rich = useRichText();
  const { key: place, pathname } = useLocation();
  const [witnessed, setWitnessed] = useState<Witnessed>();
  const [passed, setPassed] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `place` changes with each page that is shown
  useEffect(() => {
    let left = false;
    witness()
      .then(({ checkLogs }) => checkLogs(path))
      .then(
        (result) => {
          if (!left && result !== undefined) setWitnessed(result);
        },
        // A browser that keeps nothing (private windows) cannot be a witness, and is not told off for it.
        (cause: unknown) => {
          if (!(cause instanceof DOMException)) throw cause;
        },
      );
    return () => {
      left = true;
    };
  }, [path, place]);
  if (witnessed?.kind === "not-shown" || witnessed?.kind === "unsigned")
    return <Uncertain why={witnessed.kind}>{children}</Uncertain>;
  if (witnessed?.kind === "continued") {
    const close = () =>
      witness()
        .then(({ closeLost }) => closeLost(witnessed.key))
        .then(() => setWitnessed({ kind: "sound" }));
    return (
      <>
        <Suspense>
          <WitnessContinued lost={witnessed.lost} onClose={close} />
        </Suspense>
        {children}
      </>
    );
  }
  if (witnessed?.kind !== "alarm") return children;
  if (passed || /\/(verify|check|export)$/.test(pathname)) {
    return (
      <>
        <div className="inset inset--danger" role="alert">
          <p>
            {rich("log.trouble", { why: witnessed.alarm.why }, { b: alarming })}{" "}
            <button className="linkish" type="button" onClick={() => setPassed(false)} hidden={!passed}>
              {text("log.alarm-show")}
            </button>
          </p>
        </div>
        {children}
      </>
    );
  }
  return (
    <Suspense>
      <WitnessAlarm
        alarm={witnessed.alarm}
        sound={witnessed.sound}
        exportAt={incident === undefined ? undefined : `${path}/export`}
        onPass={() => setPassed(true)}
        onClose={() => {
          witness()
            .then(({ closeAlarm }) => closeAlarm(witnessed.key))
            .then(() => setWitnessed({ kind: "sound" }));
        }}
      />
    </Suspense>
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

/** Over a page whose log could not be held against a signature. */
function Uncertain({ why, children }: { why: "not-shown" | "unsigned"; children: React.ReactNode }) {
  const rich = useRichText();
  const bold = (words: React.ReactNode) => (
    <b>
      <Icon name="soon" />
      {words}
    </b>
  );
  return (
    <>
      <div className="inset inset--warn">
        <p>{rich(`log.witness-${why}`, {}, { b: bold })}</p>
      </div>
      {children}
    </>
  );
}
