import { Button } from "#app/ui/button.tsx";
import { Tick } from "#app/ui/choices.tsx";
import { ActForm } from "../act/act-form.tsx";
import type { ClassifyView, PlaybookChoice } from "./plan-view.server.ts";

/** Ticks what is known and offers the playbooks that answer to it. Never blocks anything. */
export function ClassifyStrip({ classify, mayAct }: { classify: ClassifyView; mayAct: boolean }) {
  if (!mayAct) return <p className="now__why">Join the team to tick what is true.</p>;
  const ticked = classify.choices.some((choice) => choice.ticked);
  return (
    <>
      <p className="now__why">Tick what you know, leave the rest. You can change it at any time.</p>
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
          <Button kind={ticked ? "plain" : "primary"}>Record what is true</Button>
        </div>
      </ActForm>
      {classify.suggested.length > 0 && (
        <Suggestions title="Suggested" choices={classify.suggested} primary />
      )}
      {classify.others.length > 0 && <Suggestions title="Other playbooks" choices={classify.others} />}
    </>
  );
}

interface SuggestionsProps {
  readonly title: string;
  readonly choices: readonly PlaybookChoice[];
  readonly primary?: boolean;
}

function Suggestions({ title, choices, primary = false }: SuggestionsProps) {
  return (
    <section className="suggest" aria-label={title}>
      <h2>{title}</h2>
      <ul>
        {choices.map((choice, index) => (
          <li key={choice.id}>
            <div>
              <b>{choice.title}</b>{" "}
              <span className="muted sm">
                version {choice.version}, {choice.steps} steps, {choice.drilled}
              </span>
              {choice.why !== "" && <p className="sm muted">Because: {choice.why}</p>}
            </div>
            <ActForm
              id={`start-${choice.id}`}
              kind="start-playbook"
              fixed={{ playbookId: choice.id }}
              className="inline"
            >
              <Button kind={primary && index === 0 ? "primary" : "plain"}>
                Start<span className="sr"> {choice.title}</span>
              </Button>
            </ActForm>
          </li>
        ))}
      </ul>
    </section>
  );
}
