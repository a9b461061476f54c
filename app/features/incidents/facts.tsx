import { Button } from "#app/ui/button.tsx";
import { Choices } from "#app/ui/choices.tsx";
import { TextBox, TextLine } from "#app/ui/field.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { MomentField } from "#app/ui/moment-field.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { actInIncident } from "../act/act.server.ts";
import { ActForm } from "../act/act-form.tsx";
import type { Route } from "./+types/facts";
import { seenIncident } from "./incident.server.ts";
import { LEAST_FIRST, SeverityMark } from "./severity.tsx";

export async function loader({ context, params }: Route.LoaderArgs) {
  const { incident, me } = await seenIncident(context, params);
  const roles = incident.people.get(me)?.roles;
  return {
    base: `/i/${incident.ref}`,
    title: incident.title.value ?? "[erased]",
    codename: { value: incident.codename.value ?? "[erased]", fixed: incident.codename.editedOnce },
    severity: incident.severity.value,
    aware: incident.becameAware.map(({ at, source, seq }) => ({ at, source, seq })),
    mayAct: roles !== undefined && incident.closed === undefined,
    lead: roles?.includes("lead") ?? false,
  };
}

export const action = actInIncident;

/** What the incident is: each fact with the reason why it changes. */
export default function Facts({ loaderData }: Route.ComponentProps) {
  const { title, severity, mayAct, codename, lead } = loaderData;
  return (
    <>
      <PageTitle name="Facts" />
      <h1>What this incident is</h1>
      <Aware {...loaderData} />
      <Panel
        id="severity"
        title="How bad it is"
        aside={severity === undefined ? "Not sure" : <SeverityMark severity={severity} />}
      >
        {mayAct && (
          <div className="panel__body">
            <ActForm id="severity-form" kind="set-severity">
              <Choices
                name="severity"
                legend="It looks like"
                row
                chosen={severity ?? "not-sure"}
                choices={[
                  { value: "not-sure", label: "Not sure" },
                  ...LEAST_FIRST.map((value) => ({ value, label: <SeverityMark severity={value} /> })),
                ]}
              />
              <TextBox name="because" label="Why it changes" grows required />
              <div className="actions">
                <Button>Record how bad it is</Button>
              </div>
            </ActForm>
          </div>
        )}
      </Panel>
      <Panel id="title" title="What happened">
        <div className="panel__body">
          <p>{title}</p>
          {mayAct && (
            <ActForm id="title-form" kind="set-title">
              <TextLine name="title" label="In one line" value={title} required />
              <div className="actions">
                <Button>Change the line</Button>
              </div>
            </ActForm>
          )}
        </div>
      </Panel>
      <Panel id="codename" title="Codename">
        <div className="panel__body">
          <p className="codename">{codename.value}</p>
          {codename.fixed ? (
            <p className="muted sm">It has been changed once; it stays.</p>
          ) : (
            mayAct &&
            lead && (
              <ActForm id="codename-form" kind="set-codename">
                <TextLine
                  name="codename"
                  label="Another codename"
                  hint="It can be changed once."
                  short
                  required
                />
                <div className="actions">
                  <Button>Change the codename</Button>
                </div>
              </ActForm>
            )
          )}
        </div>
      </Panel>
    </>
  );
}

function Aware({ aware, mayAct }: Route.ComponentProps["loaderData"]) {
  const [standing, ...before] = aware;
  return (
    <Panel
      id="aware"
      title="When we became aware"
      aside={standing === undefined ? "Not known yet" : <Moment at={standing.at} />}
    >
      <div className="panel__body">
        {standing === undefined ? (
          <p>Legal clocks count from the moment we first knew. A good guess now beats an exact time later.</p>
        ) : (
          <p className="muted">
            Source: {standing.source ?? "[erased]"}, #{standing.seq}
          </p>
        )}
        {before.length > 0 && (
          <ul className="plain sm muted">
            {before.map((old) => (
              <li key={old.seq}>
                before: <Moment at={old.at} />, #{old.seq}
              </li>
            ))}
          </ul>
        )}
        {mayAct && (
          <ActForm id="aware-form" kind="set-became-aware">
            <MomentField name="at" label="We first knew" required />
            <TextLine
              name="source"
              label="Who told us, and how"
              hint="Keep their words as they are."
              required
            />
            {standing !== undefined && <TextBox name="because" label="Why it changes" grows required />}
            <div className="actions">
              <Button kind={standing === undefined ? "primary" : "plain"}>Record when we became aware</Button>
              {standing !== undefined && (
                <button className="linkish" type="submit" name="ask" value="approval">
                  It was later: ask for approval
                </button>
              )}
            </div>
          </ActForm>
        )}
      </div>
    </Panel>
  );
}
