/** One thing that led to an obligation: a code of the `duty` catalog and what fills its places. */
export interface Line {
  readonly code: LineCode;
  readonly values: Readonly<Record<string, string | number>>;
}

const LINE_CODES = [
  // Where and who
  "place-named",
  "place-not-named",
  "places-unknown",
  "fact-is",
  "fact-is-not",
  "fact-has",
  "fact-has-not",
  "fact-unknown",
  "fact-known",
  "fact-not-recorded",
  "count-reaches",
  "count-below",
  "count-over",
  "count-not-over",
  "count-unknown",
  "excepted",
  "worst-case",
  // Whether the row speaks at all
  "not-yet-in-force",
  "no-longer-in-force",
  "proposed",
  "unverified",
  "no-rule",
  // The clock
  "clock-started",
  "clock-assumed",
  "clock-unknown",
  "clock-not-started",
  "decide-by",
  "decide-timing",
  "starts-when-sent",
  "started-when-sent",
  "starts-with-limit",
  // Counting
  "no-number",
  "counted",
  "least-of",
  "skipped",
  "rolled",
  "calendar-used",
  "calendar-missing",
  "calendar-years",
  "safe-unrolled",
  "safe-earlier-reading",
  "safe-own-zone",
  "safe-other-stage",
  "strictest-place",
  // What became of it
  "sent",
  "sent-late",
  "late",
  "late-reasons",
  "hold",
  "hold-without-end",
  "hold-capped",
  "hold-after-limit",
  "hold-ended",
  "hold-not-known",
  "clock-ahead",
] as const;
export type LineCode = (typeof LINE_CODES)[number];

export function line(code: LineCode, values: Line["values"] = {}): Line {
  return { code, values };
}
