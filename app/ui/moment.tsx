// Instants arrive as `YYYY-MM-DDTHH:MM:SS.sssZ`, so their UTC spelling is a slice: the server and every
// browser write the same text.

interface MomentProps {
  /** RFC 3339 in UTC. */
  readonly at: string;
  /** date: the day alone · minute: to the minute · second: the log's precision · clock: no date · time: no date, to the minute. */
  readonly show?: "minute" | "second" | "date" | "clock" | "time";
  readonly className?: string;
}

function momentText(at: string, show: NonNullable<MomentProps["show"]> = "minute"): string {
  const day = at.slice(0, 10);
  switch (show) {
    case "date":
      return day;
    case "clock":
      return `${at.slice(11, 19)} UTC`;
    case "time":
      return `${at.slice(11, 16)} UTC`;
    case "second":
      return `${day} ${at.slice(11, 19)} UTC`;
    default:
      return `${day} ${at.slice(11, 16)} UTC`;
  }
}

export function Moment({ at, show = "minute", className }: MomentProps) {
  return (
    <time dateTime={show === "date" ? at.slice(0, 10) : at} className={className}>
      {momentText(at, show)}
    </time>
  );
}
