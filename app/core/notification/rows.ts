import { instantFromEpoch } from "#app/core/shared/instant.ts";
import { spelt } from "./epoch.ts";
import type { Facts } from "./facts.ts";
import type { KnownFacts } from "./known-facts.ts";
import { type Line, line } from "./line.ts";
import type { Obligation } from "./obligation.ts";
import { placesNamed } from "./people.ts";
import { liesIn, narrowest } from "./place.ts";
import type { Regime, Stage } from "./regime.ts";

// Obligations without a clock: what does not apply, what is only proposed, and places without any rule.

type Row = Pick<Obligation, "regimeId" | "stage" | "recipient" | "kind" | "citation" | "asOf" | "confidence">;

const rows = new WeakMap<Stage, Row>();

/** What an obligation has of its row, whatever the facts. */
export function rowOf(regime: Regime, stage: Stage): Row {
  const known = rows.get(stage);
  if (known !== undefined) return known;
  const row = {
    regimeId: regime.id,
    stage: stage.id,
    recipient: stage.recipient,
    kind: regime.kind,
    citation: `${regime.instrument}, ${stage.article ?? regime.article}`,
    asOf: regime.checked,
    confidence: regime.confidence,
  };
  rows.set(stage, row);
  return row;
}

export function notRequired(
  regime: Regime,
  stage: Stage,
  because: Line | undefined,
  lines: readonly Line[],
): Obligation {
  const reason = because ?? lines.at(-1);
  return {
    ...rowOf(regime, stage),
    status: "not-required",
    dueAt: null,
    basis: stage.timing ?? "",
    ...(reason === undefined ? {} : { reason }),
    missing: [],
    assumed: [],
    demands: [],
    explain: because === undefined ? lines : [...lines, because],
  };
}

/** A notice that was sent although nobody had to. */
export function withSent(row: Obligation, { submitted }: KnownFacts): Obligation {
  const sent = submitted.get(`${row.regimeId}:${row.stage}`);
  if (sent === undefined) return row;
  const explain = [...row.explain, line("sent", { at: spelt(sent) })];
  return { ...row, status: "done", submittedAt: instantFromEpoch(sent), explain };
}

export function pending(regime: Regime, stage: Stage, lines: readonly Line[]): Obligation {
  return {
    ...rowOf(regime, stage),
    status: "pending",
    dueAt: null,
    basis: "proposed",
    missing: [],
    assumed: [],
    demands: [],
    explain: [...lines, line("proposed")],
  };
}

export function unverified({ confidence }: Regime): readonly Line[] {
  return confidence === "M" ? [line("unverified")] : [];
}

/** Places for which no row is kept: silence there would look like an answer. */
export function withoutRule(facts: Facts, regimes: readonly Regime[]): readonly Obligation[] {
  const areas = new Set(regimes.map(({ place }) => place));
  return narrowest(placesNamed(facts) ?? [])
    .filter((code) => !isCovered(code, areas))
    .map((code) => ({
      regimeId: `no-rule-${code.toLowerCase()}`,
      stage: "ask-counsel",
      recipient: "counsel",
      place: code,
      kind: "law",
      status: "conditional",
      dueAt: null,
      basis: "",
      citation: "",
      asOf: "",
      confidence: "M",
      missing: [],
      assumed: [],
      demands: [],
      explain: [line("no-rule", { place: code })],
    }));
}

/** Each State of the US has a law of its own. */
function isCovered(code: string, areas: ReadonlySet<string>): boolean {
  if (code.startsWith("US-")) return areas.has(code);
  return [...areas].some((area) => area === code || liesIn(code, area) || liesIn(area, code));
}
