import { Link } from "react-router";
import { ButtonLink } from "#app/ui/button.tsx";
import { clockState } from "#app/ui/clock-state.ts";
import { Countdown } from "#app/ui/countdown.tsx";
import { shortAge } from "#app/ui/duration.ts";
import { Icon } from "#app/ui/icon.tsx";
import { useServerNow } from "#app/ui/server-clock.tsx";
import { StateMark } from "#app/ui/state-mark.tsx";
import type { ClockView } from "../incidents/clock-view.server.ts";
import type { StepPage } from "./step-page.server.ts";

/** Where the step stands: its place, its state, its clock, whose it is. */
export function StepHead({ base, step }: { base: string; step: StepPage }) {
  const now = useServerNow();
  const age =
    step.state.since === undefined ? "" : `, ${shortAge((now - Date.parse(step.state.since)) / 1000)}`;
  return (
    <>
      <div className="pagehead">
        <p className="crumb">
          <Link to={base}>Now</Link> /{" "}
          <Link to={`${base}?track=${step.track.id}#tracks`}>{step.track.title}</Link> / step {step.number} of{" "}
          {step.of}
        </p>
        <nav className="actions" aria-label="Steps">
          {step.previous !== undefined && (
            <ButtonLink small icon="left" to={`${base}/steps/${step.previous}`}>
              Previous
            </ButtonLink>
          )}
          {step.next !== undefined && (
            <ButtonLink small to={`${base}/steps/${step.next}`}>
              Next
              <Icon name="right" />
            </ButtonLink>
          )}
        </nav>
      </div>
      <div className="stack stack--tight">
        <h1>{step.title}</h1>
        <p className="actions step-facts">
          <StateMark icon={step.state.icon} tone={step.state.tone}>
            {step.state.word}
            {age}
          </StateMark>
          {step.clock !== undefined && <StepClock clock={step.clock} />}
          <span className="tag">
            {step.neverSkip ? "Never skipped" : step.required ? "Required" : "Optional"}
          </span>
          {step.fourEyes !== undefined && <span className="tag">Two people</span>}
          {step.danger >= 2 && (
            <span className="tag">
              {step.danger === 3 ? "Can't be undone, or leaves the house" : "May break a service"}
            </span>
          )}
          {step.roles !== "" && <span className="muted sm">For: {step.roles}</span>}
          <span className="print-only">time ________ initials ______</span>
        </p>
      </div>
      <Notices base={base} step={step} />
    </>
  );
}

function StepClock({ clock }: { clock: ClockView }) {
  const state = clockState(clock, useServerNow());
  const tone = { running: "text", soon: "soon", over: "danger" } as const;
  const icon = { running: "dial", soon: "soon", over: "over" } as const;
  return (
    <StateMark icon={icon[state]} tone={tone[state]}>
      <Countdown due={clock.due} /> {state === "over" ? "overdue" : "left"}, {clock.note}
    </StateMark>
  );
}

function Notices({ base, step }: { base: string; step: StepPage }) {
  return (
    <>
      {step.flaggedBy !== undefined && (
        <div className="inset inset--warn">
          <p>
            <b>Look at this step again.</b> Something it relied on has changed:{" "}
            <Link to={`${base}/log?at=${step.flaggedBy}#e${step.flaggedBy}`}>#{step.flaggedBy}</Link>. Do it
            again, or mark it done once more if it still holds.
          </p>
        </div>
      )}
      {step.failed !== undefined && (
        <div className="inset inset--danger">
          <p>
            <b>A check failed.</b> {step.failed}
          </p>
        </div>
      )}
      {step.status === "todo" && step.waitsFor.length > 0 && (
        <div className="inset">
          <p>
            <b>Can't start yet.</b> It waits for:
          </p>
          <ul className="plain">
            {step.waitsFor.map((other) => (
              <li key={other.id}>
                <Link to={`${base}/steps/${other.id}`}>
                  {other.number} {other.title}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
