import { Link } from "react-router";
import { Button } from "#app/ui/button.tsx";
import { Choices } from "#app/ui/choices.tsx";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { Field, TextBox, TextLine } from "#app/ui/field.tsx";
import { MomentField } from "#app/ui/moment-field.tsx";
import { Panel } from "#app/ui/panel.tsx";
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
  const open = step.status === "ready" || step.status === "in-progress" || step.status === "failed-check";
  return (
    <Panel id="other-ways" title="This doesn't fit">
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
          <Link to={`${base}/plan`}>Change the plan</Link>
          <span className="muted"> · start another playbook, add a step of your own, add to a list</span>
        </p>
      </div>
    </Panel>
  );
}

function NotDone({ step }: { step: StepPage }) {
  return (
    <Disclosure summary="Not done: say what happened">
      <ActForm id="not-done" kind="add-note" fixed={{ stepId: step.id }}>
        <TextBox
          name="text"
          label="What happened"
          hint="The step stays open. Your words stand in the log."
          required
        />
        <div className="actions">
          <Button>Record what happened</Button>
        </div>
      </ActForm>
    </Disclosure>
  );
}

function Block({ step }: { step: StepPage }) {
  return (
    <Disclosure summary="It waits for someone or something">
      <ActForm id="block" kind="block-step" fixed={{ stepId: step.id }}>
        <TextLine
          name="needs"
          label="What it waits for"
          hint="The person, team or thing: the data team"
          required
        />
        <TextBox name="reason" label="Why" grows required />
        <TextLine name="asked" label="Whom you asked" optional />
        <MomentField name="until" label="Look again at" optional />
        <div className="actions">
          <Button>Record that it waits</Button>
        </div>
      </ActForm>
    </Disclosure>
  );
}

function Unblock({ step }: { step: StepPage }) {
  return (
    <Disclosure summary="It can go on" open>
      <ActForm id="unblock" kind="unblock-step" fixed={{ stepId: step.id }}>
        <TextBox name="changed" label="What has changed" grows required />
        <div className="actions">
          <Button>Go on with the step</Button>
        </div>
      </ActForm>
    </Disclosure>
  );
}

const SKIP_CHOICES = [
  { value: "not-applicable", label: "It does not apply here" },
  { value: "done-elsewhere", label: "It was done elsewhere" },
  { value: "superseded", label: "Something else replaces it" },
  { value: "refused-by-owner", label: "The owner refuses" },
  { value: "no-access", label: "Nobody here has access" },
] as const;

function Skip({ step }: { step: StepPage }) {
  if (step.neverSkip) {
    return (
      <p>
        <b>It is never skipped.</b> <span className="muted">If it can't be done, say what it waits for.</span>
      </p>
    );
  }
  const second = step.danger >= 3 || step.roles.includes("Legal");
  return (
    <Disclosure summary="Skip with a reason">
      <ActForm id="skip" kind="skip-step" fixed={{ stepId: step.id }}>
        <Choices name="reasonCode" legend="Why it is skipped" choices={SKIP_CHOICES} required />
        <TextBox name="reason" label="In your words" grows required />
        <div className="actions">
          <Button {...(second ? { name: "ask", value: "approval" } : {})}>
            {second ? "Ask to skip this step" : `Skip step ${step.number}`}
          </Button>
        </div>
      </ActForm>
    </Disclosure>
  );
}

function TakeOver({ step, me }: { step: StepPage; me: string }) {
  return (
    <Disclosure summary={`Take over from ${step.owner ?? "the owner"}`}>
      <ActForm id="take-over" kind="reassign-step" fixed={{ stepId: step.id, to: me }}>
        <TextBox name="because" label="Why you take it over" grows required />
        <div className="actions">
          <Button>Take it over</Button>
        </div>
      </ActForm>
    </Disclosure>
  );
}

function Reassign({ step, team }: Pick<OtherWaysProps, "step" | "team">) {
  return (
    <Disclosure summary="Hand it to someone else">
      <ActForm id="reassign" kind="reassign-step" fixed={{ stepId: step.id }}>
        <Field name="to" label="To">
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
        <TextBox name="because" label="Why" grows required />
        <div className="actions">
          <Button>Hand it over</Button>
        </div>
      </ActForm>
    </Disclosure>
  );
}

function Undo({ step }: { step: StepPage }) {
  return (
    <Disclosure summary="Undo: it was not so">
      <ActForm id="undo" kind="undo-step" fixed={{ stepId: step.id }}>
        <TextBox
          name="because"
          label="Why it is undone"
          hint="Both stay in the log. Steps that relied on it are marked to be looked at again."
          grows
          required
        />
        <div className="actions">
          <Button>Undo step {step.number}</Button>
        </div>
      </ActForm>
    </Disclosure>
  );
}

function FailCheck({ step }: { step: StepPage }) {
  return (
    <Disclosure summary="A check shows it does not hold">
      <ActForm id="fail-check" kind="fail-check" fixed={{ stepId: step.id }}>
        <TextBox name="because" label="What the check showed" grows required />
        <div className="actions">
          <Button>Record the failed check</Button>
        </div>
      </ActForm>
    </Disclosure>
  );
}

function BreakGlass({ step }: { step: StepPage }) {
  return (
    <Disclosure summary="Act now without approval…">
      <ActForm id="break-glass" kind="complete-step" fixed={{ stepId: step.id }}>
        <TextBox
          name="breakGlass"
          label="Why it can't wait"
          hint="It is marked in the log for ever, and two people review it within 24 hours."
          required
        />
        <div className="actions">
          <Button>Done without approval</Button>
        </div>
      </ActForm>
    </Disclosure>
  );
}
