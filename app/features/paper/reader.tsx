import { Link } from "react-router";
import { isLive, steps } from "#app/core/incident/incident.ts";
import { Button, ButtonLink } from "#app/ui/button.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { useText } from "#app/ui/text.tsx";
import { actInIncident } from "../act/act.server.ts";
import { ActForm } from "../act/act-form.tsx";
import { seenIncident } from "../incidents/incident.server.ts";
import { isOnePress } from "../incidents/now-view.server.ts";
import type { Route } from "./+types/reader";
import { isSettled } from "./plan-on-paper.server.ts";

export async function loader({ context, params, url }: Route.LoaderArgs) {
  const { incident, reading, me } = await seenIncident(context, params);
  const open = [...steps(reading).values()]
    .filter((step) => isLive(reading, step) && !isSettled(step))
    .sort((a, b) => a.template.phase.localeCompare(b.template.phase));
  const asked = open.findIndex((step) => step.id === url.searchParams.get("step"));
  const at = Math.max(asked, 0);
  const step = open[at];
  const base = `/i/${incident.ref}`;
  if (step === undefined) return { base, step: undefined };
  const { template } = step;
  const run = reading.runs.get(step.run)?.playbook.template;
  return {
    base,
    step: {
      id: step.id,
      number: step.number,
      title: step.title,
      track: run?.tracks.find(({ key }) => key === template.track)?.title ?? template.track,
      why: template.why,
      do: template.do,
      expect: template.expect,
      doneWhen: template.done_when,
      ready: step.status === "ready" || step.status === "in-progress",
      onePress: isOnePress(incident, step),
    },
    at: at + 1,
    of: open.length,
    previous: open[at - 1]?.id,
    next: open[at + 1]?.id,
    mayAct: incident.people.get(me)?.roles !== undefined && incident.closed === undefined,
  };
}

export const action = actInIncident;

/** One step to a screen, large, for whoever reads it to the room: why, do, what to see, then the next. */
export default function Reader({ loaderData }: Route.ComponentProps) {
  const { base, step } = loaderData;
  const text = useText();
  if (step === undefined) {
    return (
      <>
        <PageTitle name={text("paper.read-aloud")} />
        <h1>{text("paper.nothing-left")}</h1>
        <p>
          <Link to={base}>{text("paper.back")}</Link>
        </p>
      </>
    );
  }
  const { at, of, previous, next, mayAct } = loaderData;
  const there = (id: string) => `${base}/reader?step=${id}`;
  return (
    <article className="reader">
      <PageTitle name={text("paper.read-aloud")} />
      <p className="reader__place">
        {text("paper.reader-place", { track: step.track, number: step.number, at, of })}
      </p>
      <h1>{step.title}</h1>
      <h2>{text("paper.why")}</h2>
      <p>{step.why}</p>
      {step.do.length > 0 && (
        <>
          <h2>{text("paper.do")}</h2>
          <ol>
            {step.do.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ol>
        </>
      )}
      {step.expect !== undefined && (
        <>
          <h2>{text("paper.expect")}</h2>
          <p>{step.expect}</p>
        </>
      )}
      <h2>{text("paper.done-when")}</h2>
      <p>{step.doneWhen}</p>
      <div className="actions reader__acts">
        {mayAct &&
          step.ready &&
          (step.onePress ? (
            <ActForm
              id="reader-done"
              kind="complete-step"
              fixed={{ stepId: step.id }}
              next={next === undefined ? `${base}/reader` : there(next)}
              className="inline"
            >
              <Button kind="primary" icon="check" hotkey="x">
                {text("paper.done")}
              </Button>
            </ActForm>
          ) : (
            <ButtonLink kind="primary" to={`${base}/steps/${step.id}`} hotkey="x">
              {text("paper.open-step")}
            </ButtonLink>
          ))}
        {next !== undefined && (
          <ButtonLink to={there(next)} icon="right" hotkey="j">
            {text("paper.next")}
          </ButtonLink>
        )}
        {previous !== undefined && (
          <ButtonLink to={there(previous)} icon="left" hotkey="k">
            {text("paper.previous")}
          </ButtonLink>
        )}
        <Link className="linkish" to={base}>
          {text("paper.back")}
        </Link>
      </div>
    </article>
  );
}
