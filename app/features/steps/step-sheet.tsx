import { Link } from "react-router";
import { Button } from "#app/ui/button.tsx";
import { CommandGroup } from "#app/ui/command-block.tsx";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { TextLine } from "#app/ui/field.tsx";
import { useText } from "#app/ui/text.tsx";
import { ActForm } from "../act/act-form.tsx";
import { Scars } from "../erasure/scars.tsx";
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
  const text = useText();
  const open = mayAct && step.status !== "not-taken" && step.status !== "awaiting-approval";
  return (
    <div className="panel sheet">
      <Row title={text("steps.why")}>
        <p lang={step.lang}>{step.why}</p>
      </Row>
      {(step.do.length > 0 || step.snippets.length > 0) && (
        <Row title={text("steps.do")}>
          <Instructions step={step} values={values} />
        </Row>
      )}
      {step.expect !== undefined && (
        <Row title={text("steps.expect")}>
          <p lang={step.lang}>{step.expect}</p>
          {step.ifNot !== undefined && (
            <p className="sheet__note">{text("steps.if-not", { what: step.ifNot })}</p>
          )}
        </Row>
      )}
      <Row title={text("steps.done-when")}>
        <p lang={step.lang}>{step.doneWhen}</p>
        {step.undo !== undefined && (
          <p className="sheet__note">{text("steps.to-undo", { how: step.undo })}</p>
        )}
        {step.onePersonBecause !== undefined && (
          <p className="sheet__note">{text("steps.one-person", { why: step.onePersonBecause })}</p>
        )}
      </Row>
      {step.needsItem !== undefined && mayAct && (
        <Row title={text("steps.first-item", { item: step.needsItem.item })}>
          <p>{text("steps.once-for-each", { item: step.needsItem.item })}</p>
          <ActForm id="first-item" kind="add-item" fixed={{ collection: step.needsItem.key }} next={base}>
            <TextLine
              name="label"
              label={text("steps.which-item", { item: step.needsItem.item })}
              hint={step.needsItem.hint}
              required
            />
            <div className="actions">
              <Button>{text("steps.add-first-item", { item: step.needsItem.item })}</Button>
            </div>
          </ActForm>
        </Row>
      )}
      {step.becameAware && step.status !== "done" && (
        <Row title={text("steps.answer")}>
          <p>{text("steps.recorded-once")}</p>
          <p>
            <Link to={`${base}/facts#aware`}>{text("steps.say-when-aware")}</Link>
          </p>
        </Row>
      )}
      {step.needsItem === undefined && (step.proofRules.length > 0 || step.proofs.length > 0 || open) && (
        <Row title={text("steps.proof")}>
          <Proofs base={base} step={step} mayAdd={open} />
        </Row>
      )}
      {step.decision !== undefined && (
        <Row title={text("steps.decide")}>
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
      {step.status === "done" && step.decision === undefined && <Answers base={base} step={step} />}
      {step.approvals.length > 0 && (
        <Row title={text("steps.approval")}>
          <Approvals base={base} approvals={step.approvals} />
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
  const text = useText();
  return (
    <>
      {step.do.length > 0 && (
        <ol className="do" lang={step.lang}>
          {step.do.map((line) => (
            <li key={line}>
              <div>
                <p>{line}</p>
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
            summary={text("steps.commands", { provider: group.provider, count: group.snippets.length })}
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

function Answers({ base, step }: { base: string; step: StepPage }) {
  const text = useText();
  const given = step.fields.filter((field) => field.value !== undefined);
  if (given.length === 0 && step.outcome === undefined && step.scars.length === 0) return null;
  return (
    <Row title={text("steps.answer")}>
      {step.outcome !== undefined && <p className="said-text">{step.outcome}</p>}
      <Scars base={base} scars={step.scars} />
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
