import { Link } from "react-router";
import type { PageKey } from "#app/content/messages/keys.ts";
import type { PillClock } from "./clock-pill.tsx";
import { type ClockState, clockState } from "./clock-state.ts";
import { Countdown } from "./countdown.tsx";
import { DueMoment } from "./due-moment.tsx";
import { Icon, type IconName } from "./icon.tsx";
import { useServerNow } from "./server-clock.tsx";
import { useRichText, useText } from "./text.tsx";

const LOOKS = {
  running: { icon: "dial", word: "ui.clock-running", row: "clock" },
  soon: { icon: "soon", word: "ui.clock-soon", row: "clock clock--soon" },
  over: { icon: "over", word: "ui.clock-over", row: "clock clock--over" },
} as const satisfies Record<ClockState, { icon: IconName; word: PageKey; row: string }>;

/** A clock in a list; its state is told from the server's time, also while the page stays open. */
export function ClockItem({ to, clock, note }: { to: string; clock: PillClock; note: string }) {
  const text = useText();
  const rich = useRichText();
  const state = clockState(clock, useServerNow());
  const { icon, word, row } = LOOKS[state];
  return (
    <Link className={row} to={to}>
      <span className="clock__icon">
        <Icon name={icon} />
      </span>
      <span className="clock__t">
        {state === "over" ? <Countdown due={clock.due} /> : <TimeLeft due={clock.due} />}
      </span>
      <span className="clock__state">{text(word)}</span>
      <span className="clock__what">{clock.name}</span>
      <span className="clock__when">
        {rich("ui.when-and-note", { when: <DueMoment at={clock.dueAt} />, note })}
      </span>
    </Link>
  );
}

function TimeLeft({ due }: { due: number }) {
  const rich = useRichText();
  return rich(
    "ui.time-left",
    { time: <Countdown due={due} /> },
    { small: (words) => <small>{words}</small> },
  );
}
