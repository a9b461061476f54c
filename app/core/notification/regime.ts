import { z } from "zod";
import { CLOCK_NAMES } from "./clocks.ts";
import { conditionSchema } from "./condition.ts";
import { holdKinds } from "./facts.ts";
import { placeOf } from "./place.ts";

// A law, or the part of one that sets a duty to tell, as a row of data. docs/law.md says how to read and write one.

/** V1 read in the instrument itself, V2 in others' accounts of it, M from memory, P proposed or not yet applicable. */
const CONFIDENCE = ["V1", "V2", "M", "P"] as const;

const TIMINGS = [
  "without-undue-delay",
  "without-unreasonable-delay",
  "immediately",
  "promptly",
  "as-soon-as-feasible",
  "as-soon-as-practicable",
  "as-soon-as-possible",
  "without-delay",
  "record-keeping",
] as const;

/** What a notice has to say: the codes from which drafts are built. */
const CONTENTS = [
  "natureOfBreach",
  "circumstances",
  "dates",
  "categoriesOfPeople",
  "numberOfPeople",
  "categoriesOfRecords",
  "numberOfRecords",
  "dataElements",
  "cause",
  "likelyConsequences",
  "measuresTaken",
  "measuresPlanned",
  "adviceToPeople",
  "contactPoint",
  "entityIdentity",
  "representative",
  "processorsInvolved",
  "crossBorder",
  "encryptionState",
  "reasonsForDelay",
  "individualsInformed",
  "otherAuthorities",
  "policeReport",
  "severity",
  "indicatorsOfCompromise",
  "threatActor",
  "ransom",
  "rootCause",
  "financialLoss",
  "recovery",
  "sampleNotice",
  "creditAgencies",
  "freezeInstructions",
  "idProtectionOffer",
  "lawEnforcementDelay",
  "rightsAndRemedies",
  "signatory",
] as const;

const id = z.string().regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/);
const date = z.iso.date();
const clock = z.enum(CLOCK_NAMES);
const timing = z.union([
  z.enum(TIMINGS),
  z.string().regex(/^(before|not-later-than):[a-z0-9-]+:[a-z0-9.-]+$/) as z.ZodType<`before:${string}`>, // the pattern
]);

/** What starts a count: the earliest recorded of some clocks, the latest sent of some stages, a stage's limit. */
const start = z.union(
  [
    clock,
    z.array(clock).min(1),
    z.strictObject({ after: z.union([id, z.array(id).min(1)]) }),
    z.strictObject({ limit: id }),
  ],
  { error: (issue) => `${JSON.stringify(issue.input)} is no clock, nor after or limit of a stage` },
);
export type Start = z.infer<typeof start>;

const counted = {
  n: z.int().nonnegative(),
  starts: start.exactOptional(),
  /** Only for one of several choices. */
  when: conditionSchema.exactOptional(),
};
const rule = z.discriminatedUnion("rule", [
  z.strictObject({ rule: z.literal("hours"), ...counted }),
  z.strictObject({ rule: z.literal("eu-hours"), ...counted }),
  z.strictObject({ rule: z.literal("days"), ...counted }),
  z.strictObject({ rule: z.literal("days-incl"), ...counted }),
  z.strictObject({ rule: z.literal("eu-days"), ...counted }),
  z.strictObject({ rule: z.literal("months"), ...counted }),
  z.strictObject({ rule: z.literal("eu-months"), ...counted }),
  z.strictObject({
    rule: z.literal("bizdays"),
    ...counted,
    /** A pinned calendar; the place's own unless given. */
    calendar: z.string().exactOptional(),
    cutoff: z.string().exactOptional(),
  }),
  z.strictObject({ rule: z.literal("year-end"), ...counted }),
]);
export type Rule = z.infer<typeof rule>;

const within = z.union([
  rule,
  /** The first whose `when` holds; while that is not known, the earliest of those that may. */
  z.strictObject({ choose: z.array(rule).min(2) }),
  /**
   * The earliest. The first sets the clock: a limit that had passed when it started does not count, nor one that
   * has not started.
   */
  z.strictObject({ min: z.array(rule).min(2) }),
]);
export type Within = z.infer<typeof within>;

const stage = z
  .strictObject({
    id,
    recipient: z.string().min(1),
    /** The article, where it is not the regime's. */
    article: z.string().min(1).exactOptional(),
    when: conditionSchema.exactOptional(),
    unless: conditionSchema.exactOptional(),
    starts: start.exactOptional(),
    within: within.exactOptional(),
    timing: timing.exactOptional(),
    roll: z.enum(["working-day", "dora-roll"]).exactOptional(),
    /** Where the roll is not for everyone: rolled only when this is known to hold. */
    "roll-when": conditionSchema.exactOptional(),
    /** A stricter end to count down to. */
    safe: rule.exactOptional(),
    readings: z.array(z.strictObject({ name: id, within: rule })).exactOptional(),
    /** While a decision that starts the clock is not taken: when it has to be, by number or by word. */
    decide: z.union([rule, z.strictObject({ timing: z.enum(TIMINGS) })]).exactOptional(),
    /** The law wants to hear why, when this comes late. */
    "reasons-if-late": z.boolean().exactOptional(),
    /** One duty for each place where people are affected. */
    "each-place": conditionSchema.exactOptional(),
    holds: z.array(z.enum(holdKinds)).exactOptional(),
    contents: z.array(z.enum(CONTENTS)).exactOptional(),
    forbidden: z.array(z.enum(CONTENTS)).exactOptional(),
    note: z.string().min(1).exactOptional(),
  })
  .refine((one) => (one.within === undefined) !== (one.timing === undefined), {
    error: "a stage has either a counting rule (within) or a word (timing)",
  });
export type Stage = z.infer<typeof stage>;

const example = z.strictObject({
  because: z.string().min(1),
  facts: z.record(z.string(), z.unknown()),
  expect: z.array(
    z.strictObject({
      stage: id,
      status: z.string().exactOptional(),
      dueAt: z.string().nullable().exactOptional(),
      safeAt: z.string().exactOptional(),
      timing: z.string().exactOptional(),
      reading: z.strictObject({ name: z.string(), at: z.string() }).exactOptional(),
    }),
  ),
});

const regimeSchema = z.strictObject({
  id,
  instrument: z.string().min(1),
  article: z.string().min(1),
  /** Where it holds: a place's code, or `any`. */
  place: z.string().refine((code) => code === "any" || placeOf(code) !== undefined, {
    error: (issue) => `there is no place ${String(issue.input)}`,
  }),
  /** Stands in the place's stead, for an authority that keeps another. */
  calendar: z.string().exactOptional(),
  zone: z.string().exactOptional(),
  kind: z.enum(["law", "contract"]).default("law"),
  /** Whoever is bound is bound, wherever the people are. */
  anywhere: z.boolean().exactOptional(),
  /** Whom it binds. */
  binds: conditionSchema.exactOptional(),
  /** What has to have happened. */
  when: conditionSchema.exactOptional(),
  unless: conditionSchema.exactOptional(),
  starts: start,
  stages: z.array(stage).min(1),
  holds: z.array(z.enum(holdKinds)).exactOptional(),
  /** Longest that an oral request holds, in days from the statement. */
  "oral-hold-days": z.int().positive().exactOptional(),
  /** First and last local day on which a clock may start under this row. */
  from: date.exactOptional(),
  to: date.exactOptional(),
  confidence: z.enum(CONFIDENCE),
  source: z.string().min(1),
  checked: date,
  note: z.string().min(1).exactOptional(),
  examples: z.array(example).exactOptional(),
});
export type Regime = z.infer<typeof regimeSchema>;

/** What a file of regimes holds: the rows of one law or of a family. */
export const regimeFileSchema = z.strictObject({ regimes: z.array(regimeSchema).min(1) });
