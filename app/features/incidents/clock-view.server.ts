import type { PageKey, PageText } from "#app/content/messages/keys.ts";
import { type Limit, soonFrom } from "#app/core/incident/limit.ts";
import { epochOf } from "#app/core/shared/instant.ts";
import type { PillClock } from "#app/ui/clock-pill.tsx";

/** A running target, with everything a browser needs to tell its state as time goes by. */
export interface ClockView extends PillClock {
  readonly stepId: string;
  readonly note: string;
}

const NOTES = {
  anchor: "incidents.our-target",
  review: "incidents.our-target-again",
  "t0-missing": "incidents.our-target-aware-missing",
} as const satisfies Record<Limit["basis"], PageKey>;

export function clockView(limit: Limit, text: PageText): ClockView {
  return {
    stepId: limit.stepId,
    name: limit.title,
    due: epochOf(limit.due),
    dueAt: limit.due,
    soon: epochOf(soonFrom(limit)),
    note: text(NOTES[limit.basis]),
  };
}
