import { instantFromEpoch } from "#app/core/shared/instant.ts";
import { appliesRegime, appliesStage, placesIn } from "./applies.ts";
import { type Calendars, withOverrides } from "./calendar.ts";
import { judge, type Verdict } from "./condition.ts";
import { type Bench, dateIn } from "./counting.ts";
import { regimeOfCustom } from "./custom-rule.ts";
import { type Epoch, spelt } from "./epoch.ts";
import type { Facts } from "./facts.ts";
import { type Held, heldBy } from "./hold.ts";
import { type KnownFacts, knownFacts } from "./known-facts.ts";
import { type Line, line } from "./line.ts";
import type { Obligation } from "./obligation.ts";
import { placeOf } from "./place.ts";
import type { Regime, Stage } from "./regime.ts";
import { notRequired, pending, rowOf, unverified, withoutRule, withSent } from "./rows.ts";
import { type Timed, timed } from "./stage-limit.ts";
import { startedBy } from "./start.ts";

/**
 * Every duty to tell that these facts bring, and every one that was considered and does not apply, in the order of
 * the rows. `facts.now` decides what is late and which holds have ended; without it nothing is late.
 */
export function obligations(
  facts: Facts,
  regimes: readonly Regime[],
  calendars: Calendars,
): readonly Obligation[] {
  const known = knownFacts(facts);
  const own = withOverrides(calendars, facts.calendarOverrides);
  const custom = (facts.customRules ?? []).map((rule) => [regimeOfCustom(rule)]);
  const rows = [...versionsOf(regimes), ...custom];
  const found = rows.flatMap((versions) => fromVersions(versions, known, own));
  return [...linked(found), ...withoutRule(facts, regimes)];
}

const grouped = new WeakMap<readonly Regime[], readonly (readonly Regime[])[]>();

/** Rows of one id are versions of one law, each with its own days. */
function versionsOf(regimes: readonly Regime[]): readonly (readonly Regime[])[] {
  const known = grouped.get(regimes);
  if (known !== undefined) return known;
  const versions = new Map<string, Regime[]>();
  for (const regime of regimes) versions.set(regime.id, [...(versions.get(regime.id) ?? []), regime]);
  grouped.set(regimes, [...versions.values()]);
  return [...versions.values()];
}

function fromVersions(
  versions: readonly Regime[],
  known: KnownFacts,
  calendars: Calendars,
): readonly Obligation[] {
  const [only] = versions;
  if (only !== undefined && versions.length === 1 && only.from === undefined && only.to === undefined)
    return fromRegime(only, known, calendars);
  const days = new Map(versions.map((row) => [row, startDay(row, known)]));
  const inForce = versions.find((row) => isInForce(row, days.get(row)));
  if (inForce !== undefined) return fromRegime(inForce, known, calendars);
  const day = [...days.values()][0] ?? "";
  const next = versions.find((row) => row.from !== undefined && day < row.from);
  const [row] = next === undefined ? versions.slice(-1) : [next];
  if (row === undefined) return [];
  const because =
    next === undefined
      ? line("no-longer-in-force", { date: row.to ?? "" })
      : line("not-yet-in-force", { date: row.from ?? "" });
  return row.stages.map((stage) => notRequired(row, stage, because, []));
}

/** The local day on which the clock starts; undefined when nothing at all is known. */
function startDay(regime: Regime, known: KnownFacts): string | undefined {
  const started = startedBy(regime.starts, regime.id, known, new Map());
  const at = started.at ?? known.earliest?.at ?? known.now;
  const zone = placeOf(regime.place)?.zone ?? "UTC";
  return at === undefined ? undefined : dateIn(at, zone).toString();
}

function isInForce({ from, to }: Regime, day: string | undefined): boolean {
  if (day === undefined) return to === undefined;
  return (from === undefined || from <= day) && (to === undefined || day <= to);
}

function fromRegime(regime: Regime, known: KnownFacts, calendars: Calendars): readonly Obligation[] {
  const verdict = appliesRegime(regime, known.facts);
  const benches = benchesOf(regime, known.facts, calendars);
  const limits = new Map<string, Epoch>();
  return regime.stages.flatMap((stage) => {
    if (verdict.answer === "no")
      return [withSent(notRequired(regime, stage, undefined, verdict.lines), known)];
    if (regime.confidence === "P") return [pending(regime, stage, verdict.lines)];
    const own = appliesStage(stage, regime, known.facts);
    const lines = [...verdict.lines, ...own.lines];
    const each = stage["each-place"];
    const apart = each !== undefined && judge(each, known.facts, regime.place).answer === "yes";
    if (own.answer === "no") return [withSent(notRequired(regime, stage, undefined, own.lines), known)];
    const both: Verdict = {
      answer: verdict.answer === "unknown" ? "unknown" : own.answer,
      lines,
      missing: [...new Set([...verdict.missing, ...own.missing])],
    };
    if (apart)
      return benches.map((bench) => ({
        ...required(regime, stage, both, known, calendars, [bench], limits),
        place: bench.place,
      }));
    return [required(regime, stage, both, known, calendars, benches, limits)];
  });
}

interface PlacedBench extends Bench {
  readonly place: string;
}

/** The authorities that may count: those of every named place the row covers. */
function benchesOf(regime: Regime, facts: Facts, calendars: Calendars): readonly PlacedBench[] {
  const named = placesIn(regime.place, facts);
  const codes = named.length === 0 || regime.place !== "EU" ? [regime.place] : named;
  const asked = regime.place === "EU" || regime.place === "any" ? facts.authorityTimezone : undefined;
  return codes.map((code) => {
    const place = placeOf(code);
    const calendar = regime.calendar ?? place?.calendar;
    return {
      place: code,
      zone: regime.zone ?? asked ?? place?.zone ?? facts.entityTimezone ?? "UTC",
      calendar: calendar === undefined ? undefined : calendars.get(calendar),
    };
  });
}

function required(
  regime: Regime,
  stage: Stage,
  verdict: Verdict,
  known: KnownFacts,
  calendars: Calendars,
  benches: readonly PlacedBench[],
  limits: Map<string, Epoch>,
): Obligation {
  const all = benches.map((bench) => ({
    bench,
    timed: timed({ regime, stage, known, calendars, bench, limits }),
  }));
  const { bench, timed: end } = all.reduce((one, other) => (ends(other.timed, one.timed) ? other : one));
  const held = heldBy(regime, stage, known, bench, end.limit?.at);
  const due =
    held.until === undefined || end.limit === undefined ? end.limit?.at : Math.max(end.limit.at, held.until);
  if (due !== undefined) limits.set(stage.id, due);
  const safe = safeOf(end, due);
  const sent = known.submitted.get(`${regime.id}:${stage.id}`);
  const isLate = due !== undefined && known.now !== undefined && due < (sent ?? known.now);
  const status = statusOf(verdict, end, held, sent, isLate);
  const missing = [...new Set([...(verdict.answer === "unknown" ? verdict.missing : []), ...end.missing])];
  const wantsReasons = isLate && stage["reasons-if-late"] === true;
  return {
    ...rowOf(regime, stage),
    status,
    dueAt: due === undefined ? null : instantFromEpoch(due),
    ...(safe === undefined ? {} : { safeAt: instantFromEpoch(safe) }),
    ...readingsOf(end),
    ...timingOf(stage, end),
    basis: end.basis,
    missing: status === "conditional" ? missing : [],
    assumed: end.assumed,
    demands: wantsReasons ? ["reasonsForDelay"] : [],
    ...(sent === undefined ? {} : { submittedAt: instantFromEpoch(sent) }),
    explain: [
      ...verdict.lines,
      ...end.lines,
      ...(all.length > 1 && end.limit !== undefined ? [line("strictest-place", { place: bench.place })] : []),
      ...held.lines,
      ...outcome(sent, due, isLate),
      ...(wantsReasons ? [line("late-reasons")] : []),
      ...unverified(regime),
    ],
  };
}

/** Whether one ends before the other; what has no end, ends last. */
function ends(one: Timed, other: Timed): boolean {
  if (one.limit === undefined) return false;
  return other.limit === undefined || one.limit.at < other.limit.at;
}

function safeOf(end: Timed, due: Epoch | undefined): Epoch | undefined {
  const stricter = end.limit?.safe ?? end.safe;
  if (stricter !== undefined) return stricter;
  // A hold moved the limit: the original one stays the safe one.
  return end.limit !== undefined && due !== undefined && end.limit.at < due ? end.limit.at : undefined;
}

function statusOf(
  verdict: Verdict,
  end: Timed,
  held: Held,
  sent: Epoch | undefined,
  isLate: boolean,
): Obligation["status"] {
  if (sent !== undefined) return "done";
  if (held.active) return "on-hold";
  if (verdict.answer === "unknown" || end.missing.length > 0) return "conditional";
  return isLate ? "late" : "required";
}

function outcome(sent: Epoch | undefined, due: Epoch | undefined, isLate: boolean): readonly Line[] {
  const at = due === undefined ? "" : spelt(due);
  if (sent === undefined) return isLate ? [line("late", { at })] : [];
  return due !== undefined && due < sent
    ? [line("sent-late", { at: spelt(sent), due: at })]
    : [line("sent", { at: spelt(sent) })];
}

function readingsOf({ limit }: Timed) {
  if (limit === undefined || limit.readings.length === 0) return {};
  return { readings: limit.readings.map(({ name, at }) => ({ name, at: instantFromEpoch(at) })) };
}

/** The law's word; for a decision that is still to take, the word for that. */
function timingOf(stage: Stage, end: Timed): { readonly timing?: string } {
  if (stage.timing !== undefined) return { timing: stage.timing };
  const word = end.undecided && stage.decide !== undefined && "timing" in stage.decide;
  return word && stage.decide !== undefined && "timing" in stage.decide
    ? { timing: stage.decide.timing }
    : {};
}

/** Before or not later than another notice: that one's limit is the moment to count down to. */
function linked(found: readonly Obligation[]): readonly Obligation[] {
  const byKey = new Map(found.map((one) => [`${one.regimeId}:${one.stage}`, one]));
  return found.map((one) => {
    const key = /^(?:before|not-later-than):(.+)$/.exec(one.timing ?? "")?.[1];
    const other = key === undefined ? undefined : byKey.get(key);
    const at = other?.submittedAt ?? other?.safeAt ?? other?.dueAt;
    if (key === undefined || at === undefined || at === null || one.status === "not-required") return one;
    return { ...one, safeAt: at, explain: [...one.explain, line("safe-other-stage", { stage: key, at })] };
  });
}
