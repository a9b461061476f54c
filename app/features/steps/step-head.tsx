import { Link } from "react-router";
import { ButtonLink } from "#app/ui/button.tsx";
import { clockState } from "#app/ui/clock-state.ts";
import { Countdown } from "#app/ui/countdown.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { useServerNow } from "#app/ui/server-clock.tsx";
import { StateMark } from "#app/ui/state-mark.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import type { ClockView } from "../incidents/clock-view.server.ts";
import type { StepPage } from "./step-page.server.ts";
import { StepStateMark } from "./step-state-mark.tsx";

/** Where the step stands: its place, its state, its clock, whose it is. */
export function StepHead({ base, step }: { base: string; step: StepPage }) {
  const text = useText();
  return (
    <>
      <div className="pagehead">
        <p className="crumb">
          <Link to={base}>{text("frame.now")}</Link> /{" "}
          <Link to={`${base}?track=${step.track.id}#tracks`}>{step.track.title}</Link> /{" "}
          {text("steps.place", { number: step.number, of: step.of })}
        </p>
        <nav className="actions" aria-label={text("steps.neighbours")}>
          {step.previous !== undefined && (
            <ButtonLink small icon="left" to={`${base}/steps/${step.previous}`} hotkey="k">
              {text("steps.previous")}
            </ButtonLink>
          )}
          {step.next !== undefined && (
            <ButtonLink small to={`${base}/steps/${step.next}`} hotkey="j">
              {text("steps.next")}
              <Icon name="right" />
            </ButtonLink>
          )}
        </nav>
      </div>
      <div className="stack stack--tight">
        <h1 lang={step.lang}>{step.title}</h1>
        <p className="actions step-facts">
          <StepStateMark state={step.state} />
          {step.clock !== undefined && <StepClock clock={step.clock} />}
          <span className="tag">
            {text(
              step.neverSkip ? "steps.never-skipped" : step.required ? "steps.required" : "steps.optional",
            )}
          </span>
          {step.fourEyes !== undefined && <span className="tag">{text("steps.two-people")}</span>}
          {step.danger >= 2 && (
            <span className="tag">
              {text(step.danger === 3 ? "steps.danger-undoable" : "steps.danger-service")}
            </span>
          )}
          {step.roles !== "" && (
            <span className="muted sm">{text("steps.for-roles", { roles: step.roles })}</span>
          )}
          <span className="print-only">{text("steps.by-hand")}</span>
        </p>
      </div>
      <Notices base={base} step={step} />
    </>
  );
}

function StepClock({ clock }: { clock: ClockView }) {
  const rich = useRichText();
  const state = clockState(clock, useServerNow());
  const tone = { running: "text", soon: "soon", over: "danger" } as const;
  const icon = { running: "dial", soon: "soon", over: "over" } as const;
  return (
    <StateMark icon={icon[state]} tone={tone[state]}>
      {rich(state === "over" ? "steps.overdue-note" : "steps.left-note", {
        time: <Countdown due={clock.due} />,
        note: clock.note,
      })}
    </StateMark>
  );
}

function Notices({ base, step }: { base: string; step: StepPage }) {
  const rich = useRichText();
  const b = (words: React.ReactNode) => <b>{words}</b>;
  return (
    <>
      {step.flaggedBy !== undefined && (
        <div className="inset inset--warn">
          <p>
            {rich(
              "steps.flagged",
              { seq: `${step.flaggedBy}` },
              {
                b,
                entry: (words) => (
                  <Link to={`${base}/log?at=${step.flaggedBy}#e${step.flaggedBy}`}>{words}</Link>
                ),
              },
            )}
          </p>
        </div>
      )}
      {step.failed !== undefined && (
        <div className="inset inset--danger">
          <p>{rich("steps.check-failed", { what: step.failed }, { b })}</p>
        </div>
      )}
      {step.status === "todo" && step.waitsFor.length > 0 && (
        <div className="inset">
          <p>{rich("steps.waits-for-these", {}, { b })}</p>
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
