import { Link } from "react-router";
import { Button } from "#app/ui/button.tsx";
import { CommandGroup } from "#app/ui/command-block.tsx";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { TextLine } from "#app/ui/field.tsx";
import { ActForm } from "../act/act-form.tsx";
import { Approvals } from "./approvals.tsx";
import { DecisionForm } from "./decision-form.tsx";
import { DoneForm } from "./done-form.tsx";
import { Proofs } from "./proofs.tsx";
import type { StepPage } from "./step-page.server.ts";

interface StepSheetProps {
  readonly base: string;
  readonly step: StepPage;
  readonly values: Readonly<Record<string, string>>;
  readonly mayAct: boolean;
}

/** The step, top to bottom, in the order it is done. */
export function StepSheet({ base, step, values, mayAct }: StepSheetProps) {
  const open = mayAct && step.status !== "not-taken" && step.status !== "awaiting-approval";
  return (
    <div className="panel sheet">
      <Row title="Why">
        <p>{step.why}</p>
      </Row>
      {(step.do.length > 0 || step.snippets.length > 0) && (
        <Row title="Do">
          <Instructions step={step} values={values} />
        </Row>
      )}
      {step.expect !== undefined && (
        <Row title="Expect">
          <p>{step.expect}</p>
          {step.ifNot !== undefined && <p className="sheet__note">If not: {step.ifNot}</p>}
        </Row>
      )}
      <Row title="Done when">
        <p>{step.doneWhen}</p>
        {step.undo !== undefined && <p className="sheet__note">To undo it: {step.undo}</p>}
        {step.onePersonBecause !== undefined && (
          <p className="sheet__note">One person may do it: {step.onePersonBecause}</p>
        )}
      </Row>
      {step.needsItem !== undefined && mayAct && (
        <Row title={`First ${step.needsItem.item}`}>
          <p>This step is there once for each {step.needsItem.item}. Add the first one to begin.</p>
          <ActForm id="first-item" kind="add-item" fixed={{ collection: step.needsItem.key }} next={base}>
            <TextLine
              name="label"
              label={`Which ${step.needsItem.item}`}
              hint={step.needsItem.hint}
              required
            />
            <div className="actions">
              <Button>Add the first {step.needsItem.item}</Button>
            </div>
          </ActForm>
        </Row>
      )}
      {step.becameAware && step.status !== "done" && (
        <Row title="Answer">
          <p>This is recorded once for the whole incident.</p>
          <p>
            <Link to={`${base}/facts#aware`}>Say when we became aware</Link>
          </p>
        </Row>
      )}
      {step.needsItem === undefined && (step.proofRules.length > 0 || step.proofs.length > 0 || open) && (
        <Row title="Proof">
          <Proofs base={base} step={step} mayAdd={open} />
        </Row>
      )}
      {step.decision !== undefined && (
        <Row title="Decide">
          <DecisionForm
            base={base}
            step={step}
            decision={step.decision}
            mayAct={open && step.needsItem === undefined}
          />
        </Row>
      )}
      {step.decision === undefined && open && step.needsItem === undefined && !step.becameAware && (
        <DoneForm step={step} />
      )}
      {step.status === "done" && step.decision === undefined && <Answers step={step} />}
      {step.approvals.length > 0 && (
        <Row title="Approval">
          <Approvals approvals={step.approvals} />
        </Row>
      )}
    </div>
  );
}

export function Row({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div className="sheet__row">
      <h2>{title}</h2>
      <div>{children}</div>
    </div>
  );
}

function Instructions({ step, values }: { step: StepPage; values: Readonly<Record<string, string>> }) {
  return (
    <>
      {step.do.length > 0 && (
        <ol className="do">
          {step.do.map((text) => (
            <li key={text}>
              <div>
                <p>{text}</p>
              </div>
            </li>
          ))}
        </ol>
      )}
      {step.snippets.map((group) =>
        step.snippets.length === 1 ? (
          <CommandGroup key={group.provider} id={group.provider} snippets={group.snippets} values={values} />
        ) : (
          <Disclosure
            key={group.provider}
            summary={`${group.provider}, ${group.snippets.length} ${group.snippets.length === 1 ? "command" : "commands"}`}
            open={group.open}
            className="fold fold--cmd"
          >
            <CommandGroup
              id={group.provider.replaceAll(/\W+/g, "-")}
              snippets={group.snippets}
              values={values}
            />
          </Disclosure>
        ),
      )}
    </>
  );
}

function Answers({ step }: { step: StepPage }) {
  const given = step.fields.filter((field) => field.value !== undefined);
  if (given.length === 0 && step.outcome === undefined) return null;
  return (
    <Row title="Answer">
      {step.outcome !== undefined && <p className="said-text">{step.outcome}</p>}
      {given.length > 0 && (
        <dl className="kv kv--stack">
          {given.map((field) => (
            <div key={field.key}>
              <dt>{field.label}</dt>
              <dd>{field.value}</dd>
            </div>
          ))}
        </dl>
      )}
    </Row>
  );
}
