import { z } from "zod";
import { CLOCK_NAMES } from "./clocks.ts";
import type { Regime } from "./regime.ts";

/** A duty from a contract, an insurance policy, a lender: the organisation's own row, in the organisation's words. */
export const customRuleSchema = z.strictObject({
  /** Shown as `custom-<id>`. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  n: z.int().positive().exactOptional(),
  unit: z.enum(["hours", "days", "bizdays"]).exactOptional(),
  /** In place of a number. */
  timing: z.enum(["without-undue-delay", "immediately", "promptly"]).exactOptional(),
  /** The fact the count starts from; awareAt unless given. */
  clock: z.string().exactOptional(),
  calendar: z.string().exactOptional(),
  timezone: z.string().exactOptional(),
  /** Local time at which a business day ends, `HH:MM`. */
  cutoff: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .exactOptional(),
  recipient: z.string().min(1),
  title: z.string().min(1).exactOptional(),
  contents: z.array(z.string()).exactOptional(),
  /** The day someone read the contract. */
  asOf: z.iso.date().exactOptional(),
});
export type CustomRule = Readonly<z.infer<typeof customRuleSchema>>;

const RULES = { hours: "hours", days: "days", bizdays: "bizdays" } as const;

/** The row that a contract's duty makes, for the same engine. */
export function regimeOfCustom(rule: CustomRule): Regime {
  const { n, unit, timing, calendar, cutoff } = rule;
  const counted = n !== undefined && unit !== undefined;
  const limit = !counted
    ? { timing: timing ?? "without-undue-delay" }
    : unit === "bizdays"
      ? {
          within: {
            rule: RULES[unit],
            n,
            ...(calendar === undefined ? {} : { calendar }),
            ...(cutoff === undefined ? {} : { cutoff }),
          },
        }
      : { within: { rule: RULES[unit], n } };
  return {
    id: `custom-${rule.id}`,
    instrument: rule.title ?? rule.id,
    article: "contract",
    place: "any",
    ...(rule.timezone === undefined ? {} : { zone: rule.timezone }),
    kind: "contract",
    starts: CLOCK_NAMES.find((name) => name === rule.clock) ?? "awareAt",
    stages: [{ id: "notice", recipient: rule.recipient, ...limit }],
    confidence: "V1",
    source: "the organisation's own contract",
    checked: rule.asOf ?? "",
  };
}
