import { Link } from "react-router";
import type { PillClock } from "./clock-pill.tsx";
import { type ClockState, clockState } from "./clock-state.ts";
import { Countdown } from "./countdown.tsx";
import { Icon, type IconName } from "./icon.tsx";
import { Moment } from "./moment.tsx";
import { useServerNow } from "./server-clock.tsx";

const LOOKS = {
  running: { icon: "dial", word: "Running", row: "clock" },
  soon: { icon: "soon", word: "Due soon", row: "clock clock--soon" },
  over: { icon: "over", word: "Overdue", row: "clock clock--over" },
} as const satisfies Record<ClockState, { icon: IconName; word: string; row: string }>;

/** A clock in a list; its state is told from the server's time, also while the page stays open. */
export function ClockItem({ to, clock, note }: { to: string; clock: PillClock; note: string }) {
  const state = clockState(clock, useServerNow());
  const { icon, word, row } = LOOKS[state];
  return (
    <Link className={row} to={to}>
      <span className="clock__icon">
        <Icon name={icon} />
      </span>
      <span className="clock__t">
        <Countdown due={clock.due} />
        {state !== "over" && <small> left</small>}
      </span>
      <span className="clock__state">{word}</span>
      <span className="clock__what">{clock.name}</span>
      <span className="clock__when">
        <Moment at={clock.dueAt} />, {note}
      </span>
    </Link>
  );
}
