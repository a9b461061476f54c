import { Temporal } from "temporal-polyfill";
import { assertNever } from "#app/core/shared/assert-never.ts";
import type { Calendars } from "./calendar.ts";
import type { ClockName } from "./clocks.ts";
import { judge } from "./condition.ts";
import {
  type Bench,
  bizdays,
  dateIn,
  days,
  daysIncl,
  doraRoll,
  euHours,
  hours,
  type Limit,
  months,
  rolledToWorkingDay,
  yearEnd,
} from "./counting.ts";
import { type Epoch, spelt } from "./epoch.ts";
import type { KnownFacts } from "./known-facts.ts";
import { type Line, line } from "./line.ts";
import type { Regime, Rule, Stage, Start, Within } from "./regime.ts";
import { type Started, startedBy } from "./start.ts";

/** When a stage has to be done, or what it waits for. */
export interface Timed {
  readonly limit: Limit | undefined;
  /** A stricter end where the law has no number, or of a decision that is still to take. */
  readonly safe?: Epoch;
  /** Facts without which no clock runs. */
  readonly missing: readonly string[];
  readonly undecided: boolean;
  readonly assumed: readonly ClockName[];
  readonly lines: readonly Line[];
  /** `bizdays(4) from materialityDeterminedAt` */
  readonly basis: string;
}

/** What a limit is counted with. */
export interface Counting {
  readonly regime: Regime;
  readonly stage: Stage;
  readonly known: KnownFacts;
  readonly calendars: Calendars;
  readonly bench: Bench;
  /** Ends of the same regime's earlier stages. */
  readonly limits: ReadonlyMap<string, Epoch>;
}

export function timed(counting: Counting): Timed {
  const { stage } = counting;
  const base =
    stage.within === undefined ? byWord(counting) : rolledBy(counting, counted(stage.within, counting));
  return withReadings(counting, base);
}

function byWord({ stage }: Counting): Timed {
  const timing = stage.timing ?? "";
  return {
    limit: undefined,
    missing: [],
    undecided: false,
    assumed: [],
    lines: [line("no-number", { timing })],
    basis: timing,
  };
}

function counted(within: Within, counting: Counting): Timed {
  if ("min" in within) return leastOf(within.min, counting);
  if ("choose" in within) return chosen(within.choose, counting);
  return ruled(within, counting);
}

function ruled(rule: Rule, counting: Counting): Timed {
  const { stage, regime, known, limits, calendars } = counting;
  const start = rule.starts ?? stage.starts ?? regime.starts;
  const started = startedBy(start, regime.id, known, limits);
  const basis = `${ruleText(rule)} from ${startText(start)}`;
  if (started.at === undefined) return waiting(started, basis);
  const bench = benchOf(rule, counting.bench, calendars);
  const limit = endOf(rule, started.at, bench);
  const own = ownZoneEnd(rule, started.at, bench, known.facts.entityTimezone);
  const isSafer = own !== undefined && own < (limit.safe ?? limit.at);
  return {
    limit: isSafer ? { ...limit, safe: own } : limit,
    missing: [],
    undecided: false,
    assumed: started.assumed,
    lines: [
      ...started.lines,
      line("counted", { rule: ruleText(rule), zone: bench.zone, at: spelt(limit.at) }),
      ...limit.lines,
      ...(isSafer ? [line("safe-own-zone", { zone: known.facts.entityTimezone ?? "", at: spelt(own) })] : []),
    ],
    basis,
  };
}

function waiting(started: Extract<Started, { at: undefined }>, basis: string): Timed {
  const { missing, undecided, lines } = started;
  return { limit: undefined, missing, undecided, assumed: [], lines, basis };
}

/** The first rule whose condition holds; while that is open, the earliest end of all that may be meant. */
function chosen(rules: readonly Rule[], counting: Counting): Timed {
  const { known, regime } = counting;
  const open: Timed[] = [];
  const unsure: string[] = [];
  for (const rule of rules) {
    const verdict = rule.when === undefined ? undefined : judge(rule.when, known.facts, regime.place);
    if (verdict?.answer === "no") continue;
    const one = ruled(rule, counting);
    open.push(verdict === undefined ? one : { ...one, lines: [...verdict.lines, ...one.lines] });
    if (verdict?.answer !== "unknown") break;
    unsure.push(...verdict.missing);
  }
  const [first, ...more] = open;
  if (first === undefined) throw new Error(`no rule of ${regime.id}:${counting.stage.id} is left to choose`);
  const strictest = more.reduce(strictestOf, first);
  if (unsure.length === 0) return strictest;
  return { ...strictest, lines: [line("worst-case", { fact: unsure.join(", ") }), ...strictest.lines] };
}

function strictestOf(one: Timed, other: Timed): Timed {
  if (one.limit === undefined) return other;
  if (other.limit === undefined) return one;
  return other.limit.at < one.limit.at ? other : one;
}

function leastOf(rules: readonly Rule[], counting: Counting): Timed {
  const [first, ...others] = rules.map((rule) => ruled(rule, counting));
  if (first === undefined)
    throw new Error(`${counting.regime.id}:${counting.stage.id} takes the least of nothing`);
  const basis = `min(${[first, ...others].map((one) => one.basis).join(", ")})`;
  if (first.limit === undefined) return { ...first, basis };
  const started = startOfFirst(rules, counting);
  const least = others
    .filter(({ limit }) => limit !== undefined && !(started !== undefined && limit.at < started))
    .reduce(strictestOf, first);
  const lines = [...first.lines, ...(least === first ? [] : least.lines), line("least-of", { rule: basis })];
  return { ...least, lines, basis };
}

function startOfFirst(rules: readonly Rule[], { stage, regime, known, limits }: Counting) {
  const start = rules[0]?.starts ?? stage.starts ?? regime.starts;
  return startedBy(start, regime.id, known, limits).at;
}

function rolledBy(counting: Counting, base: Timed): Timed {
  const { stage, bench, known, regime } = counting;
  if (base.limit === undefined || stage.roll === undefined) return base;
  const may = stage["roll-when"];
  if (may !== undefined) {
    const verdict = judge(may, known.facts, regime.place);
    if (verdict.answer !== "yes") return base;
  }
  const before = { ...base.limit, lines: [] };
  const limit = stage.roll === "dora-roll" ? doraRoll(before, bench) : rolledToWorkingDay(before, bench);
  return { ...base, limit, lines: [...base.lines, ...limit.lines], basis: `${base.basis}, ${stage.roll}` };
}

/** The stage's stricter reading, later readings, and the limit of a decision that is still to take. */
function withReadings(counting: Counting, base: Timed): Timed {
  const { stage } = counting;
  let timed = base;
  if (base.undecided && stage.decide !== undefined) timed = decidedBy(stage.decide, counting, timed);
  if (stage.safe !== undefined) {
    const safe = ruled(stage.safe, counting).limit?.at;
    if (safe !== undefined) timed = safer(timed, safe, line("safe-earlier-reading", { at: spelt(safe) }));
  }
  const { limit } = timed;
  if (limit === undefined || stage.readings === undefined) return timed;
  const readings = stage.readings.flatMap(({ name, within }) => {
    const at = ruled(within, counting).limit?.at;
    return at !== undefined && limit.at < at ? [{ name, at }] : [];
  });
  return { ...timed, limit: { ...limit, readings: [...limit.readings, ...readings] } };
}

function decidedBy(decide: NonNullable<Stage["decide"]>, counting: Counting, base: Timed): Timed {
  const fact = base.missing.join(", ");
  if ("timing" in decide)
    return { ...base, lines: [...base.lines, line("decide-timing", { fact, timing: decide.timing })] };
  const decision = ruled(decide, counting);
  if (decision.limit === undefined) return base;
  const { at } = decision.limit;
  return {
    ...safer(base, at, line("decide-by", { fact, at: spelt(at) })),
    assumed: decision.assumed,
  };
}

/** `safe` counts where it is earlier than what is there already. */
function safer(base: Timed, safe: Epoch, because: Line): Timed {
  const { limit } = base;
  if (limit === undefined) return { ...base, safe, lines: [...base.lines, because] };
  if (safe >= (limit.safe ?? limit.at)) return base;
  return { ...base, limit: { ...limit, safe }, lines: [...base.lines, because] };
}

function endOf(rule: Rule, start: Epoch, bench: Bench): Limit {
  switch (rule.rule) {
    case "hours":
      return hours(start, rule.n);
    case "eu-hours":
      return euHours(start, rule.n);
    case "days":
      return days(start, rule.n, bench);
    case "days-incl":
      return daysIncl(start, rule.n, bench);
    case "eu-days":
      return rolledToWorkingDay(days(start, rule.n, bench), bench);
    case "months":
      return months(start, rule.n, bench);
    case "eu-months":
      return rolledToWorkingDay(months(start, rule.n, bench), bench);
    case "bizdays":
      return bizdays(start, rule.n, bench, rule.cutoff);
    case "year-end":
      return yearEnd(start, rule.n, bench);
    default:
      return assertNever(rule);
  }
}

/** Where the team's own day began earlier, the same count from that day, ending in the team's zone. */
function ownZoneEnd(rule: Rule, start: Epoch, bench: Bench, own: string | undefined) {
  if (own === undefined || rule.rule === "hours" || rule.rule === "eu-hours") return undefined;
  const isEarlierDay = Temporal.PlainDate.compare(dateIn(start, own), dateIn(start, bench.zone)) < 0;
  if (!isEarlierDay) return undefined;
  const end = endOf(rule, start, { ...bench, zone: own });
  return end.safe ?? end.at;
}

function benchOf(rule: Rule, bench: Bench, calendars: Calendars): Bench {
  if (rule.rule !== "bizdays" || rule.calendar === undefined) return bench;
  return { ...bench, calendar: calendars.get(rule.calendar) };
}

function ruleText(rule: Rule): string {
  if (rule.rule !== "bizdays") return `${rule.rule}(${rule.n})`;
  return `bizdays(${[rule.n, rule.calendar, rule.cutoff].filter((part) => part !== undefined).join(", ")})`;
}

function startText(start: Start): string {
  if (typeof start === "string") return start;
  if (Array.isArray(start)) return start.join(" or ");
  if ("limit" in start) return `the limit of ${start.limit}`;
  return `sending ${typeof start.after === "string" ? start.after : start.after.join(" or ")}`;
}
