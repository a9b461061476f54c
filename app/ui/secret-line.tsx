import { useEffect, useState } from "react";
import { Field, type FieldProps } from "./field.tsx";
import { useText } from "./text.tsx";

interface SecretLineProps extends FieldProps {
  readonly autoComplete: "current-password" | "new-password" | "off";
}

/** A password: pasted or typed, shown when asked for, and never sent back with a refused form. */
export function SecretLine({ autoComplete, ...field }: SecretLineProps) {
  const text = useText();
  const [shown, setShown] = useState<boolean>();
  useEffect(() => setShown(false), []);
  return (
    <Field {...field}>
      {(control) => (
        <div className="joined">
          <input
            {...control}
            className="input"
            type={shown ? "text" : "password"}
            autoComplete={autoComplete}
            autoCapitalize="none"
            spellCheck={false}
            required={!field.optional}
          />
          {shown !== undefined && (
            <button
              className="btn"
              type="button"
              aria-label={text(shown ? "ui.hide-password" : "ui.show-password")}
              aria-controls={control.id}
              onClick={() => setShown(!shown)}
            >
              {text(shown ? "ui.hide" : "ui.show")}
            </button>
          )}
        </div>
      )}
    </Field>
  );
}
