import { Temporal } from "temporal-polyfill";
import { type Calendar, closedBecause, covers } from "./calendar.ts";
import type { Epoch } from "./epoch.ts";
import { type Line, line } from "./line.ts";

// The counting rules, named as the rows name them. Each says where a count that starts at an instant ends: rules in
// hours run in real time, rules in days on the calendar of the authority's zone, to the last second of the day.

/** Where a count is made. */
export interface Bench {
  readonly zone: string;
  readonly calendar: Calendar | undefined;
}

export interface Limit {
  readonly at: Epoch;
  /** An earlier end under a stricter reading. */
  readonly safe?: Epoch;
  /** Later ends that some defend. */
  readonly readings: readonly Reading[];
  readonly lines: readonly Line[];
}

interface Reading {
  readonly name: string;
  readonly at: Epoch;
}

const LAST_SECOND = Temporal.PlainTime.from("23:59:59");
const HOUR = 3_600_000;
const NOON = Temporal.PlainTime.from("12:00");

/** Weekends, holidays and clock changes do not matter. */
export function hours(start: Epoch, n: number): Limit {
  return { at: start + n * HOUR, readings: [], lines: [] };
}

/** `hours`, with the reading of Reg. 1182/71 art. 3(1): the hour of the event does not count. */
export function euHours(start: Epoch, n: number): Limit {
  const at = (Math.floor(start / HOUR) + 1 + n) * HOUR;
  return { ...hours(start, n), readings: [{ name: "eu-1182-next-full-hour", at }] };
}

/** The local date of the start is day 0. No roll. */
export function days(start: Epoch, n: number, { zone }: Bench): Limit {
  return endOf(dateIn(start, zone).add({ days: n }), zone);
}

/** The local date of the start is day 1. */
export function daysIncl(start: Epoch, n: number, bench: Bench): Limit {
  return days(start, n - 1, bench);
}

/** The same day of a later month, or that month's last. No roll. */
export function months(start: Epoch, n: number, { zone }: Bench): Limit {
  return endOf(dateIn(start, zone).add({ months: n }), zone);
}

/** 31 December of the start's year, and n days. */
export function yearEnd(start: Epoch, n: number, { zone }: Bench): Limit {
  const last = dateIn(start, zone).with({ month: 12, day: 31 });
  return endOf(last.add({ days: n }), zone);
}

/** Counts working days after the start's date, to the last second or to an hour of the day. */
export function bizdays(start: Epoch, n: number, bench: Bench, cutoff?: string): Limit {
  const { zone, calendar } = bench;
  let day = dateIn(start, zone);
  const lines: Line[] = [];
  for (let counted = 0; counted < n; ) {
    day = day.add({ days: 1 });
    const because = closedBecause(day, calendar);
    if (because === undefined) counted += 1;
    else if (!isWeekend(because)) lines.push(line("skipped", { date: day.toString(), because }));
  }
  const time = cutoff === undefined ? LAST_SECOND : Temporal.PlainTime.from(cutoff);
  return { at: instantOf(day, time, zone), readings: [], lines: [...lines, ...calendarLines(day, calendar)] };
}

/** Reg. 1182/71 art. 3(4): a last day that is no working day gives way to the next one. */
export function rolledToWorkingDay(limit: Limit, bench: Bench): Limit {
  return rolled(limit, bench, LAST_SECOND);
}

/** RTS (EU) 2025/301 art. 5: to noon of the next working day. */
export function doraRoll(limit: Limit, bench: Bench): Limit {
  return rolled(limit, bench, NOON);
}

function rolled(limit: Limit, { zone, calendar }: Bench, time: Temporal.PlainTime): Limit {
  const first = dateIn(limit.at, zone);
  const because = closedBecause(first, calendar);
  if (because === undefined) return { ...limit, lines: [...limit.lines, ...calendarLines(first, calendar)] };
  let day = first.add({ days: 1 });
  while (closedBecause(day, calendar) !== undefined) day = day.add({ days: 1 });
  return {
    at: instantOf(day, time, zone),
    safe: limit.safe ?? limit.at,
    readings: limit.readings,
    lines: [
      ...limit.lines,
      line("rolled", { date: first.toString(), because, to: day.toString() }),
      line("safe-unrolled"),
      ...calendarLines(day, calendar),
    ],
  };
}

/** Which calendar a count rests on, and whether it reaches that far. */
function calendarLines(day: Temporal.PlainDate, calendar: Calendar | undefined): readonly Line[] {
  if (calendar === undefined) return [line("calendar-missing")];
  const used = line("calendar-used", { calendar: calendar.name, version: calendar.version });
  if (covers(calendar, day)) return [used];
  const [from, to] = calendar.years;
  return [
    used,
    line("calendar-years", {
      calendar: calendar.name,
      from: String(from),
      to: String(to),
      date: day.toString(),
    }),
  ];
}

function isWeekend(because: string): boolean {
  return because === "Saturday" || because === "Sunday";
}

/** The days that instants fall on: a zone's clock is slow to ask, and one incident asks about few moments. */
const dates = new Map<string, Temporal.PlainDate>();
const MOST_DATES = 2000;

export function dateIn(at: Epoch, zone: string): Temporal.PlainDate {
  const key = `${at} ${zone}`;
  const known = dates.get(key);
  if (known !== undefined) return known;
  const date = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();
  if (dates.size >= MOST_DATES) dates.clear();
  dates.set(key, date);
  return date;
}

function endOf(day: Temporal.PlainDate, zone: string): Limit {
  return { at: instantOf(day, LAST_SECOND, zone), readings: [], lines: [] };
}

/** A local time that a clock change skips counts as the moment after; one that comes twice, as the first. */
function instantOf(day: Temporal.PlainDate, time: Temporal.PlainTime, zone: string): Epoch {
  return day.toPlainDateTime(time).toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds;
}
