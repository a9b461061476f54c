import type { AnyText } from "#app/content/messages/keys.ts";
import type { Incident } from "#app/core/incident/incident.ts";
import { evidenceOf, steps } from "#app/core/incident/incident.ts";
import { nameOf } from "#app/core/incident/summary.ts";
import type { Step } from "#app/core/playbook/run.ts";
import { assertNever } from "#app/core/shared/assert-never.ts";
import type { StepId, UserId } from "#app/core/shared/ids.ts";
import type { IconName } from "#app/ui/icon.tsx";
import type { Tone } from "#app/ui/state-mark.tsx";

/** A step's state in the only words used for it, with what a row says at its end. */
export interface StepState {
  readonly word: string;
  /** Whoever else is on it. */
  readonly who?: string;
  readonly icon: IconName;
  readonly tone: Tone;
  /** How a row is drawn: the modifier of its class. */
  readonly row: "mine" | "on" | "wait" | "later" | "skip" | "fail" | "plain";
  /** Since when, where the state has an age. */
  readonly since?: string;
}

export interface StepRow {
  readonly id: StepId;
  readonly number: number;
  readonly title: string;
  readonly lang: string | undefined;
  readonly state: StepState;
  /** Who, or what it waits for; the age follows it where there is one. */
  readonly side: string;
  readonly at?: string;
  readonly proofs: number;
  readonly done: boolean;
  readonly optional: boolean;
  readonly flagged: boolean;
}

export function stepState(incident: Incident, step: Step, me: UserId, text: AnyText): StepState {
  const { record } = step;
  switch (step.status) {
    case "ready":
      return { word: text("steps.todo"), icon: "ring", tone: "text", row: "plain" };
    case "in-progress": {
      const by = record?.status === "in-progress" ? record.by : undefined;
      const since = record?.status === "in-progress" ? { since: record.claimedStart ?? record.since } : {};
      if (by === me)
        return { word: text("steps.yours"), icon: "half", tone: "accent", row: "mine", ...since };
      const who = firstName(nameOf(incident, by));
      if (isLeftBehind(incident, step)) {
        const word = text("steps.left-behind", { name: who });
        return { word, who: word, icon: "half", tone: "warn", row: "on" };
      }
      return {
        word: text("steps.theirs", { name: who }),
        who,
        icon: "half",
        tone: "accent",
        row: "on",
        ...since,
      };
    }
    case "blocked": {
      const needs = record?.status === "blocked" ? record.needs : undefined;
      const word = needs === undefined ? text("steps.waiting") : text("steps.waiting-for", { thing: needs });
      return { word, icon: "pause", tone: "muted", row: "wait" };
    }
    case "awaiting-approval":
      return { word: text("steps.needs-approval"), icon: "diamond", tone: "approve", row: "plain" };
    case "done":
      return { word: text("steps.done"), icon: "check", tone: "text", row: "plain" };
    case "skipped": {
      const code = record?.status === "skipped" ? record.reasonCode : undefined;
      return {
        word:
          code === undefined
            ? text("steps.skipped")
            : text("steps.skipped-because", { reason: text(`entry.skip-${code}`) }),
        icon: "skip",
        tone: "muted",
        row: "skip",
      };
    }
    case "failed-check":
      return { word: text("steps.failed"), icon: "fail", tone: "danger", row: "fail" };
    case "todo":
      return {
        word: awaited(incident, step, text),
        icon: "later",
        tone: "muted",
        row: "later",
      };
    case "not-taken":
      return { word: text("steps.not-taken"), icon: "untaken", tone: "muted", row: "later" };
    default:
      return assertNever(step.status);
  }
}

/** Whoever is on it will not go on: they are not on the team any more, or may no longer sign in. */
export function isLeftBehind(incident: Incident, { status, record }: Step): boolean {
  if (status !== "in-progress" || record?.status !== "in-progress") return false;
  const holder = incident.people.get(record.by);
  return holder?.roles === undefined || holder.deactivated;
}

/** The language of the step's own words, where it is another than the page's: marked, so that it is read aloud right. */
export function foreignLanguage(incident: Incident, step: Step, text: AnyText): string | undefined {
  const language = incident.runs.get(step.run)?.playbook.template.language;
  return step.adHoc || language === text.language ? undefined : language;
}

export function stepRow(incident: Incident, step: Step, me: UserId, text: AnyText): StepRow {
  const state = stepState(incident, step, me, text);
  const { record } = step;
  const done = record?.status === "done" ? record : undefined;
  const who = done === undefined ? undefined : firstName(nameOf(incident, done.by));
  return {
    id: step.id,
    number: step.number,
    title: step.title,
    lang: foreignLanguage(incident, step, text),
    state,
    side: sideOf(state, step, who, text),
    ...(done === undefined ? {} : { at: done.doneAt ?? done.at }),
    proofs: evidenceOf(incident, step.id).length,
    done: step.status === "done",
    optional: step.template.optional,
    flagged: incident.needsReview.has(step.id),
  };
}

function sideOf(state: StepState, step: Step, doneBy: string | undefined, text: AnyText): string {
  if (step.status === "done")
    return doneBy ?? text(step.sharedWith === undefined ? "steps.known" : "steps.done-elsewhere");
  if (step.needsItem !== undefined && step.status === "ready") return text("steps.add-first");
  if (step.status === "ready") return "";
  if (state.row === "mine") return text("steps.you");
  return state.who ?? state.word;
}

/** "after 4", "after 4 and 2 more": by the numbers of the steps it waits for. */
function awaited(incident: Incident, step: Step, text: AnyText): string {
  const numbers = [...new Set(step.waitsFor.map((id) => steps(incident).get(id)?.number))]
    .filter((number) => number !== undefined)
    .sort((a, b) => a - b);
  const [first = ""] = numbers;
  if (numbers.length <= 3) return text("steps.after", { steps: text.list(numbers.map(String)) });
  return text("steps.after-more", { step: first, count: numbers.length - 1 });
}

export function firstName(name: string): string {
  return name.split(" ")[0] ?? name;
}
