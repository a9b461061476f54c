import type { AnyText } from "#app/content/messages/keys.ts";
import { approvalRule } from "#app/core/incident/approval.ts";
import type { Incident } from "#app/core/incident/incident.ts";
import { type Mine, type Now, now } from "#app/core/incident/now.ts";
import type { Step } from "#app/core/playbook/run.ts";
import { assertNever } from "#app/core/shared/assert-never.ts";
import type { UserId } from "#app/core/shared/ids.ts";
import { foreignLanguage, type StepState, stepState } from "../steps/step-view.server.ts";
import type { Seen } from "./incident.server.ts";

export interface NowStep {
  readonly id: string;
  readonly number: number;
  readonly of: number;
  readonly track: string;
  readonly title: string;
  /** Of the playbook's words, where it is not the page's. */
  readonly lang: string | undefined;
  readonly why: string;
  readonly required: boolean;
  readonly state: StepState;
  readonly doneWhen: string;
  /** Nothing has to be attached, answered, decided or approved: one press is enough. */
  readonly onePress: boolean;
  readonly claimed: boolean;
  /** Why it falls to this person. */
  readonly because: "claimed" | "my-role" | "nobody-has-it";
}

export type NowView =
  | { readonly kind: "nothing-planned" }
  | { readonly kind: "step"; readonly step: NowStep; readonly after: readonly NextStep[] }
  | {
      readonly kind: "waiting";
      readonly on: readonly { readonly id: string; readonly title: string; readonly words: string }[];
    }
  | { readonly kind: "ready-to-close"; readonly open: readonly string[] }
  | { readonly kind: "closed"; readonly at: string | undefined; readonly because: string | undefined };

export interface NextStep {
  readonly id: string;
  readonly number: number;
  readonly title: string;
}

/** What to do now, in the reader's words; who may approve is asked of the incident itself. */
export function nowRead({
  incident,
  reading,
  me,
  at,
}: Pick<Seen, "incident" | "reading" | "me" | "at">): Now {
  const current = now(reading, me, at);
  return reading === incident
    ? current
    : { ...current, approvalsForMe: now(incident, me, at).approvalsForMe };
}

export function nowView(incident: Incident, current: Now, me: UserId, text: AnyText): NowView {
  const { mine } = current;
  switch (mine.kind) {
    case "nothing-planned":
      return { kind: "nothing-planned" };
    case "step":
      return { kind: "step", step: nowStep(incident, mine, me, text), after: current.next.map(nextStep) };
    case "waiting":
      return {
        kind: "waiting",
        on: mine.on.slice(0, 5).map(({ stepId, title, for: what, who }) => ({
          id: stepId,
          title,
          words: waitingWords(what, who, text),
        })),
      };
    case "ready-to-close":
      return { kind: "ready-to-close", open: mine.open };
    case "closed":
      return { kind: "closed", at: incident.closed?.at, because: incident.closed?.because };
    default:
      return assertNever(mine);
  }
}

function nowStep(
  incident: Incident,
  { step, because }: Extract<Mine, { kind: "step" }>,
  me: UserId,
  text: AnyText,
): NowStep {
  const run = incident.runs.get(step.run);
  const { template } = step;
  return {
    id: step.id,
    number: step.number,
    of: run?.playbook.template.steps.length ?? step.number,
    track:
      run?.playbook.template.tracks.find((track) => track.key === template.track)?.title ?? template.track,
    title: step.title,
    lang: foreignLanguage(incident, step, text),
    why: template.why,
    required: !template.optional,
    state: stepState(incident, step, me, text),
    doneWhen: template.done_when,
    onePress: isOnePress(incident, step),
    claimed: because === "claimed",
    because,
  };
}

export function isOnePress(incident: Incident, step: Step): boolean {
  const { template } = step;
  if (template.decision !== undefined || step.needsItem !== undefined || template.satisfied_by !== undefined)
    return false;
  if (template.evidence.some((rule) => rule.required) || template.fields.some((field) => field.required))
    return false;
  return approvalRule(incident, { kind: "complete-step", stepId: step.id }) === undefined;
}

function nextStep(step: Step): NextStep {
  return { id: step.id, number: step.number, title: step.title };
}

function waitingWords(
  what: "approval" | "person" | "thing" | "step",
  who: string | undefined,
  text: AnyText,
): string {
  switch (what) {
    case "approval":
      return text("incidents.waits-for-approval");
    case "person":
      return text("incidents.someone-on-it", { name: who ?? text("incidents.erased") });
    case "thing":
      return text("incidents.waits-for", { thing: who ?? text("incidents.erased") });
    case "step":
      return who === undefined
        ? text("incidents.cannot-start")
        : text("incidents.cannot-start-before", { step: who });
  }
}
