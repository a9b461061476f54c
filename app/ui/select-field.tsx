import { Field, type FieldProps } from "./field.tsx";
import { useFieldState } from "./form-state.tsx";

interface SelectFieldProps extends FieldProps {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** What stands there at first, when nothing is chosen; undefined: the first option is. */
  readonly none?: string;
  readonly chosen?: string;
}

/** One of many, in a list that opens. */
export function SelectField({ options, none, chosen, ...field }: SelectFieldProps) {
  const kept = useFieldState(field.name).value;
  return (
    <Field {...field}>
      {(control) => (
        <select
          {...control}
          className="input"
          defaultValue={kept ?? chosen ?? (none === undefined ? undefined : "")}
        >
          {none !== undefined && <option value="">{none}</option>}
          {options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
