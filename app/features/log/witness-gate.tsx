import { useEffect, useState } from "react";
import { useLocation } from "react-router";
import { Icon } from "#app/ui/icon.tsx";
import { WitnessAlarm } from "./witness-alarm.tsx";
import { checkLogs, closeAlarm, type Witnessed } from "./witness-check.ts";

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
  const { key: place, pathname } = useLocation();
  const [witnessed, setWitnessed] = useState<Witnessed>();
  const [passed, setPassed] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `place` changes with each page that is shown
  useEffect(() => {
    let left = false;
    checkLogs(path).then(
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
  if (witnessed?.kind === "not-shown") return <NotShown>{children}</NotShown>;
  if (witnessed?.kind === "unsigned") return <Unsigned>{children}</Unsigned>;
  if (witnessed?.kind !== "alarm") return children;
  if (passed || /\/(verify|check|export)$/.test(pathname)) {
    return (
      <>
        <div className="inset inset--danger" role="alert">
          <p>
            <b>
              <Icon name="alarm" />
              Log not verifying.
            </b>{" "}
            {witnessed.alarm.why}{" "}
            <button className="linkish" type="button" onClick={() => setPassed(false)} hidden={!passed}>
              Show the alarm
            </button>
          </p>
        </div>
        {children}
      </>
    );
  }
  return (
    <WitnessAlarm
      alarm={witnessed.alarm}
      sound={witnessed.sound}
      exportAt={incident === undefined ? undefined : `${path}/export`}
      onPass={() => setPassed(true)}
      onClose={() => {
        closeAlarm(witnessed.key).then(() => setWitnessed({ kind: "sound" }));
      }}
    />
  );
}

function NotShown({ children }: { children: React.ReactNode }) {
  return (
    <>
      <div className="inset inset--warn">
        <p>
          <b>
            <Icon name="soon" />
            Not checked.
          </b>{" "}
          The server did not show the checkpoint of this log, so this browser could not compare it with what
          it saw before.
        </p>
      </div>
      {children}
    </>
  );
}

function Unsigned({ children }: { children: React.ReactNode }) {
  return (
    <>
      <div className="inset inset--warn">
        <p>
          <b>
            <Icon name="soon" />
            Compared, but not signed.
          </b>{" "}
          What the server shows goes on from what this browser saw before. The server signs nothing now, so it
          could say otherwise later.
        </p>
      </div>
      {children}
    </>
  );
}
