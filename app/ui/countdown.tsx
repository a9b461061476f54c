import { useState } from "react";
import { countdownText, spokenCountdown } from "./duration.ts";
import { useServerNow } from "./server-clock.tsx";
import { useText } from "./text.tsx";

const SPOKEN_EVERY_MS = 5 * 60 * 1000;

/**
 * Time left until `due` (milliseconds since 1970). The ticking text is hidden from screen readers:
 * its sibling says the same and changes every five minutes.
 */
export function Countdown({ due }: { due: number }) {
  const text = useText();
  const now = useServerNow();
  const [spokenAt, setSpokenAt] = useState(now);
  if (now - spokenAt >= SPOKEN_EVERY_MS) setSpokenAt(now);
  return (
    <span className="num" role="timer">
      <span aria-hidden="true">{countdownText((due - now) / 1000, text)}</span>
      <span className="sr">{spokenCountdown((due - spokenAt) / 1000, text)}</span>
    </span>
  );
}
