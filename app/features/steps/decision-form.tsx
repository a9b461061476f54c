import { Link } from "react-router";
import { Button } from "#app/ui/button.tsx";
import { Choices } from "#app/ui/choices.tsx";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { TextBox } from "#app/ui/field.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { ActForm } from "../act/act-form.tsx";
import { VoiceList } from "../voices/voice-list.tsx";
import type { DecisionView, StepPage } from "./step-page.server.ts";

interface DecisionFormProps {
  readonly base: string;
  readonly step: StepPage;
  readonly decision: DecisionView;
  readonly mayAct: boolean;
}

/** Options with what to look for, a reason, and whoever disagrees. Its button stands under the sheet. */
export function DecisionForm({ base, step, decision, mayAct }: DecisionFormProps) {
  const text = useText();
  const rich = useRichText();
  const { standing } = decision;
  return (
    <>
      {standing !== undefined && (
        <div className="inset inset--accent">
          <p>
            {rich(
              "steps.decided-by",
              {
                option: standing.label,
                name: standing.by,
                when: <Moment at={standing.at} />,
                seq: `${standing.seq}`,
              },
              {
                b: (words) => <b>{words}</b>,
                entry: (words) => <Link to={`${base}/log?at=${standing.seq}#e${standing.seq}`}>{words}</Link>,
              },
            )}
          </p>
          <p className="said-text">{standing.because}</p>
        </div>
      )}
      {mayAct && step.status !== "todo" ? (
        <ActForm id="decide" kind="decide" fixed={{ stepId: step.id }}>
          <Choices
            name="option"
            hotkey="d"
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
            label={text("steps.because")}
            hint={text("steps.because-hint")}
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
                {rich(
                  "steps.option-criteria",
                  { option: option.label, criteria: option.criteria },
                  { more: (words) => <span className="muted">{words}</span> },
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {decision.voices.length > 0 && <VoiceList base={base} voices={decision.voices} />}
      {mayAct && standing !== undefined && (
        <Disclosure summary={text("steps.disagree")} className="fold fold--sm">
          <ActForm id="dissent" kind="dissent" fixed={{ seq: standing.seq }}>
            <TextBox
              name="because"
              label={text("steps.why-disagree")}
              hint={text("steps.why-disagree-hint")}
              required
            />
            <div className="actions">
              <Button>{text("steps.record-disagree")}</Button>
            </div>
          </ActForm>
        </Disclosure>
      )}
    </>
  );
}
