import { type Limit, soonFrom } from "#app/core/incident/limit.ts";
import { epochOf } from "#app/core/shared/instant.ts";
import type { PillClock } from "#app/ui/clock-pill.tsx";

/** A running target, with everything a browser needs to tell its state as time goes by. */
export interface ClockView extends PillClock {
  readonly stepId: string;
  readonly note: string;
}

const NOTES = {
  anchor: "our target",
  review: "our target, to decide again",
  "t0-missing": "our target, from the start of the run: say when we became aware",
} as const satisfies Record<Limit["basis"], string>;

export function clockView(limit: Limit): ClockView {
  return {
    stepId: limit.stepId,
    name: limit.title,
    due: epochOf(limit.due),
    dueAt: limit.due,
    soon: epochOf(soonFrom(limit)),
    note: NOTES[limit.basis],
  };
}
