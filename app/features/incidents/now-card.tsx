import { Link } from "react-router";
import { assertNever } from "#app/core/shared/assert-never.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { shortAge } from "#app/ui/duration.ts";
import { Icon } from "#app/ui/icon.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { useServerNow } from "#app/ui/server-clock.tsx";
import { StateMark } from "#app/ui/state-mark.tsx";
import { ActForm } from "../act/act-form.tsx";
import { ClassifyStrip } from "./classify-strip.tsx";
import type { NextStep, NowStep, NowView } from "./now-view.server.ts";
import type { ClassifyView } from "./plan-view.server.ts";

interface NowCardProps {
  readonly base: string;
  readonly title: string;
  readonly now: NowView;
  readonly classify: ClassifyView | undefined;
  readonly approvals: number;
  readonly mayAct: boolean;
}

/** The caller's own next step, and nothing that competes with it. */
export function NowCard(props: NowCardProps) {
  return (
    <section className="now" id="now" aria-labelledby="now-h">
      <NowContent {...props} />
      {props.approvals > 0 && (
        <p className="now__why">
          <Link to={`${props.base}/approvals`}>
            <Icon name="diamond" />{" "}
            {props.approvals === 1 ? "1 approval waits" : `${props.approvals} approvals wait`} for you
          </Link>
        </p>
      )}
    </section>
  );
}

function NowContent({ base, title, now, classify, mayAct }: NowCardProps) {
  switch (now.kind) {
    case "nothing-planned":
      return (
        <>
          <p className="now__meta">
            <span className="now__label">Now</span>
            <span>{title}</span>
          </p>
          <h1 id="now-h">Which of these are true?</h1>
          {classify !== undefined && <ClassifyStrip classify={classify} mayAct={mayAct} />}
        </>
      );
    case "step":
      return <StepNow base={base} step={now.step} next={now.after} mayAct={mayAct} />;
    case "waiting":
      return (
        <>
          <p className="now__meta">
            <span className="now__label">Now</span>
            <span>Nothing for you to start</span>
          </p>
          <h1 id="now-h">Waiting for others</h1>
          <ul className="now__facts">
            {now.on.map((one) => (
              <li key={one.id}>
                <Icon name="pause" />
                <span>
                  <Link to={`${base}/steps/${one.id}`}>{one.title}</Link> {one.words}
                </span>
              </li>
            ))}
          </ul>
        </>
      );
    case "ready-to-close":
      return (
        <>
          <p className="now__meta">
            <span className="now__label">Now</span>
            <span>Every required step is settled</span>
          </p>
          <h1 id="now-h">Ready to close?</h1>
          {now.open.length > 0 && (
            <p className="now__why">
              {now.open.length === 1 ? "1 thing is open" : `${now.open.length} things are open`}:{" "}
              {now.open.join("; ")}
            </p>
          )}
          {mayAct && (
            <div className="actions actions--grow">
              <ButtonLink kind="primary" to={`${base}/close`}>
                Look before you close
              </ButtonLink>
            </div>
          )}
        </>
      );
    case "closed":
      return (
        <>
          <p className="now__meta">
            <span className="now__label">Now</span>
          </p>
          <h1 id="now-h">This incident is closed</h1>
          <p className="now__why">
            {now.at !== undefined && <Moment at={now.at} />}
            {now.because !== undefined && `: ${now.because}`}
          </p>
          <div className="actions actions--grow">
            <ButtonLink kind="primary" to={`${base}/export`}>
              Export the evidence
            </ButtonLink>
            {mayAct && <ButtonLink to={`${base}/close`}>Reopen with a reason</ButtonLink>}
          </div>
        </>
      );
    default:
      return assertNever(now);
  }
}

interface StepNowProps {
  readonly base: string;
  readonly step: NowStep;
  readonly next: readonly NextStep[];
  readonly mayAct: boolean;
}

function StepNow({ base, step, next, mayAct }: StepNowProps) {
  const page = `${base}/steps/${step.id}`;
  const now = useServerNow();
  const age =
    step.state.since === undefined ? "" : `, ${shortAge((now - Date.parse(step.state.since)) / 1000)}`;
  return (
    <>
      <p className="now__meta">
        <span className="now__label">Now</span>
        <span>
          {step.track} · step {step.number} of {step.of} · {step.required ? "required" : "optional"}
        </span>
        <span className="now__state">
          <StateMark icon={step.state.icon} tone={step.state.tone}>
            {step.state.word}
            {age}
          </StateMark>
        </span>
      </p>
      <h1 id="now-h">{step.title}</h1>
      <p className="now__why">{step.why}</p>
      <p className="now__why sm muted">Done when: {step.doneWhen}</p>
      <div className="actions actions--grow">
        {mayAct && step.onePress ? (
          <>
            <ActForm id="now-done" kind="complete-step" fixed={{ stepId: step.id }} className="inline grow">
              <Button kind="primary" icon="check">
                Mark step {step.number} done
              </Button>
            </ActForm>
            <ButtonLink to={page}>Read the step</ButtonLink>
          </>
        ) : (
          <ButtonLink kind="primary" to={page}>
            Open step {step.number}
          </ButtonLink>
        )}
        {mayAct && !step.claimed && (
          <ActForm id="now-claim" kind="claim-step" fixed={{ stepId: step.id }} className="inline">
            <Button>I'm on it</Button>
          </ActForm>
        )}
        <Link className="linkish" to={`${page}#other-ways`}>
          This doesn't fit
        </Link>
      </div>
      {next.length > 0 && (
        <dl className="now__then">
          <dt>Then</dt>
          {next.map((one) => (
            <dd key={one.id}>
              {one.number} {one.title}
            </dd>
          ))}
        </dl>
      )}
    </>
  );
}
