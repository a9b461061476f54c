import { Temporal } from "temporal-polyfill";

declare const brand: unique symbol;

/** A moment, spelt `YYYY-MM-DDTHH:MM:SS.sssZ`. Instants of this one spelling sort as text. */
export type Instant = string & { readonly [brand]: "Instant" };

const SPELLING = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** Reads RFC 3339 with any offset; answers undefined for a date that does not exist. */
export function parseInstant(text: string): Instant | undefined {
  try {
    return spell(Temporal.Instant.from(text));
  } catch (cause) {
    if (cause instanceof RangeError) return undefined;
    throw cause;
  }
}

/** For text that is known to be well spelt, such as one the log gave back. */
export function isInstant(text: string): text is Instant {
  return SPELLING.test(text);
}

// Arithmetic on instants of the one spelling is exact in milliseconds; rules that know calendars use Temporal.

/** Milliseconds since 1970-01-01T00:00:00Z. */
export function instantFromEpoch(milliseconds: number): Instant {
  return checked(new Date(milliseconds).toISOString());
}

export function epochOf(instant: Instant): number {
  return Date.parse(instant);
}

export function addSeconds(instant: Instant, seconds: number): Instant {
  return instantFromEpoch(epochOf(instant) + seconds * 1000);
}

/** Whole and fractional seconds from `from` until `to`, negative when `to` is earlier. */
export function secondsBetween(from: Instant, to: Instant): number {
  return (epochOf(to) - epochOf(from)) / 1000;
}

function spell(instant: Temporal.Instant): Instant {
  return checked(instant.toString({ fractionalSecondDigits: 3, roundingMode: "trunc" }));
}

function checked(text: string): Instant {
  if (!isInstant(text)) throw new RangeError(`${text} is outside the years 0001 to 9999`);
  return text;
}
