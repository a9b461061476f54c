import { FieldError } from "./field.tsx";
import { useFieldState } from "./form-state.tsx";
import { Hotkey, hotkeyOf } from "./hotkey.tsx";

interface Choice {
  readonly value: string;
  readonly label: React.ReactNode;
  readonly note?: React.ReactNode;
}

interface ChoicesProps {
  readonly name: string;
  readonly legend: React.ReactNode;
  readonly hint?: string;
  readonly choices: readonly Choice[];
  /** The value that is marked at first; undefined marks none. */
  readonly chosen?: string | undefined;
  /** Side by side where there is room. */
  readonly row?: boolean;
  readonly required?: boolean;
  /** The key that leads to the first of them. */
  readonly hotkey?: string;
  /** Controls that belong to a choice, after all of them. */
  readonly children?: React.ReactNode;
}

/** One of several, all of them visible. */
export function Choices(props: ChoicesProps) {
  const { id, value, error } = useFieldState(props.name);
  const chosen = value ?? props.chosen;
  return (
    <fieldset
      className={error === undefined ? "field" : "field field--bad"}
      id={id}
      tabIndex={error === undefined ? undefined : -1}
      {...hotkeyOf(props.hotkey)}
    >
      <legend className="legend">
        {props.legend}
        <Hotkey of={props.hotkey} />
      </legend>
      {props.hint !== undefined && <p className="field__hint">{props.hint}</p>}
      {error !== undefined && <FieldError id={`${id}-error`}>{error}</FieldError>}
      <div className={props.row ? "opts opts--row" : "opts"}>
        {props.choices.map((choice) => (
          <label className="opt" key={choice.value}>
            <input
              type="radio"
              name={props.name}
              value={choice.value}
              defaultChecked={choice.value === chosen}
              required={props.required}
            />
            <span>
              {choice.label}
              {choice.note !== undefined && <small>{choice.note}</small>}
            </span>
          </label>
        ))}
      </div>
      {props.children}
    </fieldset>
  );
}

interface TickProps {
  readonly name: string;
  readonly value?: string;
  readonly label: React.ReactNode;
  readonly note?: React.ReactNode;
  readonly ticked?: boolean | undefined;
}

export function Tick({ name, value = "on", label, note, ticked }: TickProps) {
  return (
    <label className="opt">
      <input type="checkbox" name={name} value={value} defaultChecked={ticked} />
      <span>
        {label}
        {note !== undefined && <small>{note}</small>}
      </span>
    </label>
  );
}
