import { withoutTwins } from "#app/core/playbook/shared-step.ts";
import type { RunId } from "#app/core/shared/ids.ts";
import { type Incident, isLive, steps } from "./incident.ts";

/**
 * Titles of the steps that are never skipped and not done: they forbid closing, and ending their run alone.
 * The review of an act without approval outlives its run, so ending the run does not drop it.
 */
export function openNeverSkip(incident: Incident, run?: RunId): readonly string[] {
  const open = [...steps(incident).values()]
    .filter((step) => run === undefined || (step.run === run && !step.adHoc))
    .filter((step) => step.template.never_skip && step.status !== "done" && step.status !== "not-taken")
    .filter((step) => isLive(incident, step));
  return withoutTwins(open).map((step) => step.title);
}
