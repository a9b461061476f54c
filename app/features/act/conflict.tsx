import { useEffect, useRef } from "react";
import { Moment } from "#app/ui/moment.tsx";
import { useRichText, useText } from "#app/ui/text.tsx";
import type { Conflict } from "./refused.ts";

interface ConflictProps {
  readonly form: string;
  readonly conflict: Conflict;
  /** What the button that was pressed asked for: "approval". */
  readonly ask: string | undefined;
}

/** Both, and the three ways on. The one that loses nothing has the focus. */
export function ConflictChoices({ form, conflict, ask }: ConflictProps) {
  const text = useText();
  const rich = useRichText();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector<HTMLButtonElement>('button[value="note"]')?.focus(), []);
  const field = `${form}-conflict-text`;
  return (
    <div className="errors conflict" role="alert" ref={box}>
      <h2>{text("act.changed-meanwhile")}</h2>
      <div className="versus">
        <div>
          <b>
            {rich("act.theirs", {
              name: conflict.who,
              when: <Moment at={conflict.at} show="clock" />,
              seq: `${conflict.seq}`,
            })}
          </b>
          <p className="said-text">{conflict.theirs}</p>
        </div>
        <div>
          <label htmlFor={field}>
            <b>{text("act.yours")}</b>
          </label>
          <textarea
            className="input"
            id={field}
            name="conflict.text"
            rows={Math.min(12, conflict.yours.split("\n").length + 2)}
            defaultValue={conflict.yours}
          />
        </div>
      </div>
      {ask !== undefined && <input type="hidden" name="ask" value={ask} />}
      <input type="hidden" name="conflict.seq" value={conflict.seq} />
      <input type="hidden" name="conflict.as" value={conflict.as} />
      <div className="actions">
        <button className="btn" type="submit" name="conflict" value="keep" formNoValidate>
          {text("act.keep-theirs")}
        </button>
        {/* biome-ignore lint/a11y/noAutofocus: what loses nothing is at hand, with JavaScript off too */}
        <button className="btn" type="submit" name="conflict" value="note" formNoValidate autoFocus>
          {text("act.add-as-note")}
        </button>
        {conflict.as !== "nothing" && (
          <button className="btn" type="submit" name="conflict" value="correct" formNoValidate>
            {text("act.record-as-correction")}
          </button>
        )}
      </div>
      {conflict.as === "nothing" && <p className="sm muted">{text("act.lead-corrects")}</p>}
    </div>
  );
}
