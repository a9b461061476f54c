import { z } from "zod";
import { FACT_NAMES, type FactName, type Facts } from "./facts.ts";
import { type Line, line } from "./line.ts";
import { type Headcount, mostInOnePart, peopleEverywhere, peopleIn, placesNamed } from "./people.ts";

// When a rule speaks, as data. Three answers: what is not known is neither yes nor no, and the engine decides
// which of the two is the worse.

const factName = z.string().refine((name): name is FactName => FACT_NAMES.includes(name), {
  error: (issue) => `there is no fact ${String(issue.input)}`,
});
const value = z.union([z.string(), z.number(), z.boolean()]);

const factIs = z.strictObject({ fact: factName, is: z.union([value, z.array(value).min(1)]) });
const factHas = z.strictObject({ fact: factName, has: z.array(z.string()).min(1) });
/** `{ fact: lossCNY, "at-least": 5000000 }` */
const factReaches = z.strictObject({
  fact: factName,
  "at-least": z.number().exactOptional(),
  "more-than": z.number().exactOptional(),
});
/** A clock that was recorded. */
const factRecorded = z.strictObject({ fact: factName, recorded: z.literal(true) });
const people = z.strictObject({
  people: z.enum(["here", "everywhere", "in-one-state"]),
  "at-least": z.int().exactOptional(),
  "more-than": z.int().exactOptional(),
});

export type Condition =
  | z.infer<typeof factIs>
  | z.infer<typeof factHas>
  | z.infer<typeof factReaches>
  | z.infer<typeof factRecorded>
  | z.infer<typeof people>
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union(
    [
      factIs,
      factHas,
      factReaches,
      factRecorded,
      people,
      z.strictObject({ all: z.array(conditionSchema).min(1) }),
      z.strictObject({ any: z.array(conditionSchema).min(1) }),
      z.strictObject({ not: conditionSchema }),
    ],
    { error: (issue) => whyNoCondition(issue.input) },
  ),
);

function whyNoCondition(input: unknown): string {
  if (typeof input !== "object" || input === null || !("fact" in input)) return "this is no condition";
  return FACT_NAMES.includes(String(input.fact))
    ? `a condition on ${String(input.fact)} says is, has, recorded, at-least or more-than`
    : `there is no fact ${String(input.fact)}`;
}

export interface Verdict {
  readonly answer: "yes" | "no" | "unknown";
  /** What the answer rests on. */
  readonly lines: readonly Line[];
  /** Facts that would settle it. */
  readonly missing: readonly string[];
}

/** `area` is where the rule holds: what `people: here` counts. */
export function judge(condition: Condition, facts: Facts, area: string): Verdict {
  if ("all" in condition)
    return together(
      condition.all.map((one) => judge(one, facts, area)),
      "no",
    );
  if ("any" in condition)
    return together(
      condition.any.map((one) => judge(one, facts, area)),
      "yes",
    );
  if ("not" in condition) {
    const inner = judge(condition.not, facts, area);
    if (inner.answer === "unknown") return inner;
    return { ...inner, answer: inner.answer === "yes" ? "no" : "yes" };
  }
  if ("people" in condition) return judgePeople(condition, facts, area);
  return judgeFact(condition, facts);
}

/** One `decisive` answer decides; else one unknown leaves it open; else it is the other. */
function together(verdicts: readonly Verdict[], decisive: "yes" | "no"): Verdict {
  const other = decisive === "yes" ? "no" : "yes";
  const answer = verdicts.some((one) => one.answer === decisive)
    ? decisive
    : verdicts.some((one) => one.answer === "unknown")
      ? "unknown"
      : other;
  const telling = verdicts.filter((one) => one.answer === answer);
  return {
    answer,
    lines: telling.flatMap((one) => one.lines),
    missing: [...new Set(telling.flatMap((one) => one.missing))],
  };
}

function judgeFact(
  condition: Exclude<Condition, { all: unknown } | { any: unknown } | { not: unknown } | { people: unknown }>,
  facts: Facts,
): Verdict {
  const { fact } = condition;
  const given = facts[fact];
  if ("recorded" in condition)
    return given === undefined
      ? { answer: "no", lines: [line("fact-not-recorded", { fact })], missing: [] }
      : { answer: "yes", lines: [line("fact-known", { fact, value: String(given) })], missing: [] };
  if (given === undefined) return unknown(fact);
  if ("has" in condition) {
    const values = Array.isArray(given) ? given.map(String) : [];
    const found = condition.has.filter((one) => values.includes(one));
    return found.length > 0
      ? { answer: "yes", lines: [line("fact-has", { fact, value: found.join(", ") })], missing: [] }
      : {
          answer: "no",
          lines: [line("fact-has-not", { fact, wanted: condition.has.join(", ") })],
          missing: [],
        };
  }
  if ("is" in condition) {
    const wanted = Array.isArray(condition.is) ? condition.is : [condition.is];
    // "unknown" is a value one may give, and says no more than leaving the fact out.
    if (given === "unknown" && !wanted.includes("unknown")) return unknown(fact);
    return wanted.some((one) => one === given)
      ? { answer: "yes", lines: [line("fact-is", { fact, value: String(given) })], missing: [] }
      : {
          answer: "no",
          lines: [line("fact-is-not", { fact, value: String(given), wanted: wanted.join(", ") })],
          missing: [],
        };
  }
  return compared(condition, { known: Number(given), most: Number(given) }, fact, fact);
}

function unknown(fact: string): Verdict {
  return { answer: "unknown", lines: [line("fact-unknown", { fact })], missing: [fact] };
}

function judgePeople(condition: z.infer<typeof people>, facts: Facts, area: string): Verdict {
  // Whoever names a place says that someone there is affected.
  if (condition["at-least"] === 1 && isNamed(area, facts) && peopleIn(area, facts).known === 0) {
    return peopleIn(area, facts).most === 0
      ? { answer: "no", lines: [line("count-below", { what: area, count: 0, limit: 1 })], missing: [] }
      : { answer: "yes", lines: [], missing: [] };
  }
  switch (condition.people) {
    case "here":
      return compared(condition, peopleIn(area, facts), area, `affected.${area}`);
    case "everywhere":
      return compared(condition, peopleEverywhere(facts), "*", "affected");
    default:
      return compared(condition, mostInOnePart(area, facts), `${area}-*`, "affected");
  }
}

function isNamed(area: string, facts: Facts): boolean {
  return (placesNamed(facts) ?? []).includes(area);
}

function compared(
  condition: { readonly "at-least"?: number; readonly "more-than"?: number },
  { known, most }: Headcount,
  what: string,
  fact: string,
): Verdict {
  const over = condition["more-than"];
  const limit = over ?? condition["at-least"] ?? 0;
  const values = { what, count: known, limit };
  const reaches = (count: number) => (over === undefined ? count >= limit : count > limit);
  if (reaches(known))
    return {
      answer: "yes",
      lines: [line(over === undefined ? "count-reaches" : "count-over", values)],
      missing: [],
    };
  if (reaches(most)) return { answer: "unknown", lines: [line("count-unknown", values)], missing: [fact] };
  return {
    answer: "no",
    lines: [line(over === undefined ? "count-below" : "count-not-over", values)],
    missing: [],
  };
}
