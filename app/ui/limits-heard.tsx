import { useState } from "react";
import type { PillClock } from "./clock-pill.tsx";
import { spokenCountdown } from "./duration.ts";
import { rungReached } from "./limit-ladder.ts";
import { useServerNow } from "./server-clock.tsx";
import { useText } from "./text.tsx";

/** Says a limit aloud when a day, four hours, one hour and a quarter of an hour are left, and when it has passed. */
export function LimitsHeard({ clocks }: { clocks: readonly PillClock[] }) {
  const text = useText();
  const now = useServerNow();
  const [before, setBefore] = useState(now);
  const [said, setSaid] = useState<readonly string[]>([]);
  if (now !== before) {
    setBefore(now);
    const heard = clocks.flatMap(({ name, due }) => {
      const rung = rungReached(due, before, now);
      if (rung === undefined) return [];
      if (rung === 0) return [text("ui.limit-passed", { clock: name })];
      return [text("ui.limit-near", { clock: name, left: spokenCountdown(rung, text) })];
    });
    if (heard.length > 0) setSaid(heard);
  }
  return (
    <span className="sr" role="status">
      {said.map((sentence) => (
        <span key={sentence}>{sentence} </span>
      ))}
    </span>
  );
}
