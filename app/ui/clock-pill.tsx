import { Link } from "react-router";
import { Countdown } from "./countdown.tsx";
import { Icon } from "./icon.tsx";
import { Moment } from "./moment.tsx";

export interface PillClock {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly due: number;
  /** The same instant, as text. */
  readonly dueAt: string;
  readonly soon: boolean;
}

interface ClockPillProps {
  readonly to: string;
  readonly overdue: number;
  /** The next limit that has not passed. An overdue clock must not hide it. */
  readonly next?: PillClock | undefined;
  /** What stands there when nothing runs. */
  readonly none: string;
}

/** The most urgent limit, on every page. */
export function ClockPill({ to, overdue, next, none }: ClockPillProps) {
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
  const tone = overdue > 0 ? " pill--over" : next?.soon ? " pill--warn" : "";
  return (
    <Link className={`pill${tone}`} to={to}>
      {overdue > 0 && (
        <span className="pill__flag">
          <Icon name="over" />
          {overdue} overdue
        </span>
      )}
      {next !== undefined && (
        <span className="pill__next">
          <Icon name={next.soon ? "soon" : "dial"} />
          <span className="pill__name">{next.name}</span>{" "}
          <span>
            <Countdown due={next.due} /> left
            <span className="pill__abs">
              , <Moment at={next.dueAt} />
            </span>
          </span>
        </span>
      )}
    </Link>
  );
}
