import { steps } from "#app/core/incident/incident.ts";
import { DueMoment } from "#app/ui/due-moment.tsx";
import { Empty } from "#app/ui/empty.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { PrintButton } from "#app/ui/print-button.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { seenIncident } from "../incidents/incident.server.ts";
import { peopleView } from "../incidents/people-view.server.ts";
import type { Route } from "./+types/plan-print";
import { type PaperStep, planOnPaper } from "./plan-on-paper.server.ts";

export async function loader({ context, params }: Route.LoaderArgs) {
  const { incident, reading, me, at, text } = await seenIncident(context, params);
  return {
    title: incident.title.value ?? text("incidents.erased"),
    tracks: planOnPaper(reading, me, text),
    people: peopleView(incident, me, at, text).members.map(({ id, name, roles }) => ({ id, name, roles })),
    steps: steps(reading).size,
  };
}

/** The whole plan to work from by hand: boxes to tick, room for a time and initials. */
export default function PlanPrint({ loaderData }: Route.ComponentProps) {
  const { title, tracks, people } = loaderData;
  const text = useText();
  return (
    <>
      <PageTitle name={text("paper.print-plan")} />
      <div className="pagehead">
        <div className="pagehead__t">
          <h1>{title}</h1>
          <p className="muted no-print">{text("paper.what")}</p>
        </div>
        <div className="actions">
          <PrintButton>{text("paper.print-now")}</PrintButton>
        </div>
      </div>
      <section aria-labelledby="people-h">
        <h2 id="people-h">{text("paper.people")}</h2>
        <ul className="plain">
          {people.map(({ id, name, roles }) => (
            <li key={id}>
              {name} · {roles}
            </li>
          ))}
        </ul>
      </section>
      {tracks.length === 0 && <Empty>{text("paper.nothing-planned")}</Empty>}
      {tracks.map((track) => (
        <section key={track.id} className="paper" aria-labelledby={`${track.id}-h`}>
          <h2 id={`${track.id}-h`}>
            {track.title} <span className="muted">{track.playbook}</span>
          </h2>
          <ol className="paper__steps">
            {track.steps.map((step) => (
              <li key={step.id}>{step.settled ? <Settled step={step} /> : <Open step={step} />}</li>
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}

function Settled({ step }: { step: PaperStep }) {
  return (
    <p className="paper__line">
      <Icon name={step.state.icon} />
      <span>
        {step.number} {step.title} <span className="muted">{step.state.word}</span>
      </span>
    </p>
  );
}

function Open({ step }: { step: PaperStep }) {
  const text = useText();
  const rich = useRichText();
  return (
    <>
      <p className="paper__line">
        <span className="paper__box" aria-hidden="true" />
        <b>
          {step.number} {step.title}
        </b>
      </p>
      <p className="sm">
        {step.state.word}
        {step.due !== undefined && <> · {rich("paper.due", { when: <DueMoment at={step.due} /> })}</>} ·{" "}
        {text("paper.by-hand")}
      </p>
      {step.do.length > 0 && (
        <ul className="plain sm">
          {step.do.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      <p className="sm muted">{text("incidents.done-when", { condition: step.doneWhen })}</p>
    </>
  );
}
