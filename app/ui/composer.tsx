import { Form } from "react-router";

interface ComposerProps {
  readonly action: string;
  readonly name: string;
  readonly label: string;
  readonly button: string;
  readonly value?: string | undefined;
  readonly error?: string | undefined;
  /** Hidden fields that travel with the text. */
  readonly children?: React.ReactNode;
  /** More fields, under the line. */
  readonly more?: React.ReactNode;
}

/** One line that becomes one record. */
export function Composer({ action, name, label, button, value, error, children, more }: ComposerProps) {
  return (
    <Form className="panel composer" method="post" action={action}>
      {children}
      <label className="sr" htmlFor={name}>
        {label}
      </label>
      <textarea
        className="input input--auto"
        id={name}
        name={name}
        rows={1}
        placeholder={label}
        defaultValue={value}
        required
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={error === undefined ? undefined : `${name}-error`}
      />
      <button className="btn" type="submit">
        {button}
      </button>
      {error !== undefined && (
        <p className="field__error composer__more" id={`${name}-error`}>
          {error}
        </p>
      )}
      {more !== undefined && <div className="composer__more">{more}</div>}
    </Form>
  );
}
