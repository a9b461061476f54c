import { Link } from "react-router";
import { Button } from "#app/ui/button.tsx";
import { Choices } from "#app/ui/choices.tsx";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { TextBox } from "#app/ui/field.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { ActForm } from "../act/act-form.tsx";
import type { DecisionView, StepPage } from "./step-page.server.ts";

interface DecisionFormProps {
  readonly base: string;
  readonly step: StepPage;
  readonly decision: DecisionView;
  readonly mayAct: boolean;
}

/** Options with what to look for, a reason, and whoever disagrees. Its button stands under the sheet. */
export function DecisionForm({ base, step, decision, mayAct }: DecisionFormProps) {
  const { standing } = decision;
  return (
    <>
      {standing !== undefined && (
        <div className="inset inset--accent">
          <p>
            <b>{standing.label}</b>, decided by {standing.by}, <Moment at={standing.at} />,{" "}
            <Link to={`${base}/log?at=${standing.seq}#e${standing.seq}`}>#{standing.seq}</Link>
          </p>
          <p className="said-text">{standing.because}</p>
        </div>
      )}
      {mayAct && step.status !== "todo" ? (
        <ActForm id="decide" kind="decide" fixed={{ stepId: step.id }}>
          <Choices
            name="option"
            legend={decision.question}
            choices={decision.options.map((option) => ({
              value: option.value,
              label: option.label,
              note: option.criteria,
            }))}
            required
          />
          <TextBox
            name="because"
            label="Because"
            hint="One line that still makes sense in a year."
            grows
            required
          />
        </ActForm>
      ) : (
        <>
          <p>
            <b>{decision.question}</b>
          </p>
          <ul className="plain">
            {decision.options.map((option) => (
              <li key={option.value}>
                {option.label}: <span className="muted">{option.criteria}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {mayAct && standing !== undefined && (
        <Disclosure summary="I disagree, because…" className="fold fold--sm">
          <ActForm id="dissent" kind="dissent" fixed={{ seq: standing.seq }}>
            <TextBox
              name="because"
              label="Why you disagree"
              hint="It stays with the decision, for good."
              required
            />
            <div className="actions">
              <Button>Record that I disagree</Button>
            </div>
          </ActForm>
        </Disclosure>
      )}
    </>
  );
}
