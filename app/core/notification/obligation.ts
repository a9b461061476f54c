import type { Instant } from "#app/core/shared/instant.ts";
import type { ClockName } from "./clocks.ts";
import type { Line } from "./line.ts";
import type { Regime, Stage } from "./regime.ts";

const STATUSES = ["required", "not-required", "conditional", "pending", "done", "late", "on-hold"] as const;

/** One duty to tell, or one that was considered and does not apply. */
export interface Obligation {
  readonly regimeId: string;
  readonly stage: string;
  readonly recipient: string;
  /** Set where each place has its own duty, or where no rule is kept for it. */
  readonly place?: string;
  readonly kind: Regime["kind"];
  readonly status: (typeof STATUSES)[number];
  /** Last moment under the primary reading; null where the law has no number or the clock has not started. */
  readonly dueAt: Instant | null;
  /** A stricter end. A countdown runs to it; without one, to `dueAt`. */
  readonly safeAt?: Instant;
  /** Later ends that some defend, never the headline. */
  readonly readings?: readonly { readonly name: string; readonly at: Instant }[];
  readonly timing?: string;
  /** The rule and the clock: `eu-hours(72) from awareAt`. */
  readonly basis: string;
  readonly citation: string;
  /** The day the row was last checked. */
  readonly asOf: string;
  readonly confidence: Regime["confidence"];
  /** Why it does not apply. */
  readonly reason?: Line;
  /** Facts that would settle it, or start its clock. */
  readonly missing: readonly string[];
  /** Clocks that nobody recorded, taken as the earliest one that somebody did. */
  readonly assumed: readonly ClockName[];
  /** What a notice has to say besides, since it comes late. */
  readonly demands: readonly NonNullable<Stage["contents"]>[number][];
  readonly submittedAt?: Instant;
  /** What led here, in order. */
  readonly explain: readonly Line[];
}

/** The moment that responders count down to. */
export function countdownOf({ dueAt, safeAt }: Pick<Obligation, "dueAt" | "safeAt">): Instant | undefined {
  return safeAt ?? dueAt ?? undefined;
}
