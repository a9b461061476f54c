import type { PageKey } from "#app/content/messages/keys.ts";
import type { Text } from "#app/core/shared/text.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Say = Text<PageKey>;

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** `2 d 05:12` above a day, `05:12:33` below it, `+00:41:07` once it has passed. */
export function countdownText(seconds: number, text: Say): string {
  const left = Math.abs(Math.trunc(seconds));
  const clock = `${two(Math.floor((left % DAY) / HOUR))}:${two(Math.floor((left % HOUR) / MINUTE))}`;
  return signed(seconds, left < DAY ? `${clock}:${two(left % MINUTE)}` : withDays(left, clock, text));
}

/** The same without seconds, for a title that changes each minute. */
export function minutesText(seconds: number, text: Say): string {
  const left = Math.abs(Math.trunc(seconds));
  const clock = `${two(Math.floor((left % DAY) / HOUR))}:${two(Math.floor((left % HOUR) / MINUTE))}`;
  return signed(seconds, left < DAY ? clock : withDays(left, clock, text));
}

function withDays(seconds: number, clock: string, text: Say): string {
  return text("ui.days-and-clock", { days: Math.floor(seconds / DAY), clock });
}

function signed(seconds: number, clock: string): string {
  return seconds < 0 ? `+${clock}` : clock;
}

/** The same to be heard: `5 hours 12 minutes left`. */
export function spokenCountdown(seconds: number, text: Say): string {
  const duration = spokenDuration(Math.abs(seconds), text);
  return text(seconds < 0 ? "ui.spoken-overdue" : "ui.spoken-left", { duration });
}

function spokenDuration(seconds: number, text: Say): string {
  const days = Math.floor(seconds / DAY);
  const hours = Math.floor((seconds % DAY) / HOUR);
  const minutes = Math.floor((seconds % HOUR) / MINUTE);
  if (days > 0) return text("ui.spoken-days", { days, hours });
  return hours > 0 ? text("ui.spoken-hours", { hours, minutes }) : text("ui.spoken-minutes", { minutes });
}

/** How long something has been so, for a list: `now`, `14 min`, `3 h`, `2 d`. */
export function shortAge(seconds: number, text: Say): string {
  if (seconds < MINUTE) return text("ui.age-now");
  if (seconds < HOUR) return text("ui.age-minutes", { count: Math.floor(seconds / MINUTE) });
  if (seconds < DAY) return text("ui.age-hours", { count: Math.floor(seconds / HOUR) });
  return text("ui.age-days", { count: Math.floor(seconds / DAY) });
}
