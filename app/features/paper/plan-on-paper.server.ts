import type { AnyText } from "#app/content/messages/keys.ts";
import { type Incident, isLive, steps } from "#app/core/incident/incident.ts";
import { limitOf } from "#app/core/incident/limit.ts";
import type { Step } from "#app/core/playbook/run.ts";
import type { UserId } from "#app/core/shared/ids.ts";
import { type StepState, stepState } from "../steps/step-view.server.ts";

export interface PaperStep {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly state: StepState;
  readonly settled: boolean;
  readonly why: string;
  readonly do: readonly string[];
  readonly doneWhen: string;
  readonly due: string | undefined;
}

export interface PaperTrack {
  readonly id: string;
  readonly title: string;
  readonly playbook: string;
  readonly steps: readonly PaperStep[];
}

/** Every track of every running playbook, what is settled as one line, what is open with all it takes. */
export function planOnPaper(incident: Incident, me: UserId, text: AnyText): readonly PaperTrack[] {
  const live = [...steps(incident).values()].filter(
    (step) => isLive(incident, step) && step.status !== "not-taken",
  );
  return [...incident.runs.values()].flatMap(({ id, ended, playbook: { template } }) =>
    ended === undefined
      ? template.tracks.flatMap(({ key, title }) => {
          const members = live.filter((step) => step.run === id && step.template.track === key);
          if (members.length === 0) return [];
          const paper = members.map((step) => paperStep(incident, step, me, text));
          return [{ id: `${id}.${key}`, title, playbook: template.title, steps: paper }];
        })
      : [],
  );
}

export function isSettled({ status }: Step): boolean {
  return status === "done" || status === "skipped" || status === "not-taken";
}

function paperStep(incident: Incident, step: Step, me: UserId, text: AnyText): PaperStep {
  const { template } = step;
  const settled = isSettled(step);
  return {
    id: step.id,
    number: step.number,
    title: step.title,
    state: stepState(incident, step, me, text),
    settled,
    why: template.why,
    do: template.do,
    doneWhen: template.done_when,
    due: settled ? undefined : limitOf(incident, step)?.due,
  };
}
