import { Temporal } from "temporal-polyfill";
import type { z } from "zod";
import { nearest } from "#app/core/shared/nearest.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import { CLOCK_NAMES } from "./clocks.ts";
import { FACT_NAMES, type Facts, factsSchema, SECTORS } from "./facts.ts";
import { nearestPlace, placeOf } from "./place.ts";

/** What is wrong with one fact. `field` leads to it: `affected.EU-PL`, `holds.0.until`. */
export interface FactProblem {
  readonly field: string;
  readonly code: FactProblemCode;
  /** What fills the sentence's places: what was given, what was probably meant. */
  readonly values: Readonly<Record<string, string>>;
}

const FACT_PROBLEMS = [
  "unknown-fact",
  "unknown-place",
  "unknown-value",
  "unknown-zone",
  "unknown-rule",
  "unknown-stage",
  "unknown-calendar",
  "not-an-object",
  "no-offset",
  "not-a-moment",
  "not-a-count",
  "wrong-kind",
  "in-future",
  "before-occurred",
  "before-start",
  "twice",
  "needs-limit",
] as const;
type FactProblemCode = (typeof FACT_PROBLEMS)[number];

/** What the rows know, to hold names in facts against; left out, such names are taken as they are. */
export interface KnownNames {
  readonly regimes: ReadonlySet<string>;
  /** `regime:stage`. */
  readonly stages: ReadonlySet<string>;
  readonly calendars: ReadonlySet<string>;
}

/**
 * Reads facts as someone gave them. Clocks later than a `now` among the facts are refused; without one, facts are
 * taken as a plan. All problems are reported, each with its field.
 */
export function readFacts(input: unknown, known?: KnownNames): Result<Facts, readonly FactProblem[]> {
  if (typeof input !== "object" || input === null || Array.isArray(input))
    return no([problem("facts", "not-an-object")]);
  // null says "not known yet", and so does leaving it out.
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null));
  const parsed = factsSchema.safeParse(given);
  if (!parsed.success) return no(parsed.error.issues.flatMap((issue) => shapeProblems(issue, given)));
  const problems = [
    ...placeProblems(parsed.data),
    ...nameProblems(parsed.data, known),
    ...orderProblems(parsed.data),
    ...customProblems(parsed.data, known),
  ];
  return problems.length === 0 ? ok(parsed.data) : no(problems);
}

function problem(field: string, code: FactProblemCode, values: FactProblem["values"] = {}): FactProblem {
  return { field, code, values };
}

function shapeProblems(issue: z.core.$ZodIssue, given: object): readonly FactProblem[] {
  const field = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const at = field === "" ? key : `${field}.${key}`;
      return problem(at, "unknown-fact", { given: key, meant: field === "" ? meant(key, FACT_NAMES) : "" });
    });
  }
  const value = valueAt(given, issue.path);
  if (issue.code === "custom") return [momentProblem(field, value)];
  if (issue.path[0] === "affected" || /^(lossCNY|annualTurnoverAUD)$/.test(field) || field.endsWith(".n"))
    return [problem(field, "not-a-count", { given: spelt(value) })];
  if (issue.code === "invalid_value" || issue.code === "invalid_union") {
    const allowed = allowedBy(issue);
    const guess = typeof value === "string" ? meant(value, allowed) : "";
    return [
      problem(field, "unknown-value", { given: spelt(value), meant: guess, allowed: allowed.join(", ") }),
    ];
  }
  return [problem(field, "wrong-kind", { given: spelt(value) })];
}

function allowedBy(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === "invalid_value") return issue.values.map(String);
  if (issue.code === "invalid_union") return issue.errors.flat().flatMap(allowedBy);
  return issue.code === "invalid_type" && issue.expected === "boolean" ? ["true", "false"] : [];
}

function momentProblem(field: string, value: unknown): FactProblem {
  const withZone = typeof value === "string" && !/(Z|[+-]\d{2}:?\d{2})$/i.test(value);
  return problem(field, withZone && isPlainMoment(value) ? "no-offset" : "not-a-moment", {
    given: spelt(value),
  });
}

function isPlainMoment(text: string): boolean {
  try {
    Temporal.PlainDateTime.from(text);
    return true;
  } catch (cause) {
    if (cause instanceof RangeError) return false;
    throw cause;
  }
}

function placeProblems(facts: Facts): readonly FactProblem[] {
  const named = [
    ...(facts.jurisdictions ?? []).map((code, index) => ({ code, field: `jurisdictions.${index}` })),
    ...Object.keys(facts.affected ?? {}).map((code) => ({ code, field: `affected.${code}` })),
  ];
  return named
    .filter(({ code }) => placeOf(code) === undefined)
    .map(({ code, field }) =>
      problem(field, "unknown-place", { given: code, meant: nearestPlace(code) ?? "" }),
    );
}

function nameProblems(facts: Facts, known: KnownNames | undefined): readonly FactProblem[] {
  const problems: FactProblem[] = [];
  for (const field of ["entityTimezone", "authorityTimezone"] as const) {
    const zone = facts[field];
    if (zone !== undefined && !isZone(zone)) problems.push(problem(field, "unknown-zone", { given: zone }));
  }
  const { sector } = facts;
  // A word of our own is free, a slip of a word that switches laws is not.
  if (sector !== undefined && !SECTORS.some((one) => one === sector) && meant(sector, SECTORS) !== "")
    problems.push(
      problem("sector", "unknown-value", {
        given: sector,
        meant: meant(sector, SECTORS),
        allowed: SECTORS.join(", "),
      }),
    );
  if (known === undefined) return problems;
  const own = new Set((facts.customRules ?? []).map(({ id }) => `custom-${id}`));
  for (const key of Object.keys(facts.submitted ?? {})) {
    if (known.stages.has(key) || own.has(key.replace(/:.*$/, ""))) continue;
    problems.push(
      problem(`submitted.${key}`, "unknown-stage", { given: key, meant: meant(key, known.stages) }),
    );
  }
  for (const [index, { regimeId }] of (facts.holds ?? []).entries()) {
    if (known.regimes.has(regimeId) || own.has(regimeId)) continue;
    problems.push(
      problem(`holds.${index}.regimeId`, "unknown-rule", {
        given: regimeId,
        meant: meant(regimeId, known.regimes),
      }),
    );
  }
  for (const id of Object.keys(facts.calendarOverrides ?? {})) {
    if (known.calendars.has(id)) continue;
    problems.push(
      problem(`calendarOverrides.${id}`, "unknown-calendar", {
        given: id,
        meant: meant(id, known.calendars),
      }),
    );
  }
  return problems;
}

function orderProblems(facts: Facts): readonly FactProblem[] {
  const problems: FactProblem[] = [];
  const happened = [
    ...CLOCK_NAMES.flatMap((name) => (facts[name] === undefined ? [] : [[name, facts[name]] as const])),
    ...Object.entries(facts.submitted ?? {}).map(([key, at]) => [`submitted.${key}`, at] as const),
    ...(facts.holds ?? []).map((hold, index) => [`holds.${index}.statementAt`, hold.statementAt] as const),
  ];
  for (const [field, at] of happened) {
    if (facts.now !== undefined && isAfter(at, facts.now))
      problems.push(problem(field, "in-future", { given: at, now: facts.now }));
    if (facts.occurredAt !== undefined && isAfter(facts.occurredAt, at))
      problems.push(problem(field, "before-occurred", { given: at, start: facts.occurredAt }));
  }
  for (const [index, { statementAt, until }] of (facts.holds ?? []).entries()) {
    if (typeof until !== "string" || !isAfter(statementAt, until)) continue;
    problems.push(problem(`holds.${index}.until`, "before-start", { given: until, start: statementAt }));
  }
  const known = facts.awareAt ?? facts.discoveredAt ?? facts.detectedAt;
  if (known !== undefined && facts.handledAt !== undefined && isAfter(known, facts.handledAt))
    problems.push(problem("handledAt", "before-start", { given: facts.handledAt, start: known }));
  return problems;
}

function customProblems(facts: Facts, known: KnownNames | undefined): readonly FactProblem[] {
  const seen = new Set<string>();
  return (facts.customRules ?? []).flatMap((rule, index) => {
    const at = `customRules.${index}`;
    const problems: FactProblem[] = [];
    if (seen.has(rule.id)) problems.push(problem(`${at}.id`, "twice", { given: rule.id }));
    seen.add(rule.id);
    if ((rule.timing === undefined) === (rule.n === undefined || rule.unit === undefined))
      problems.push(problem(`${at}.n`, "needs-limit"));
    const { clock, timezone, calendar } = rule;
    if (clock !== undefined && !CLOCK_NAMES.some((name) => name === clock))
      problems.push(
        problem(`${at}.clock`, "unknown-value", {
          given: clock,
          meant: meant(clock, CLOCK_NAMES),
          allowed: CLOCK_NAMES.join(", "),
        }),
      );
    if (timezone !== undefined && !isZone(timezone))
      problems.push(problem(`${at}.timezone`, "unknown-zone", { given: timezone }));
    if (calendar !== undefined && known !== undefined && !known.calendars.has(calendar))
      problems.push(
        problem(`${at}.calendar`, "unknown-calendar", {
          given: calendar,
          meant: meant(calendar, known.calendars),
        }),
      );
    return problems;
  });
}

function isAfter(one: string, other: string): boolean {
  return Temporal.Instant.compare(one, other) > 0;
}

function isZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch (cause) {
    if (cause instanceof RangeError) return false;
    throw cause;
  }
}

function meant(word: string, names: Iterable<string>): string {
  return nearest(word, names) ?? "";
}

function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  let value = given;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

function spelt(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
