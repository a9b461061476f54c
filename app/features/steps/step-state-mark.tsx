import { shortAge } from "#app/ui/duration.ts";
import { useServerNow } from "#app/ui/server-clock.tsx";
import { StateMark } from "#app/ui/state-mark.tsx";
import { useText } from "#app/ui/text.tsx";
import type { StepState } from "./step-view.server.ts";

/** A step's state, and for how long where it has an age. */
export function StepStateMark({ state }: { state: StepState }) {
  const text = useText();
  const now = useServerNow();
  const { icon, tone, word, since } = state;
  return (
    <StateMark icon={icon} tone={tone}>
      {since === undefined
        ? word
        : text("incidents.state-and-age", {
            state: word,
            age: shortAge((now - Date.parse(since)) / 1000, text),
          })}
    </StateMark>
  );
}
