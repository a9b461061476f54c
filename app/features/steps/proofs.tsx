import { Button } from "#app/ui/button.tsx";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { Field, TextBox, TextLine } from "#app/ui/field.tsx";
import { fileSize } from "#app/ui/file-size.ts";
import { useFieldState } from "#app/ui/form-state.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { ActForm } from "../act/act-form.tsx";
import type { ProofRule, ProofView, StepPage } from "./step-page.server.ts";

interface ProofsProps {
  readonly base: string;
  readonly step: StepPage;
  readonly mayAdd: boolean;
}

/** What is asked for, what is there, and one form for files and words alike. */
export function Proofs({ base, step, mayAdd }: ProofsProps) {
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
                · {countWords(rule)}
                {rule.hint !== undefined && ` · ${rule.hint}`}
              </span>
            </span>
          </li>
        ))}
      </ul>
      {step.proofRules.length === 0 && <p className="muted">No proof is asked for. What you add is kept.</p>}
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

function countWords({ required, needed, have }: ProofRule): string {
  const asked = required ? `${needed} needed` : "optional";
  return have === 0 ? `${asked}, none yet` : `${asked}, ${have} added`;
}

function Proof({ base, proof, mayHide }: { base: string; proof: ProofView; mayHide: boolean }) {
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
        <p className="proof__meta">
          {proof.file !== undefined && `${fileSize(proof.file.size)} · `}
          {proof.about !== undefined && `${proof.about} · `}
          added <Moment at={proof.at} /> by {proof.by} ·{" "}
          <a href={`${base}/log?at=${proof.seq}#e${proof.seq}`}>#{proof.seq}</a>
          {proof.hidden !== undefined && ` · hidden from observers: ${proof.hidden}`}
        </p>
        {mayHide && proof.hidden === undefined && (
          <Disclosure summary="Hide from observers" className="fold fold--sm">
            <ActForm id={`hide-${proof.seq}`} kind="hide-evidence" fixed={{ seq: proof.seq }}>
              <TextLine
                name="because"
                label="Why it is hidden"
                hint="It stays in the log and in the evidence."
                required
              />
              <div className="actions">
                <Button small>
                  Hide<span className="sr"> {proof.name}</span>
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
  const missing = step.proofRules.find((rule) => rule.have < rule.needed) ?? step.proofRules[0];
  return (
    <Disclosure
      summary="Add proof"
      open={missing !== undefined && missing.have < missing.needed && missing.required}
      className="fold fold--add"
    >
      <ActForm id="proof" kind="add-evidence" fixed={{ stepId: step.id }} upload>
        {step.proofRules.length > 0 && <WhichProof rules={step.proofRules} first={missing?.key} />}
        <Field
          name="file"
          label="File or photo"
          hint="Up to 10 at once, 100 MB each. Each gets its fingerprint as it arrives."
          optional
        >
          {(control) => <input {...control} className="input input--file" type="file" multiple />}
        </Field>
        <TextBox
          name="value"
          label="Or paste the output, or say what it is"
          hint="Take secrets out first: the log keeps what you paste."
          mono
        />
        <div className="actions">
          <Button icon="plus">Add this proof</Button>
        </div>
      </ActForm>
    </Disclosure>
  );
}

function WhichProof({ rules, first }: { rules: readonly ProofRule[]; first: string | undefined }) {
  const { value } = useFieldState("key");
  return (
    <Field name="key" label="What it proves">
      {(control) => (
        <select {...control} className="input" defaultValue={value ?? first}>
          {rules.map((rule) => (
            <option key={rule.key} value={rule.key}>
              {rule.label}
            </option>
          ))}
          <option value="">Something else</option>
        </select>
      )}
    </Field>
  );
}
