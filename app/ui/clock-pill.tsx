import { Link } from "react-router";
import { clockState, type RunningClock, urgent } from "./clock-state.ts";
import { Countdown } from "./countdown.tsx";
import { DueMoment } from "./due-moment.tsx";
import { Icon } from "./icon.tsx";
import { LimitsHeard } from "./limits-heard.tsx";
import { useServerNow } from "./server-clock.tsx";
import { useRichText, useText } from "./text.tsx";

export interface PillClock extends RunningClock {
  readonly name: string;
  /** When it runs out, as text. */
  readonly dueAt: string;
  /** Where it is shown, if not where the pill leads. */
  readonly to?: string;
}

interface ClockPillProps {
  readonly to: string;
  /** In the order they run out. */
  readonly clocks: readonly PillClock[];
  /** Clocks that have run out and are not in the list. */
  readonly late?: number;
  /** What stands there when nothing runs. */
  readonly none: string;
}

/** The most urgent limit, on every page. One that is overdue does not hide the next. */
export function ClockPill({ to, clocks, late = 0, none }: ClockPillProps) {
  const text = useText();
  const rich = useRichText();
  const now = useServerNow();
  const { overdue, next } = urgent(clocks, now, late);
  if (overdue === 0 && next === undefined) {
    return (
      <Link className="pill pill--none" to={to}>
        <span className="pill__next">
          <Icon name="dial" />
          {none}
        </span>
      </Link>
    );
  }
  const soon = next !== undefined && clockState(next, now) === "soon";
  const tone = overdue > 0 ? " pill--over" : soon ? " pill--warn" : "";
  return (
    <>
      <Link className={`pill${tone}`} to={next?.to ?? to}>
        {overdue > 0 && (
          <span className="pill__flag">
            <Icon name="over" />
            {text("ui.overdue-count", { count: overdue })}
          </span>
        )}
        {next !== undefined && (
          <span className="pill__next">
            <Icon name={soon ? "soon" : "dial"} />
            <span className="pill__name">{next.name}</span>{" "}
            <span>
              {rich(
                "ui.left-until",
                { time: <Countdown due={next.due} />, when: <DueMoment at={next.dueAt} /> },
                { more: (words) => <span className="pill__abs">{words}</span> },
              )}
            </span>
          </span>
        )}
      </Link>
      <LimitsHeard clocks={clocks} />
    </>
  );
}
