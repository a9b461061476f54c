import { isUserId, type RunId, type StepId, type UserId } from "#app/core/shared/ids.ts";
import type { Entry } from "./entry.ts";

// Ids in a leaf passed `decide` before they were appended; these only give them back their type.

/** The person who acted; undefined for a service or the system. */
export function actor(entry: Entry): UserId | undefined {
  return isUserId(entry.by.u) ? entry.by.u : undefined;
}

export function stepId(entry: Entry): StepId {
  return entry.on.id as StepId;
}

export function runId(text: string): RunId {
  return text as RunId;
}

export function reviewId(entry: Entry): StepId {
  return `review-${entry.seq}` as StepId;
}
