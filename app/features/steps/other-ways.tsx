import { Link } from "react-router";
import { Button } from "#app/ui/button.tsx";
import { Choices } from "#app/ui/choices.tsx";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { Field, TextBox, TextLine } from "#app/ui/field.tsx";
import { MomentField } from "#app/ui/moment-field.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { ActForm } from "../act/act-form.tsx";
import type { StepPage } from "./step-page.server.ts";

interface OtherWaysProps {
  readonly base: string;
  readonly step: StepPage;
  readonly team: readonly { readonly id: string; readonly name: string }[];
  readonly me: string;
}

/** Nobody is ever trapped in a step: each of these leads on, and each asks why. */
export function OtherWays({ base, step, team, me }: OtherWaysProps) {
  const text = useText();
  const rich = useRichText();
  const open = step.status === "ready" || step.status === "in-progress" || step.status === "failed-check";
  return (
    <Panel id="other-ways" title={text("steps.does-not-fit")}>
      <div className="panel__body ways">
        {open && <NotDone step={step} />}
        {open && <Block step={step} />}
        {step.status === "blocked" && <Unblock step={step} />}
        {(open || step.status === "blocked" || step.status === "todo") && <Skip step={step} />}
        {step.status === "in-progress" && !step.mine && <TakeOver step={step} me={me} />}
        {(step.mine || step.status === "ready") && team.length > 0 && <Reassign step={step} team={team} />}
        {(step.status === "done" || step.status === "skipped") && <Undo step={step} />}
        {step.status === "done" && <FailCheck step={step} />}
        {step.fourEyes !== undefined && step.danger <= 2 && open && step.decision === undefined && (
          <BreakGlass step={step} />
        )}
        <p>
          {rich(
            "steps.change-plan",
            {},
            {
              plan: (words) => <Link to={`${base}/plan`}>{words}</Link>,
              more: (words) => <span className="muted">{words}</span>,
            },
          )}
        </p>
      </div>
    </Panel>
  );
}

function NotDone({ step }: { step: StepPage }) {
  const text = useText();
  return (
    <Disclosure summary={text("steps.not-done")}>
      <ActForm id="not-done" kind="add-note" fixed={{ stepId: step.id }}>
        <TextBox
          name="text"
          label={text("steps.what-happened")}
          hint={text("steps.what-happened-hint")}
          required
        />
        <div className="actions">
          <Button>{text("steps.record-happened")}</Button>
        </div>
      </ActForm>
    </Disclosure>
  );
}

function Block({ step }: { step: StepPage }) {
  const text = useText();
  return (
    <Disclosure summary={text("steps.waits")}>
      <ActForm id="block" kind="block-step" fixed={{ stepId: step.id }}>
        <TextLine
          name="needs"
          label={text("steps.what-it-waits-for")}
          hint={text("steps.what-it-waits-for-hint")}
          required
        />
        <TextBox name="reason" label={text("steps.why")} grows required />
        <TextLine name="asked" label={text("steps.whom-asked")} optional />
        <MomentField name="until" label={text("steps.look-again-at")} optional />
        <div className="actions">
          <Button>{text("steps.record-waits")}</Button>
        </div>
      </ActForm>
    </Disclosure>
  );
}

function Unblock({ step }: { step: StepPage }) {
  const text = useText();
  return (
    <Disclosure summary={text("steps.can-go-on")} open>
      <ActForm id="unblock" kind="unblock-step" fixed={{ stepId: step.id }}>
        <TextBox name="changed" label={text("steps.what-changed")} grows required />
        <div className="actions">
          <Button>{text("steps.go-on")}</Button>
        </div>
      </ActForm>
    </Disclosure>
  );
}

const SKIP_CHOICES = [
  { value: "not-applicable", label: "steps.skip-not-applicable" },
  { value: "done-elsewhere", label: "steps.skip-done-elsewhere" },
  { value: "superseded", label: "steps.skip-superseded" },
  { value: "refused-by-owner", label: "steps.skip-refused" },
  { value: "no-access", label: "steps.skip-no-access" },
] as const;

function Skip({ step }: { step: StepPage }) {
  const text = useText();
  const rich = useRichText();
  if (step.neverSkip) {
    return (
      <p>
        {rich(
          "steps.is-never-skipped",
          {},
          { b: (words) => <b>{words}</b>, more: (words) => <span className="muted">{words}</span> },
        )}
      </p>
    );
  }
  const second = step.skipNeedsSecond;
  return (
    <Disclosure summary={text("steps.skip")}>
      <ActForm id="skip" kind="skip-step" fixed={{ stepId: step.id }}>
        <Choices
          name="reasonCode"
          legend={text("steps.why-skipped")}
          choices={SKIP_CHOICES.map(({ value, label }) => ({ value, label: text(label) }))}
          required
        />
        <TextBox name="reason" label={text("steps.in-your-words")} grows required />
        <div className="actions">
          <Button {...(second ? { name: "ask", value: "approval" } : {})}>
            {second ? text("steps.ask-to-skip") : text("steps.skip-step", { number: step.number })}
          </Button>
        </div>
      </ActForm>
    </Disclosure>
  );
}

function TakeOver({ step, me }: { step: StepPage; me: string }) {
  const text = useText();
  return (
    <Disclosure summary={text("steps.take-over", { name: step.owner ?? text("steps.the-owner") })}>
      <ActForm id="take-over" kind="reassign-step" fixed={{ stepId: step.id, to: me }}>
        <TextBox name="because" label={text("steps.why-take-over")} grows required />
        <div className="actions">
          <Button>{text("steps.take-it-over")}</Button>
        </div>
      </ActForm>
    </Disclosure>
  );
}

function Reassign({ step, team }: Pick<OtherWaysProps, "step" | "team">) {
  const text = useText();
  return (
    <Disclosure summary={text("steps.hand-over")}>
      <ActForm id="reassign" kind="reassign-step" fixed={{ stepId: step.id }}>
        <Field name="to" label={text("steps.to-whom")}>
          {(control) => (
            <select {...control} className="input">
              {team.map((person) => (
                <option key={person.id} value={person.id}>
                  {person.name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <TextBox name="because" label={text("steps.why")} grows required />
        <div className="actions">
          <Button>{text("steps.hand-it-over")}</Button>
        </div>
      </ActForm>
    </Disclosure>
  );
}

function Undo({ step }: { step: StepPage }) {
  const text = useText();
  return (
    <Disclosure summary={text("steps.undo")}>
      <ActForm id="undo" kind="undo-step" fixed={{ stepId: step.id }}>
        <TextBox
          name="because"
          label={text("steps.why-undone")}
          hint={text("steps.why-undone-hint")}
          grows
          required
        />
        <div className="actions">
          <Button>{text("steps.undo-step", { number: step.number })}</Button>
        </div>
      </ActForm>
    </Disclosure>
  );
}

function FailCheck({ step }: { step: StepPage }) {
  const text = useText();
  return (
    <Disclosure summary={text("steps.does-not-hold")}>
      <ActForm id="fail-check" kind="fail-check" fixed={{ stepId: step.id }}>
        <TextBox name="because" label={text("steps.what-check-showed")} grows required />
        <div className="actions">
          <Button>{text("steps.record-failed-check")}</Button>
        </div>
      </ActForm>
    </Disclosure>
  );
}

function BreakGlass({ step }: { step: StepPage }) {
  const text = useText();
  return (
    <Disclosure summary={text("steps.act-now")}>
      <ActForm id="break-glass" kind="complete-step" fixed={{ stepId: step.id }}>
        <TextBox
          name="breakGlass"
          label={text("steps.why-cannot-wait")}
          hint={text("steps.why-cannot-wait-hint")}
          required
        />
        <div className="actions">
          <Button>{text("steps.done-without-approval")}</Button>
        </div>
      </ActForm>
    </Disclosure>
  );
}
