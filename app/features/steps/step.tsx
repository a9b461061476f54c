import { data, Link } from "react-router";
import { steps } from "#app/core/incident/incident.ts";
import { PageTitle } from "#app/ui/page-title.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { actInIncident } from "../act/act.server.ts";
import { seenIncident } from "../incidents/incident.server.ts";
import type { Route } from "./+types/step";
import { approvalView } from "./approval-view.server.ts";
import { OtherWays } from "./other-ways.tsx";
import { StepActs } from "./step-acts.tsx";
import { StepHead } from "./step-head.tsx";
import { stepPage } from "./step-page.server.ts";
import { StepSheet } from "./step-sheet.tsx";

export async function loader({ context, params, url }: Route.LoaderArgs) {
  const { incident, reading, me, withheld, text } = await seenIncident(context, params);
  const step = [...steps(reading).values()].find((candidate) => candidate.id === params.step);
  if (step === undefined) throw data(null, { status: 404 });
  const approvals = [...incident.approvals.values()]
    .filter(({ on }) => on.t === "step" && on.id === step.id)
    .map((approval) => approvalView(incident, approval, me, withheld, text, reading));
  const values: Record<string, string> = { ref: incident.ref };
  for (const [name, value] of url.searchParams) if (name.startsWith("v.")) values[name.slice(2)] = value;
  return {
    base: `/i/${incident.ref}`,
    step: stepPage(reading, step, me, withheld, text, approvals),
    values,
    mayAct: incident.people.get(me)?.roles !== undefined && incident.closed === undefined,
    team: [...incident.people.values()].flatMap((person) =>
      person.roles === undefined || person.id === me
        ? []
        : [{ id: person.id, name: person.name ?? person.id }],
    ),
    me,
  };
}

export const action = actInIncident;

export default function StepRoute({ loaderData }: Route.ComponentProps) {
  const { base, step, values, mayAct, team, me } = loaderData;
  const text = useText();
  const rich = useRichText();
  return (
    <>
      <PageTitle name={text("steps.page-title", { number: step.number })} />
      <StepHead base={base} step={step} />
      <StepSheet base={base} step={step} values={values} mayAct={mayAct} />
      {mayAct ? (
        <>
          <StepActs base={base} step={step} me={me} />
          <OtherWays base={base} step={step} team={team} me={me} />
        </>
      ) : (
        <p className="muted">
          {rich("steps.viewing", {}, { join: (words) => <Link to={`${base}#people`}>{words}</Link> })}
        </p>
      )}
    </>
  );
}
