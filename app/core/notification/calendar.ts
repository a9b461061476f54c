import type { Temporal } from "temporal-polyfill";
import { z } from "zod";

// A pinned list of the days on which an authority is closed. Saturday and Sunday are never working days here:
// the calendars that are kept are all of places with that weekend.

const date = z.iso.date();

export const calendarSchema = z.strictObject({
  id: z.string().regex(/^[a-z]{2}(-[a-z]+)?$/),
  name: z.string().min(1),
  /** The day this list was made. */
  version: date,
  source: z.string().min(1),
  /** First and last year that the list covers. */
  years: z.tuple([z.int(), z.int()]),
  /** What each closed day is called. */
  days: z.record(date, z.string().min(1)),
});
export type Calendar = Readonly<z.infer<typeof calendarSchema>>;

/** What an organisation knows better: days of mourning, an office that is open after all. */
export const overridesSchema = z.record(
  z.string(),
  z.strictObject({ closed: z.array(date).exactOptional(), open: z.array(date).exactOptional() }),
);
export type Overrides = z.infer<typeof overridesSchema>;

export type Calendars = ReadonlyMap<string, Calendar>;

/** The calendars with the organisation's own days; the version says so. */
export function withOverrides(calendars: Calendars, overrides: Overrides | undefined): Calendars {
  if (overrides === undefined) return calendars;
  return new Map(
    [...calendars].map(([id, calendar]) => {
      const own = overrides[id];
      if (own === undefined) return [id, calendar];
      const open = new Set(own.open);
      const kept = Object.entries(calendar.days).filter(([day]) => !open.has(day));
      const closed = (own.closed ?? []).map((day) => [day, "closed by the organisation's override"]);
      return [
        id,
        { ...calendar, name: `${calendar.name}, overridden`, days: Object.fromEntries([...kept, ...closed]) },
      ];
    }),
  );
}

/** Why a day is not a working day: `Saturday`, `Sunday` or the holiday's name; undefined for a working day. */
export function closedBecause(day: Temporal.PlainDate, calendar: Calendar | undefined): string | undefined {
  const holiday = calendar?.days[day.toString()];
  if (holiday !== undefined) return holiday;
  if (day.dayOfWeek === 6) return "Saturday";
  return day.dayOfWeek === 7 ? "Sunday" : undefined;
}

export function covers(calendar: Calendar, day: Temporal.PlainDate): boolean {
  return day.year >= calendar.years[0] && day.year <= calendar.years[1];
}
