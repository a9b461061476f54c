import { assertNever } from "#app/core/shared/assert-never.ts";
import type { ItemId, RunId, StepId, UserId } from "#app/core/shared/ids.ts";
import type { Instant } from "#app/core/shared/instant.ts";
import type { SkipReason } from "../incident/command.ts";
import type { Playbook, Role, TemplateStep } from "./template.ts";

// A run is a playbook version pinned to an incident. What people did is kept as records, one per step;
// where each step stands is derived from records, dependencies, decisions and items, never stored.
//
//                        claim                      complete
//   todo ──▶ ready ────────────▶ in-progress ─────────────────▶ done
//    ▲ derived │  ▲ release ──────────┘ │  │ request-approval    │
//    │         │  │                     │  ▼                     │ undo-step: ready again
//    │         │  └── decline ── awaiting-approval ── approve ──▶│ fail-check: ready, marked
//    │         ▼ block  ▲ unblock                                ▼
//    │       blocked ───┘          skip (from any open state) ▶ skipped
//    └── not-taken: a decision chose another branch

/** What was last recorded of a step. `seq` is the entry that recorded it. */
export type StepRecord =
  | { readonly status: "open"; readonly seq: number; readonly failedCheck?: string }
  | {
      readonly status: "in-progress";
      readonly seq: number;
      readonly by: UserId;
      readonly since: Instant;
      readonly claimedStart?: Instant;
    }
  | {
      readonly status: "blocked";
      readonly seq: number;
      readonly by: UserId | undefined;
      readonly reason: string | undefined;
      readonly needs: string | undefined;
      readonly asked: string | undefined;
      readonly until: Instant | undefined;
    }
  | {
      readonly status: "awaiting-approval";
      readonly seq: number;
      readonly by: UserId;
      readonly approvalId: number;
      readonly before: StepRecord;
    }
  | {
      readonly status: "done";
      readonly seq: number;
      readonly by: UserId | undefined;
      /** When the log recorded it. */
      readonly at: Instant;
      /** When the person says it was done, if earlier. */
      readonly doneAt: Instant | undefined;
      readonly outcome: string | undefined;
      readonly fields: Readonly<Record<string, string>>;
      readonly breakGlass: boolean;
    }
  | {
      readonly status: "skipped";
      readonly seq: number;
      readonly by: UserId | undefined;
      readonly at: Instant;
      readonly reasonCode: SkipReason | undefined;
      readonly reason: string | undefined;
    };

export interface Item {
  readonly id: ItemId;
  readonly collection: string;
  readonly label: string;
  readonly at: Instant;
  readonly seq: number;
}

/** A step written on the spot. It belongs to a run, survives rebase, and waits for nothing. */
export interface AdHocStep {
  readonly id: StepId;
  readonly run: RunId;
  readonly phase: string;
  readonly track: string;
  readonly title: string;
  readonly why: string;
  readonly doneWhen: string;
  readonly roles: readonly Role[];
  readonly targetSeconds: number | undefined;
  readonly neverSkip: boolean;
  /** Who may not do it: the one whose act it reviews. */
  readonly notBy: UserId | undefined;
  readonly at: Instant;
  readonly seq: number;
}

export interface Run {
  readonly id: RunId;
  readonly playbook: Playbook;
  readonly startedAt: Instant;
  readonly startedBy: UserId | undefined;
  /** The entry that started it or last moved it to another version. */
  readonly seq: number;
  readonly ended: { readonly seq: number; readonly because: string | undefined } | undefined;
  /** Steps of earlier versions that have records and that a rebase took out of the template. */
  readonly retired: readonly TemplateStep[];
}

export interface Decision {
  readonly seq: number;
  readonly stepId: StepId;
  readonly question: string | undefined;
  readonly option: string | undefined;
  readonly label: string | undefined;
  readonly because: string | undefined;
  readonly basis: readonly number[];
  readonly confidence: "low" | "medium" | "high" | undefined;
  readonly by: UserId | undefined;
  readonly at: Instant;
  readonly reviewAt: Instant | undefined;
  /** The earlier decision this one replaces; it stays in the log. */
  readonly supersedes: number | undefined;
}

/** Everything the derivation reads. */
export interface Plan {
  readonly runs: ReadonlyMap<RunId, Run>;
  readonly adHoc: ReadonlyMap<StepId, AdHocStep>;
  readonly records: ReadonlyMap<StepId, StepRecord>;
  readonly items: ReadonlyMap<ItemId, Item>;
  /** The standing decision of each decision step. */
  readonly decisions: ReadonlyMap<StepId, Decision>;
  /** Entries by which facts of the incident complete a step: `became-aware-set`. */
  readonly satisfied: ReadonlyMap<
    string,
    { readonly seq: number; readonly at: Instant; readonly by: UserId | undefined }
  >;
}

export type StepStatus =
  | "todo"
  | "ready"
  | "in-progress"
  | "blocked"
  | "awaiting-approval"
  | "done"
  | "skipped"
  | "not-taken"
  | "failed-check";

export interface Step {
  readonly id: StepId;
  readonly run: RunId;
  /** Position among all steps of the run, from 1; the instances of one repeated step share it. */
  readonly number: number;
  readonly key: string;
  readonly title: string;
  readonly template: TemplateStep;
  readonly adHoc: boolean;
  /** Who may not do it, because it reviews what they did. */
  readonly notBy: UserId | undefined;
  /** The template no longer has it; it stays because something was recorded. */
  readonly retired: boolean;
  readonly item: Item | undefined;
  /** The collection whose first item has to be added before this step can be done. */
  readonly needsItem: string | undefined;
  readonly status: StepStatus;
  readonly record: StepRecord | undefined;
  /** Steps that are not done yet and that this one waits for. */
  readonly waitsFor: readonly StepId[];
  /** Done because the same shared step is done in another run. */
  readonly sharedWith: StepId | undefined;
  /** Done because a fact of the incident satisfies it. */
  readonly satisfiedBy: number | undefined;
  readonly decision: Decision | undefined;
  /** When its dependencies were complete; the run's start where it has none. */
  readonly readyAt: Instant | undefined;
}

/** `r1.key.off`, and `r1.key.off.i2` for the instance of an item. */
export function stepIdOf(run: RunId, key: string, item?: ItemId): StepId {
  return (item === undefined ? `${run}.${key}` : `${run}.${key}.${item}`) as StepId; // the one place that spells it
}

/** Skips that count as "this is taken care of" for the steps that wait. */
export function skipSatisfies(reason: SkipReason | undefined): boolean {
  switch (reason) {
    case "not-applicable":
    case "done-elsewhere":
    case "superseded":
      return true;
    case "refused-by-owner":
    case "no-access":
    case undefined:
      return false;
    default:
      return assertNever(reason);
  }
}
