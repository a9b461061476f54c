const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** `2 d 05:12` above a day, `05:12:33` below it, `+00:41:07` once it has passed. */
export function countdownText(seconds: number): string {
  const left = Math.abs(Math.trunc(seconds));
  const days = Math.floor(left / DAY);
  const clock = `${two(Math.floor((left % DAY) / HOUR))}:${two(Math.floor((left % HOUR) / MINUTE))}`;
  const sign = seconds < 0 ? "+" : "";
  if (days > 0) return `${sign}${days} d ${clock}`;
  return `${sign}${clock}:${two(left % MINUTE)}`;
}

/** The same to be heard: `5 hours 12 minutes left`. */
export function spokenCountdown(seconds: number): string {
  return `${spokenDuration(Math.abs(seconds))} ${seconds < 0 ? "overdue" : "left"}`;
}

function spokenDuration(seconds: number): string {
  const days = Math.floor(seconds / DAY);
  const hours = Math.floor((seconds % DAY) / HOUR);
  const minutes = Math.floor((seconds % HOUR) / MINUTE);
  const parts: string[] = [];
  if (days > 0) parts.push(counted(days, "day"));
  if (hours > 0) parts.push(counted(hours, "hour"));
  if (days === 0 && (minutes > 0 || hours === 0)) parts.push(counted(minutes, "minute"));
  return parts.join(" ");
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** How long something has been so, for a list: `now`, `14 min`, `3 h`, `2 d`. */
export function shortAge(seconds: number): string {
  if (seconds < MINUTE) return "now";
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)} h`;
  return `${Math.floor(seconds / DAY)} d`;
}
