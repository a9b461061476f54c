import { Disclosure } from "#app/ui/disclosure.tsx";
import { TextBox, TextLine } from "#app/ui/field.tsx";
import { MomentField } from "#app/ui/moment-field.tsx";
import { useText } from "#app/ui/text.tsx";
import { ActForm } from "../act/act-form.tsx";
import type { StepPage } from "./step-page.server.ts";
import { Row } from "./step-sheet.tsx";

/** What goes on record when the step is done. Its button stands under the sheet. */
export function DoneForm({ step }: { step: StepPage }) {
  const text = useText();
  if (step.status === "skipped" || step.status === "todo") return null;
  if (step.status === "done" && step.flaggedBy === undefined) return null;
  return (
    <Row title={text("steps.answer")}>
      <ActForm id="done" kind="complete-step" fixed={{ stepId: step.id }}>
        {step.fields.map((field) => (
          <TextLine
            key={field.key}
            name={`fields.${field.key}`}
            label={field.label}
            value={field.value}
            optional={!field.required}
            required={field.required}
          />
        ))}
        <TextBox name="outcome" label={text("steps.outcome")} optional grows />
        <Disclosure summary={text("steps.was-earlier")} className="fold fold--sm">
          <MomentField name="doneAt" label={text("steps.when-done")} optional />
        </Disclosure>
      </ActForm>
    </Row>
  );
}
