import { FieldError } from "./field.tsx";
import { useFieldState } from "./form-state.tsx";
import { Hotkey, hotkeyOf } from "./hotkey.tsx";

interface ComposerProps {
  readonly name: string;
  readonly label: string;
  readonly button: string;
  /** The key that leads into the line. */
  readonly hotkey?: string;
  /** More fields, under the line. */
  readonly more?: React.ReactNode;
}

/** The inside of a form: one line that grows, and becomes one record. */
export function Composer({ name, label, button, hotkey, more }: ComposerProps) {
  const { id, value, error } = useFieldState(name);
  return (
    <div className="composer">
      <label className="sr" htmlFor={id}>
        {label}
      </label>
      <textarea
        className="input input--auto"
        id={id}
        name={name}
        {...hotkeyOf(hotkey)}
        rows={1}
        placeholder={label}
        defaultValue={value}
        required
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={error === undefined ? undefined : `${id}-error`}
      />
      <button className="btn" type="submit">
        {button}
        <Hotkey of={hotkey} />
      </button>
      {error !== undefined && (
        <div className="composer__more">
          <FieldError id={`${id}-error`}>{error}</FieldError>
        </div>
      )}
      {more !== undefined && <div className="composer__more">{more}</div>}
    </div>
  );
}
