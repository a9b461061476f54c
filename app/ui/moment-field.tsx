import { useEffect, useState } from "react";
import { Field, type FieldProps } from "./field.tsx";
import { useFieldState } from "./form-state.tsx";
import { useText, useWordsOfPage } from "./text.tsx";

/**
 * A date and time with its zone. It travels as `<name>` (a local date and time) and `<name>.zone`; the server
 * puts them together. UTC is always there; the reader's own zone joins when the account or the browser has named it.
 */
export function MomentField({ required = false, ...field }: FieldProps & { readonly required?: boolean }) {
  const text = useText();
  const kept = useFieldState(field.name).value;
  const zoneKept = useFieldState(`${field.name}.zone`).value;
  const { zone } = useWordsOfPage();
  const [browserZone, setBrowserZone] = useState<string>();
  useEffect(() => setBrowserZone(Intl.DateTimeFormat().resolvedOptions().timeZone), []);
  const own = zone ?? browserZone;
  return (
    <Field {...field}>
      {(control) => (
        <div className="joined">
          <input
            {...control}
            className="input"
            type="datetime-local"
            step="60"
            defaultValue={kept}
            required={required}
          />
          <select
            className="input input--zone"
            name={`${field.name}.zone`}
            aria-label={text("ui.time-zone")}
            defaultValue={zoneKept ?? "UTC"}
          >
            <option value="UTC">UTC</option>
            {own !== undefined && own !== "UTC" && <option value={own}>{own.replaceAll("_", " ")}</option>}
          </select>
        </div>
      )}
    </Field>
  );
}
