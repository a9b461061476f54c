import { FieldError } from "./field.tsx";
import { useFieldState } from "./form-state.tsx";

interface TickFieldProps {
  readonly name: string;
  readonly label: React.ReactNode;
  readonly note?: React.ReactNode;
}

/** One box that has to be ticked. */
export function TickField({ name, label, note }: TickFieldProps) {
  const { id, value, error } = useFieldState(name);
  return (
    <div className={error === undefined ? "field" : "field field--bad"}>
      {error !== undefined && <FieldError id={`${id}-error`}>{error}</FieldError>}
      <label className="opt">
        <input
          type="checkbox"
          id={id}
          name={name}
          value="on"
          defaultChecked={value === "on"}
          aria-invalid={error === undefined ? undefined : true}
          aria-describedby={error === undefined ? undefined : `${id}-error`}
        />
        <span>
          {label}
          {note !== undefined && <small>{note}</small>}
        </span>
      </label>
    </div>
  );
}
