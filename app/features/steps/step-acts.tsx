import { Link } from "react-router";
import type { PageText } from "#app/content/messages/keys.ts";
import { Button } from "#app/ui/button.tsx";
import { useIsDown } from "#app/ui/connection.ts";
import { useText } from "#app/ui/text.tsx";
import { ActForm } from "../act/act-form.tsx";
import type { StepPage } from "./step-page.server.ts";

/** The one thing to press, and who is on it. */
export function StepActs({ base, step, me }: { base: string; step: StepPage; me: string }) {
  const text = useText();
  const down = useIsDown();
  const wanted = primaryOf(step, text);
  const primary = down && (wanted?.form !== "done" || wanted.ask) ? undefined : wanted;
  return (
    <div className="acts">
      {primary !== undefined && (
        <div className="actions actions--stick">
          <Button
            kind="primary"
            hotkey="x"
            form={primary.form}
            {...(primary.ask ? { name: "ask", value: "approval" } : {})}
          >
            {primary.words}
          </Button>
        </div>
      )}
      <div className="actions">
        {step.status === "in-progress" && step.mine && (
          <ActForm id="release" kind="release-step" fixed={{ stepId: step.id }} className="inline">
            <Button hotkey="o">{text("steps.let-go")}</Button>
          </ActForm>
        )}
        {isOpen(step) && step.status !== "in-progress" && (
          <ActForm id="claim" kind="claim-step" fixed={{ stepId: step.id }} className="inline">
            <Button hotkey="o">{text("steps.claim")}</Button>
          </ActForm>
        )}
        {step.status === "in-progress" && !step.mine && <Owner step={step} me={me} />}
        <Link className="linkish" to={base}>
          {text("steps.back-to-now")}
        </Link>
      </div>
    </div>
  );
}

/** Someone else is on it; where they will not go on, one press takes it over. */
function Owner({ step, me }: { step: StepPage; me: string }) {
  const text = useText();
  const name = step.owner ?? text("steps.the-owner");
  if (!step.leftBehind) return <p className="muted sm">{text("steps.owner-on-it", { name })}</p>;
  const because = text("steps.left-behind-because", { name });
  return (
    <>
      <ActForm
        id="take-over-now"
        kind="reassign-step"
        fixed={{ stepId: step.id, to: me, because }}
        className="inline"
      >
        <Button hotkey="o">{text("steps.take-it-over")}</Button>
      </ActForm>
      <p className="muted sm">{because}</p>
    </>
  );
}

function isOpen(step: StepPage): boolean {
  return step.status === "ready" || step.status === "failed-check" || step.status === "in-progress";
}

interface Primary {
  readonly form: string;
  readonly words: string;
  /** Puts the command before another person instead of giving it. */
  readonly ask: boolean;
}

function primaryOf(step: StepPage, text: PageText): Primary | undefined {
  if (step.needsItem !== undefined || step.becameAware) return undefined;
  const ask = step.fourEyes !== undefined;
  if (step.decision !== undefined) {
    if (step.status === "todo" || step.status === "awaiting-approval" || step.status === "not-taken")
      return undefined;
    const again = step.decision.standing === undefined ? "steps.record-decision" : "steps.decide-anew";
    return { form: "decide", words: text(ask ? "steps.ask-approval-decision" : again), ask };
  }
  if (isOpen(step) || (step.status === "done" && step.flaggedBy !== undefined)) {
    return {
      form: "done",
      words: ask ? text("steps.ask-approval") : text("steps.mark-done", { number: step.number }),
      ask,
    };
  }
  return undefined;
}
