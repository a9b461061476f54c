import { Icon } from "./icon.tsx";

export interface FieldProps {
  readonly name: string;
  /** Unique on the page; the name, unless several forms share it. */
  readonly id?: string | undefined;
  readonly label: React.ReactNode;
  readonly hint?: React.ReactNode;
  readonly error?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** What the control inside a field needs in order to belong to its label, hint and error. */
interface Control {
  readonly id: string;
  readonly name: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
}

function describe({ id, name, hint, error }: FieldProps): Control {
  const own = id ?? name;
  const described = [hint === undefined ? "" : `${own}-hint`, error === undefined ? "" : `${own}-error`];
  return {
    id: own,
    name,
    "aria-describedby": described.filter(Boolean).join(" ") || undefined,
    "aria-invalid": error === undefined ? undefined : true,
  };
}

export function FieldError({ id, children }: { id: string; children: React.ReactNode }) {
  return (
    <p className="field__error" id={id}>
      <Icon name="over" />
      <span>{children}</span>
    </p>
  );
}

function Field({ children, ...field }: FieldProps & { children: (control: Control) => React.ReactNode }) {
  const control = describe(field);
  return (
    <div className={field.error === undefined ? "field" : "field field--bad"}>
      <label htmlFor={control.id}>
        {field.label}
        {field.optional && <span className="field__optional"> (optional)</span>}
      </label>
      {field.hint !== undefined && (
        <p className="field__hint" id={`${control.id}-hint`}>
          {field.hint}
        </p>
      )}
      {field.error !== undefined && <FieldError id={`${control.id}-error`}>{field.error}</FieldError>}
      {children(control)}
    </div>
  );
}

interface LineProps extends FieldProps {
  readonly type?: "text" | "email" | "password" | "search" | "datetime-local";
  readonly value?: string | undefined;
  readonly autoComplete?: string;
  readonly required?: boolean;
  readonly short?: boolean;
}

/** One line of text. `value` is what was typed before: it comes back after a refusal. */
export function TextLine({ type = "text", value, autoComplete, required, short, ...field }: LineProps) {
  return (
    <Field {...field}>
      {(control) => (
        <input
          {...control}
          className={short ? "input input--short" : "input"}
          type={type}
          defaultValue={value}
          autoComplete={autoComplete ?? "off"}
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
}

/** Many lines of text. */
export function TextBox({ value, required, grows, mono, ...field }: BoxProps) {
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
          defaultValue={value}
          required={required}
        />
      )}
    </Field>
  );
}
