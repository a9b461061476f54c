import { Link } from "react-router";
import { assertNever } from "#app/core/shared/assert-never.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { ActForm } from "../act/act-form.tsx";
import { useLive } from "../live/live.tsx";
import { StepStateMark } from "../steps/step-state-mark.tsx";
import { ClassifyStrip } from "./classify-strip.tsx";
import type { NextStep, NowStep, NowView } from "./now-view.server.ts";
import type { ClassifyView } from "./plan-view.server.ts";

interface NowCardProps {
  readonly base: string;
  readonly title: string;
  readonly now: NowView;
  readonly classify: ClassifyView | undefined;
  readonly approvals: number;
  readonly overdueReviews: readonly { readonly id: string; readonly title: string }[];
  readonly mayAct: boolean;
}

/** The caller's own next step, and nothing that competes with it. */
export function NowCard(props: NowCardProps) {
  const text = useText();
  const approvals = useLive().pulse?.approvals ?? props.approvals;
  return (
    <section className="now" id="now" aria-labelledby="now-h">
      <NowContent {...props} />
      {props.overdueReviews.map(({ id, title }) => (
        <p className="now__why" key={id}>
          <Link className="now__link" to={`${props.base}/steps/${id}`}>
            <Icon name="over" />
            {text("incidents.review-overdue", { title })}
          </Link>
        </p>
      ))}
      {approvals > 0 && (
        <p className="now__why">
          <Link className="now__link" to={`${props.base}/approvals`}>
            <Icon name="diamond" />
            {text("incidents.approvals-for-you", { count: approvals })}
          </Link>
        </p>
      )}
    </section>
  );
}

function NowContent({ base, title, now, classify, mayAct }: NowCardProps) {
  const text = useText();
  const rich = useRichText();
  switch (now.kind) {
    case "nothing-planned":
      return (
        <>
          <p className="now__meta">
            <span className="now__label">{text("incidents.now")}</span>
            <span>{title}</span>
          </p>
          <h1 id="now-h">{text("incidents.which-true")}</h1>
          {classify !== undefined && <ClassifyStrip classify={classify} mayAct={mayAct} />}
        </>
      );
    case "step":
      return <StepNow base={base} step={now.step} next={now.after} mayAct={mayAct} />;
    case "waiting":
      return (
        <>
          <p className="now__meta">
            <span className="now__label">{text("incidents.now")}</span>
            <span>{text("incidents.nothing-to-start")}</span>
          </p>
          <h1 id="now-h">{text("incidents.waiting-for-others")}</h1>
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
            <span className="now__label">{text("incidents.now")}</span>
            <span>{text("incidents.all-settled")}</span>
          </p>
          <h1 id="now-h">{text("incidents.ready-to-close")}</h1>
          {now.open.length > 0 && (
            <p className="now__why">
              {text("incidents.things-open", { count: now.open.length, list: now.open.join("; ") })}
            </p>
          )}
          {mayAct && (
            <div className="actions actions--grow">
              <ButtonLink kind="primary" to={`${base}/close`}>
                {text("incidents.look-before-close")}
              </ButtonLink>
            </div>
          )}
        </>
      );
    case "closed":
      return (
        <>
          <p className="now__meta">
            <span className="now__label">{text("incidents.now")}</span>
          </p>
          <h1 id="now-h">{text("incidents.is-closed")}</h1>
          <p className="now__why">
            {rich("incidents.closed-because", {
              when: now.at === undefined ? "" : <Moment at={now.at} />,
              because: now.because ?? text("incidents.erased"),
            })}
          </p>
          <div className="actions actions--grow">
            <ButtonLink kind="primary" to={`${base}/export`}>
              {text("incidents.export-evidence")}
            </ButtonLink>
            {mayAct && <ButtonLink to={`${base}/close`}>{text("incidents.reopen")}</ButtonLink>}
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
  const text = useText();
  return (
    <>
      <p className="now__meta">
        <span className="now__label">{text("incidents.now")}</span>
        <span>
          {text(step.required ? "incidents.place-required" : "incidents.place-optional", {
            track: step.track,
            number: step.number,
            of: step.of,
          })}
        </span>
        <span className="now__state">
          <StepStateMark state={step.state} />
        </span>
      </p>
      <h1 id="now-h" lang={step.lang}>
        {step.title}
      </h1>
      <p className="now__why" lang={step.lang}>
        {step.why}
      </p>
      <p className="now__why sm muted">{text("incidents.done-when", { condition: step.doneWhen })}</p>
      <div className="actions actions--grow">
        {mayAct && step.onePress ? (
          <>
            <ActForm id="now-done" kind="complete-step" fixed={{ stepId: step.id }} className="inline grow">
              <Button kind="primary" icon="check" hotkey="x">
                {text("incidents.mark-done", { number: step.number })}
              </Button>
            </ActForm>
            <ButtonLink to={page}>{text("incidents.read-step")}</ButtonLink>
          </>
        ) : (
          <ButtonLink kind="primary" to={page} hotkey="x">
            {text("incidents.open-step", { number: step.number })}
          </ButtonLink>
        )}
        {mayAct && !step.claimed && (
          <ActForm id="now-claim" kind="claim-step" fixed={{ stepId: step.id }} className="inline">
            <Button hotkey="o">{text("incidents.on-it")}</Button>
          </ActForm>
        )}
        <Link className="linkish" to={`${page}#other-ways`}>
          {text("incidents.does-not-fit")}
        </Link>
      </div>
      {next.length > 0 && (
        <dl className="now__then">
          <dt>{text("incidents.then")}</dt>
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
