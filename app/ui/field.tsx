import { useFieldState } from "./form-state.tsx";
import { Icon } from "./icon.tsx";
import { useRichText } from "./text.tsx";

export interface FieldProps {
  readonly name: string;
  readonly label: React.ReactNode;
  readonly hint?: React.ReactNode;
  readonly optional?: boolean;
}

/** What the control inside a field needs in order to belong to its label, hint and error. */
interface Control {
  readonly id: string;
  readonly name: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
}

export function FieldError({ id, children }: { id: string; children: React.ReactNode }) {
  return (
    <p className="field__error" id={id}>
      <Icon name="over" />
      <span>{children}</span>
    </p>
  );
}

export function Field({
  name,
  label,
  hint,
  optional = false,
  children,
}: FieldProps & { children: (control: Control) => React.ReactNode }) {
  const rich = useRichText();
  const { id, error } = useFieldState(name);
  const described = [hint === undefined ? "" : `${id}-hint`, error === undefined ? "" : `${id}-error`];
  return (
    <div className={error === undefined ? "field" : "field field--bad"}>
      <label htmlFor={id}>
        {optional
          ? rich(
              "ui.optional",
              { label },
              { small: (words) => <span className="field__optional">{words}</span> },
            )
          : label}
      </label>
      {hint !== undefined && (
        <p className="field__hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error !== undefined && <FieldError id={`${id}-error`}>{error}</FieldError>}
      {children({
        id,
        name,
        "aria-describedby": described.filter(Boolean).join(" ") || undefined,
        "aria-invalid": error === undefined ? undefined : true,
      })}
    </div>
  );
}

interface LineProps extends FieldProps {
  readonly type?: "text" | "email" | "password" | "search";
  readonly value?: string | undefined;
  readonly autoComplete?: string;
  readonly required?: boolean;
  readonly short?: boolean;
}

/** One line of text. */
export function TextLine({
  type = "text",
  value,
  autoComplete = "off",
  required,
  short,
  ...field
}: LineProps) {
  const kept = useFieldState(field.name).value;
  return (
    <Field {...field}>
      {(control) => (
        <input
          {...control}
          className={short ? "input input--short" : "input"}
          type={type}
          defaultValue={type === "password" ? undefined : (kept ?? value)}
          autoComplete={autoComplete}
          required={required}
        />
      )}
    </Field>
  );
}

interface BoxProps extends FieldProps {
  readonly value?: string | undefined;
  readonly required?: boolean;
  /** Starts at one line and grows. */
  readonly grows?: boolean;
  readonly mono?: boolean;
  /** What one comes to the page for: it has the focus when the page opens. */
  readonly first?: boolean;
}

/** Many lines of text. */
export function TextBox({ value, required, grows, mono, first, ...field }: BoxProps) {
  const kept = useFieldState(field.name).value;
  const names = ["input"];
  if (grows) names.push("input--auto");
  if (mono) names.push("input--mono");
  return (
    <Field {...field}>
      {(control) => (
        <textarea
          {...control}
          className={names.join(" ")}
          rows={grows ? 1 : 3}
          defaultValue={kept ?? value}
          required={required}
          data-first={first ? "" : undefined}
        />
      )}
    </Field>
  );
}
