import { Button } from "#app/ui/button.tsx";
import { Tick } from "#app/ui/choices.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { ActForm } from "../act/act-form.tsx";
import type { ClassifyView, PlaybookChoice } from "./plan-view.server.ts";

/** Ticks what is known and offers the playbooks that answer to it. Never blocks anything. */
export function ClassifyStrip({ classify, mayAct }: { classify: ClassifyView; mayAct: boolean }) {
  const text = useText();
  if (!mayAct) return <p className="now__why">{text("incidents.join-to-tick")}</p>;
  const ticked = classify.choices.some((choice) => choice.ticked);
  return (
    <>
      <p className="now__why">{text("incidents.tick-what-you-know")}</p>
      <ActForm id="classify" kind="classify" className="form classify">
        <input type="hidden" name="classification[]" value="" />
        <div className="opts opts--grid">
          {classify.choices.map((choice) => (
            <Tick
              key={choice.value}
              name="classification[]"
              value={choice.value}
              label={choice.label}
              ticked={choice.ticked}
            />
          ))}
        </div>
        <div className="actions">
          <Button kind={ticked ? "plain" : "primary"}>{text("incidents.record-true")}</Button>
        </div>
      </ActForm>
      {classify.suggested.length > 0 && (
        <Suggestions title={text("incidents.suggested")} choices={classify.suggested} primary />
      )}
      {classify.others.length > 0 && (
        <Suggestions title={text("incidents.other-playbooks")} choices={classify.others} />
      )}
    </>
  );
}

interface SuggestionsProps {
  readonly title: string;
  readonly choices: readonly PlaybookChoice[];
  readonly primary?: boolean;
}

function Suggestions({ title, choices, primary = false }: SuggestionsProps) {
  const text = useText();
  const rich = useRichText();
  return (
    <section className="suggest" aria-label={title}>
      <h2>{title}</h2>
      <ul>
        {choices.map((choice, index) => (
          <li key={choice.id}>
            <div>
              <b>{choice.title}</b>{" "}
              <span className="muted sm">
                {choice.drilled === null
                  ? text("incidents.version-steps-not-drilled", {
                      version: choice.version,
                      steps: choice.steps,
                    })
                  : text("incidents.version-steps-drilled", {
                      version: choice.version,
                      steps: choice.steps,
                      day: choice.drilled,
                    })}
              </span>
              {choice.why !== "" && (
                <p className="sm muted">{text("incidents.because", { why: choice.why })}</p>
              )}
            </div>
            <ActForm
              id={`start-${choice.id}`}
              kind="start-playbook"
              fixed={{ playbookId: choice.id }}
              className="inline"
            >
              <Button kind={primary && index === 0 ? "primary" : "plain"}>
                {rich(
                  "incidents.start",
                  { playbook: choice.title },
                  { name: (words) => <span className="sr">{words}</span> },
                )}
              </Button>
            </ActForm>
          </li>
        ))}
      </ul>
    </section>
  );
}
