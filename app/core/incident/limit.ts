import type { Step } from "#app/core/playbook/run.ts";
import { sharedName } from "#app/core/playbook/shared-step.ts";
import { assertNever } from "#app/core/shared/assert-never.ts";
import type { StepId } from "#app/core/shared/ids.ts";
import { addSeconds, type Instant, secondsBetween } from "#app/core/shared/instant.ts";
import { type Incident, isLive, steps } from "./incident.ts";

// Our own targets, as clocks. They are not legal limits and never look like them.

export interface Limit {
  readonly stepId: StepId;
  readonly title: string;
  readonly from: Instant;
  readonly due: Instant;
  /** `t0-missing`: no one has said yet when you became aware, so it runs from the run's start. */
  readonly basis: "anchor" | "t0-missing" | "review";
  readonly optional: boolean;
}

export type LimitState = "running" | "due-soon" | "overdue";

/** The last quarter of the time is "due soon". */
const SOON = 0.25;

/** When the limit begins to be due soon. */
export function soonFrom(limit: Pick<Limit, "from" | "due">): Instant {
  return addSeconds(limit.due, -Math.floor(secondsBetween(limit.from, limit.due) * SOON));
}

export function limitState(limit: Pick<Limit, "from" | "due">, at: Instant): LimitState {
  if (at > limit.due) return "overdue";
  return at >= soonFrom(limit) ? "due-soon" : "running";
}

/** undefined: the step has no target, or what it runs from has not happened. */
export function limitOf(incident: Incident, step: Step): Limit | undefined {
  const { target_seconds: seconds, anchor, optional } = step.template;
  const { id: stepId, title } = step;
  const reviewAt = step.decision?.reviewAt;
  if (step.decision !== undefined && reviewAt !== undefined) {
    return {
      stepId,
      title: `Decide again: ${title}`,
      from: step.decision.at,
      due: reviewAt,
      basis: "review",
      optional,
    };
  }
  if (seconds === undefined) return undefined;
  const start = startOf(incident, step, anchor);
  if (start === undefined) return undefined;
  // An item found an hour in can't be late from the start: its own time counts when that is later.
  const from = step.item !== undefined && step.item.at > start.from ? step.item.at : start.from;
  return { stepId, title, from, due: addSeconds(from, seconds), basis: start.basis, optional };
}

function startOf(incident: Incident, step: Step, anchor: string): Pick<Limit, "from" | "basis"> | undefined {
  const run = incident.runs.get(step.run);
  if (run === undefined) return undefined;
  const kind = anchor.startsWith("decision:") ? "decision" : anchor;
  switch (kind) {
    case "t0": {
      const aware = incident.becameAware[0];
      return aware === undefined
        ? { from: run.startedAt, basis: "t0-missing" }
        : { from: aware.at, basis: "anchor" };
    }
    case "run_start":
      return { from: run.startedAt, basis: "anchor" };
    case "step_ready":
      return step.readyAt === undefined ? undefined : { from: step.readyAt, basis: "anchor" };
    case "item_added": {
      const added = step.item?.at ?? incident.adHoc.get(step.id)?.at;
      return added === undefined ? undefined : { from: added, basis: "anchor" };
    }
    case "decision": {
      const decided = [...incident.decisions.values()].find(
        (decision) => decision.stepId === `${step.run}.${anchor.slice("decision:".length)}`,
      );
      return decided === undefined ? undefined : { from: decided.at, basis: "anchor" };
    }
    default:
      throw new Error(`the template's check lets no anchor like ${kind} through`);
  }
}

/**
 * Limits that still ask for something, earliest first. A step waiting for its first item counts too. Of a shared
 * step the earliest limit counts, and of a shared question the review of its last answer.
 */
export function openLimits(incident: Incident): readonly Limit[] {
  if (incident.closed !== undefined) return [];
  const asking = [...steps(incident).values()].filter(
    (step) => isLive(incident, step) && asksForSomething(step),
  );
  const lastAnswers = lastAnswersOf(asking);
  const limits = asking.flatMap((step) => {
    const name = sharedName(step);
    const last = name === undefined ? undefined : lastAnswers.get(name);
    if (last !== undefined && last !== step.decision?.seq) return [];
    const limit = limitOf(incident, step);
    return limit === undefined ? [] : [{ name, limit }];
  });
  limits.sort((a, b) => (a.limit.due < b.limit.due ? -1 : a.limit.due > b.limit.due ? 1 : 0));
  const counted = new Set<string>();
  return limits.flatMap(({ name, limit }) => {
    if (name !== undefined && counted.has(name)) return [];
    if (name !== undefined) counted.add(name);
    return [limit];
  });
}

/** The entry of the last answer to each shared question. */
function lastAnswersOf(all: readonly Step[]): ReadonlyMap<string, number> {
  const last = new Map<string, number>();
  for (const step of all) {
    const name = sharedName(step);
    if (name === undefined || step.decision === undefined) continue;
    last.set(name, Math.max(step.decision.seq, last.get(name) ?? 0));
  }
  return last;
}

function asksForSomething(step: Step): boolean {
  switch (step.status) {
    case "todo":
    case "ready":
    case "in-progress":
    case "blocked":
    case "awaiting-approval":
    case "failed-check":
      return true;
    case "done":
      return step.decision?.reviewAt !== undefined;
    case "skipped":
    case "not-taken":
      return false;
    default:
      return assertNever(step.status);
  }
}
