import { Button } from "#app/ui/button.tsx";
import { Choices } from "#app/ui/choices.tsx";
import { TextBox, TextLine } from "#app/ui/field.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { MomentField } from "#app/ui/moment-field.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { actInIncident } from "../act/act.server.ts";
import { ActForm } from "../act/act-form.tsx";
import type { Route } from "./+types/facts";
import { seenIncident } from "./incident.server.ts";
import { LEAST_FIRST, SeverityMark } from "./severity.tsx";

export async function loader({ context, params }: Route.LoaderArgs) {
  const { incident, me, text } = await seenIncident(context, params);
  const roles = incident.people.get(me)?.roles;
  return {
    base: `/i/${incident.ref}`,
    title: incident.title.value ?? text("plan.erased"),
    codename: { value: incident.codename.value ?? text("plan.erased"), fixed: incident.codename.editedOnce },
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
  const text = useText();
  return (
    <>
      <PageTitle name={text("plan.facts")} />
      <h1>{text("plan.what-it-is")}</h1>
      <Aware {...loaderData} />
      <Panel
        id="severity"
        title={text("plan.how-bad")}
        aside={severity === undefined ? text("plan.not-sure") : <SeverityMark severity={severity} />}
      >
        {mayAct && (
          <div className="panel__body">
            <ActForm id="severity-form" kind="set-severity">
              <Choices
                name="severity"
                legend={text("plan.looks-like")}
                row
                chosen={severity ?? "not-sure"}
                choices={[
                  { value: "not-sure", label: text("plan.not-sure") },
                  ...LEAST_FIRST.map((value) => ({ value, label: <SeverityMark severity={value} /> })),
                ]}
              />
              <TextBox name="because" label={text("plan.why-changes")} grows required />
              <div className="actions">
                <Button>{text("plan.record-how-bad")}</Button>
              </div>
            </ActForm>
          </div>
        )}
      </Panel>
      <Panel id="title" title={text("plan.what-happened")}>
        <div className="panel__body">
          <p>{title}</p>
          {mayAct && (
            <ActForm id="title-form" kind="set-title">
              <TextLine name="title" label={text("plan.one-line")} value={title} required />
              <div className="actions">
                <Button>{text("plan.change-line")}</Button>
              </div>
            </ActForm>
          )}
        </div>
      </Panel>
      <Panel id="codename" title={text("plan.codename")}>
        <div className="panel__body">
          <p className="codename">{codename.value}</p>
          {codename.fixed ? (
            <p className="muted sm">{text("plan.codename-fixed")}</p>
          ) : (
            mayAct &&
            lead && (
              <ActForm id="codename-form" kind="set-codename">
                <TextLine
                  name="codename"
                  label={text("plan.another-codename")}
                  hint={text("plan.changed-once")}
                  short
                  required
                />
                <div className="actions">
                  <Button>{text("plan.change-codename")}</Button>
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
  const text = useText();
  const rich = useRichText();
  const [standing, ...before] = aware;
  return (
    <Panel
      id="aware"
      title={text("plan.when-aware")}
      aside={standing === undefined ? text("plan.not-known") : <Moment at={standing.at} />}
    >
      <div className="panel__body">
        {standing === undefined ? (
          <p>{text("plan.aware-why")}</p>
        ) : (
          <p className="muted">
            {text("plan.source", {
              source: standing.source ?? text("plan.erased"),
              seq: String(standing.seq),
            })}
          </p>
        )}
        {before.length > 0 && (
          <ul className="plain sm muted">
            {before.map((old) => (
              <li key={old.seq}>
                {rich("plan.before", { when: <Moment at={old.at} />, seq: String(old.seq) })}
              </li>
            ))}
          </ul>
        )}
        {mayAct && (
          <ActForm id="aware-form" kind="set-became-aware">
            <MomentField name="at" label={text("plan.first-knew")} required />
            <TextLine
              name="source"
              label={text("plan.who-told")}
              hint={text("plan.who-told-hint")}
              required
            />
            {standing !== undefined && (
              <TextBox name="because" label={text("plan.why-changes")} grows required />
            )}
            <div className="actions">
              <Button kind={standing === undefined ? "primary" : "plain"}>{text("plan.record-aware")}</Button>
              {standing !== undefined && (
                <button className="linkish" type="submit" name="ask" value="approval">
                  {text("plan.was-later")}
                </button>
              )}
            </div>
          </ActForm>
        )}
      </div>
    </Panel>
  );
}
