import { judge, type Verdict } from "./condition.ts";
import type { Facts } from "./facts.ts";
import { line } from "./line.ts";
import { placesNamed } from "./people.ts";
import { liesIn, narrowest } from "./place.ts";
import type { Regime, Stage } from "./regime.ts";

// Whether a rule speaks about an incident. A condition that is not known leaves it open; an exception that is not
// known does not count, since to be excepted has to be shown.

const YES: Verdict = { answer: "yes", lines: [], missing: [] };

export function appliesRegime(regime: Regime, facts: Facts): Verdict {
  const placed = inPlace(regime.place, facts);
  const bound = regime.binds === undefined ? YES : judge(regime.binds, facts, regime.place);
  const held = regime.anywhere === true && bound.answer === "yes" ? bound : both(placed, () => bound);
  return both(held, () => conditions(regime, facts, regime.place));
}

export function appliesStage(stage: Stage, regime: Regime, facts: Facts): Verdict {
  return conditions(stage, facts, regime.place);
}

function conditions(rule: Pick<Stage, "when" | "unless">, facts: Facts, area: string): Verdict {
  const wanted = rule.when === undefined ? YES : judge(rule.when, facts, area);
  return both(wanted, () => excepted(rule, facts, area));
}

function excepted({ unless }: Pick<Stage, "unless">, facts: Facts, area: string): Verdict {
  if (unless === undefined) return YES;
  const exception = judge(unless, facts, area);
  switch (exception.answer) {
    case "yes":
      return { answer: "no", lines: [line("excepted"), ...exception.lines], missing: [] };
    case "no":
      return { ...YES, lines: exception.lines };
    default:
      return { ...YES, lines: [line("worst-case", { fact: exception.missing.join(", ") })] };
  }
}

/** The second is asked only while the first has not said no. */
function both(first: Verdict, second: () => Verdict): Verdict {
  if (first.answer === "no") return first;
  const next = second();
  if (next.answer === "no") return next;
  return {
    answer: first.answer === "unknown" ? "unknown" : next.answer,
    lines: [...first.lines, ...next.lines],
    missing: [...new Set([...first.missing, ...next.missing])],
  };
}

function inPlace(area: string, facts: Facts): Verdict {
  if (area === "any") return YES;
  const named = placesNamed(facts);
  if (named === undefined)
    return { answer: "unknown", lines: [line("places-unknown")], missing: ["jurisdictions"] };
  if (placesIn(area, facts).length > 0)
    return { answer: "yes", lines: [line("place-named", { place: area })], missing: [] };
  // The US without a State may be any State.
  const open = named.some(
    (code) => liesIn(area, code) && !named.some((other) => other !== code && liesIn(other, code)),
  );
  return open
    ? { answer: "unknown", lines: [line("places-unknown")], missing: ["jurisdictions"] }
    : { answer: "no", lines: [line("place-not-named", { place: area })], missing: [] };
}

/** The named places in an area, the narrowest of each. The EU's institutions are no part of any Member State. */
export function placesIn(area: string, facts: Facts): readonly string[] {
  const named = (placesNamed(facts) ?? []).filter((code) => code !== "EU-INST" || area === code);
  return narrowest(named.filter((code) => liesIn(code, area)));
}
