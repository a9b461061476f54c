import type { AnyText } from "#app/content/messages/keys.ts";
import { type Incident, steps } from "#app/core/incident/incident.ts";
import type { Step } from "#app/core/playbook/run.ts";
import type { UserId } from "#app/core/shared/ids.ts";
import { type StepRow, stepRow } from "../steps/step-view.server.ts";

interface TrackTab {
  /** `r1.contain`: which run and which of its tracks. */
  readonly id: string;
  readonly title: string;
  readonly done: number;
  readonly total: number;
}

export interface TracksView {
  readonly tabs: readonly TrackTab[];
  readonly current: string | undefined;
  readonly rows: readonly StepRow[];
  /** How far this track is, as its last line. */
  readonly end: string;
}

/** `asked` is the tab named in the address; without one, the track of the step that is this person's now. */
export function tracksView(
  incident: Incident,
  me: UserId,
  asked: string | undefined,
  nowStepId: string | undefined,
  text: AnyText,
): TracksView {
  const groups = grouped(incident);
  const several = [...incident.runs.values()].filter((run) => run.ended === undefined).length > 1;
  const tabs = [...groups].map(([id, { title, run, members }]) => ({
    id,
    title: several ? text("incidents.track-of-run", { track: title, playbook: run }) : title,
    done: members.filter(isSettled).length,
    total: members.filter((step) => step.status !== "not-taken").length,
  }));
  const withNow = [...groups].find(([, group]) => group.members.some((step) => step.id === nowStepId))?.[0];
  const current = asked !== undefined && groups.has(asked) ? asked : (withNow ?? tabs[0]?.id);
  const group = current === undefined ? undefined : groups.get(current);
  const members = group?.members ?? [];
  return {
    tabs,
    current,
    rows: members.map((step) => stepRow(incident, step, me, text)),
    end: group === undefined ? "" : endLine(group.title, members, text),
  };
}

interface Group {
  readonly title: string;
  readonly run: string;
  readonly members: Step[];
}

function grouped(incident: Incident): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const run of incident.runs.values()) {
    if (run.ended !== undefined) continue;
    for (const track of run.playbook.template.tracks) {
      groups.set(`${run.id}.${track.key}`, {
        title: track.title,
        run: run.playbook.template.title,
        members: [],
      });
    }
  }
  for (const step of steps(incident).values())
    groups.get(`${step.run}.${step.template.track}`)?.members.push(step);
  for (const [id, group] of groups) if (group.members.length === 0) groups.delete(id);
  return groups;
}

function isSettled(step: Step): boolean {
  return step.status === "done" || step.status === "skipped";
}

/** Each track ends with an explicit line, so that nobody has to count. */
function endLine(track: string, members: readonly Step[], text: AnyText): string {
  const open = members.filter((step) => !isSettled(step) && step.status !== "not-taken");
  const skipped = members.filter((step) => step.status === "skipped").length;
  const required = open.filter((step) => !step.template.optional).length;
  if (open.length === 0) {
    return skipped === 0
      ? text("incidents.track-complete", { track })
      : text("incidents.track-complete-skipped", { track, skipped });
  }
  return required === 0
    ? text("incidents.track-except", { track, optional: open.length, skipped })
    : text("incidents.track-open", { track, open: open.length, skipped });
}
