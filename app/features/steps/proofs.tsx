import type { PageText } from "#app/content/messages/keys.ts";
import { Button } from "#app/ui/button.tsx";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { Field, TextBox, TextLine } from "#app/ui/field.tsx";
import { fileSize } from "#app/ui/file-size.ts";
import { useFieldState } from "#app/ui/form-state.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import { ActForm } from "../act/act-form.tsx";
import { Scars } from "../erasure/scars.tsx";
import type { ProofRule, ProofView, StepPage } from "./step-page.server.ts";

interface ProofsProps {
  readonly base: string;
  readonly step: StepPage;
  readonly mayAdd: boolean;
}

/** What is asked for, what is there, and one form for files and words alike. */
export function Proofs({ base, step, mayAdd }: ProofsProps) {
  const text = useText();
  return (
    <>
      <ul className="proof-rules">
        {step.proofRules.map((rule) => (
          <li key={rule.key}>
            <Icon name={rule.have >= rule.needed ? "check" : "ring"} />
            <span>
              {rule.label}
              <span className="muted">
                {" "}
                · {countWords(rule, text)}
                {rule.hint !== undefined && ` · ${rule.hint}`}
              </span>
            </span>
          </li>
        ))}
      </ul>
      {step.proofRules.length === 0 && <p className="muted">{text("steps.no-proof-asked")}</p>}
      {step.proofs.length > 0 && (
        <div>
          {step.proofs.map((proof) => (
            <Proof key={proof.seq} base={base} proof={proof} mayHide={mayAdd} />
          ))}
        </div>
      )}
      {mayAdd && <AddProof step={step} />}
    </>
  );
}

function countWords({ required, needed, have }: ProofRule, text: PageText): string {
  return required ? text("steps.count-needed", { needed, have }) : text("steps.count-optional", { have });
}

function Proof({ base, proof, mayHide }: { base: string; proof: ProofView; mayHide: boolean }) {
  const text = useText();
  const rich = useRichText();
  return (
    <div className="proof">
      <Icon name={proof.hidden === undefined ? "file" : "eye"} />
      <div>
        <p className="proof__name">
          {proof.file === undefined ? (
            proof.name
          ) : (
            <a href={`${base}/evidence/${proof.seq}`} download>
              {proof.name}
            </a>
          )}
        </p>
        {proof.text !== undefined && <p className="said-text">{proof.text}</p>}
        <Scars base={base} scars={proof.scars} />
        <p className="proof__meta">
          {proof.file !== undefined && `${fileSize(proof.file.size, text)} · `}
          {proof.about !== undefined && `${proof.about} · `}
          {rich("steps.added-by", { when: <Moment at={proof.at} />, name: proof.by })} ·{" "}
          <a href={`${base}/log?at=${proof.seq}#e${proof.seq}`}>#{proof.seq}</a>
          {proof.hidden !== undefined && ` · ${text("steps.hidden-because", { why: proof.hidden })}`}
        </p>
        {mayHide && proof.hidden === undefined && (
          <Disclosure summary={text("steps.hide")} className="fold fold--sm">
            <ActForm id={`hide-${proof.seq}`} kind="hide-evidence" fixed={{ seq: proof.seq }}>
              <TextLine
                name="because"
                label={text("steps.why-hidden")}
                hint={text("steps.why-hidden-hint")}
                required
              />
              <div className="actions">
                <Button small>
                  {rich(
                    "steps.hide-this",
                    { proof: proof.name },
                    { name: (words) => <span className="sr">{words}</span> },
                  )}
                </Button>
              </div>
            </ActForm>
          </Disclosure>
        )}
      </div>
    </div>
  );
}

function AddProof({ step }: { step: StepPage }) {
  const text = useText();
  const missing = step.proofRules.find((rule) => rule.have < rule.needed) ?? step.proofRules[0];
  return (
    <Disclosure
      summary={text("steps.add-proof")}
      open={missing !== undefined && missing.have < missing.needed && missing.required}
      className="fold fold--add"
      hotkey="e"
    >
      <ActForm id="proof" kind="add-evidence" fixed={{ stepId: step.id }} upload>
        {step.proofRules.length > 0 && <WhichProof rules={step.proofRules} first={missing?.key} />}
        <Field name="file" label={text("steps.file")} hint={text("steps.file-hint")} optional>
          {(control) => <input {...control} className="input input--file" type="file" multiple />}
        </Field>
        <TextBox
          name="value"
          label={text("steps.paste-output")}
          hint={text("steps.paste-output-hint")}
          mono
        />
        <div className="actions">
          <Button icon="plus">{text("steps.add-this-proof")}</Button>
        </div>
      </ActForm>
    </Disclosure>
  );
}

function WhichProof({ rules, first }: { rules: readonly ProofRule[]; first: string | undefined }) {
  const text = useText();
  const { value } = useFieldState("key");
  return (
    <Field name="key" label={text("steps.what-it-proves")}>
      {(control) => (
        <select {...control} className="input" defaultValue={value ?? first}>
          {rules.map((rule) => (
            <option key={rule.key} value={rule.key}>
              {rule.label}
            </option>
          ))}
          <option value="">{text("steps.something-else")}</option>
        </select>
      )}
    </Field>
  );
}
