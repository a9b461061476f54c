import type { Facts } from "./facts.ts";
import { liesIn, narrowest } from "./place.ts";

/** How many people are known, and how many there may be: without end while a count is missing. */
export interface Headcount {
  readonly known: number;
  readonly most: number;
}

const named = new WeakMap<Facts, readonly string[]>();

/** The places that the facts name, as places of affected people or of duty; undefined while none were asked for. */
export function placesNamed(facts: Facts): readonly string[] | undefined {
  const { jurisdictions, affected } = facts;
  if (jurisdictions === undefined && affected === undefined) return undefined;
  const known = named.get(facts);
  if (known !== undefined) return known;
  const places = [...new Set([...(jurisdictions ?? []), ...Object.keys(affected ?? {})])];
  named.set(facts, places);
  return places;
}

/** People in `area`. A count of the whole beside counts of its parts is the larger of both. */
export function peopleIn(area: string, facts: Facts): Headcount {
  const inside = (placesNamed(facts) ?? []).filter((code) => code !== area && liesIn(code, area));
  const whole = facts.affected?.[area];
  const parts = sum(broadest(inside).map((part) => peopleIn(part, facts)));
  if (typeof whole === "number") {
    const known = Math.max(whole, parts.known);
    return { known, most: known };
  }
  return whole === null || inside.length === 0 ? { known: parts.known, most: Infinity } : parts;
}

export function peopleEverywhere(facts: Facts): Headcount {
  const roots = broadest(placesNamed(facts) ?? []);
  return roots.length === 0 ? { known: 0, most: Infinity } : sum(roots.map((root) => peopleIn(root, facts)));
}

/** The most people in any one part of `area`, such as one State of the US. */
export function mostInOnePart(area: string, facts: Facts): Headcount {
  const inside = (placesNamed(facts) ?? []).filter((code) => code !== area && liesIn(code, area));
  const parts = narrowest(inside).map((code) => peopleIn(code, facts));
  const known = Math.max(0, ...parts.map((part) => part.known));
  // Whoever is not yet told apart may all live in the same part.
  return { known, most: known + peopleIn(area, facts).most - sum(parts).known };
}

function sum(counts: readonly Headcount[]): Headcount {
  return {
    known: counts.reduce((total, one) => total + one.known, 0),
    most: counts.reduce((total, one) => total + one.most, 0),
  };
}

/** The codes that lie in no other of the list: their counts add up. */
function broadest(codes: readonly string[]): readonly string[] {
  return codes.filter((code) => !codes.some((other) => other !== code && liesIn(code, other)));
}
