import type { AnyText, PageKey } from "#app/content/messages/keys.ts";
import { requestOf } from "#app/core/incident/approval.ts";
import { askingOf, mayAnswer } from "#app/core/incident/approval-asking.ts";
import {
  type CommandOf,
  type DirectCommand,
  ERASURE_GROUNDS,
  SKIP_REASONS,
} from "#app/core/incident/command.ts";
import { standingOf } from "#app/core/incident/escalation.ts";
import { type Approval, type Incident, steps } from "#app/core/incident/incident.ts";

import { nameOf } from "#app/core/incident/summary.ts";
import type { TemplateStep } from "#app/core/playbook/template.ts";
import { isUserId, type StepId, type UserId } from "#app/core/shared/ids.ts";
import { placeLabel } from "../erasure/erasing-view.server.ts";
import { ROLE_WORDS } from "../incidents/people-view.server.ts";

export interface ApprovalView {
  readonly id: number;
  readonly hash: string;
  readonly by: string;
  readonly at: string;
  readonly status: "waiting" | "approved" | "declined" | "void";
  /** What was asked for, in words. */
  readonly asked: string;
  /** Everything that was given with it, as it will be recorded. */
  readonly details: readonly {
    /** Where it stands in the command: `evidence.0.value`. */
    readonly place: string;
    readonly label: string;
    readonly text: string;
  }[];
  readonly mayAnswer: boolean;
  /** The page that shows what it is about and takes the answer, where this one can't. */
  readonly answerAt?: string;
  /** Whom it was put before; undefined once it is answered or void. */
  readonly asking: AskingView | undefined;
  /** Others who were asked because nobody had answered. */
  readonly further: readonly { readonly seq: number; readonly at: string; readonly people: string }[];
  readonly answer?: { readonly by: string; readonly text?: string };
}

export interface AskingView {
  /** How many, and their names. */
  readonly count: number;
  readonly people: string;
  /** Who could answer, where nobody on the team can. */
  readonly roles: string;
  readonly next: { readonly at: string; readonly people: string } | undefined;
}

const ASKED: Partial<Record<DirectCommand["kind"], PageKey>> = {
  "complete-step": "steps.asked-mark-done",
  "skip-step": "steps.asked-skip",
  "set-became-aware": "steps.asked-move-aware",
};

export function approvalView(
  incident: Incident,
  approval: Approval,
  me: UserId,
  withheld: ReadonlySet<number>,
  text: AnyText,
  /** In whose words labels are given. */
  reading: Incident = incident,
): ApprovalView {
  const request = requestOf(incident, approval);
  const { answer } = approval;
  return {
    id: approval.id,
    hash: approval.hash ?? "",
    by: nameOf(incident, approval.requestedBy),
    at: approval.at,
    status: request.void ? "void" : approval.status,
    ...(withheld.has(approval.id)
      ? { asked: text("log.withheld"), details: [] }
      : askedIn(reading, request.command, text)),
    mayAnswer: mayAnswer(incident, approval, me),
    ...(request.command?.kind === "erase-payload"
      ? { answerAt: `/i/${incident.ref}/log/${request.command.seq}/erase` }
      : {}),
    asking: askingView(incident, approval, text),
    further: approval.further.map(({ seq, at, people }) => ({
      seq,
      at,
      people: names(incident, people, text),
    })),
    ...(answer === undefined
      ? {}
      : {
          answer: {
            by: nameOf(incident, answer.by),
            ...(answer.text === undefined ? {} : { text: answer.text }),
          },
        }),
  };
}

function askingView(incident: Incident, approval: Approval, text: AnyText): AskingView | undefined {
  const asking = askingOf(incident, approval);
  if (asking === undefined) return undefined;
  const { people, next } = standingOf(asking);
  const later = new Set(approval.further.flatMap((one) => one.people));
  const first = people.filter((id) => !later.has(id));
  return {
    count: people.length,
    people: names(incident, first, text),
    roles: text.list(asking.roles.map((role) => text(ROLE_WORDS[role]))),
    next: next === undefined ? undefined : { at: next.at, people: names(incident, next.people, text) },
  };
}

function names(incident: Incident, people: readonly UserId[], text: AnyText): string {
  return text.list(people.map((id) => nameOf(incident, id)));
}

function askedIn(
  incident: Incident,
  command: DirectCommand | undefined,
  say: AnyText,
): Pick<ApprovalView, "asked" | "details"> {
  if (command === undefined) return { asked: say("steps.asked-erased"), details: [] };
  const template = "stepId" in command ? templateOf(incident, command.stepId) : undefined;
  return {
    asked: say(ASKED[command.kind] ?? `act.to-${command.kind}`),
    details: Object.entries(command).flatMap(([name, value]) =>
      detailsOf(incident, template, name, value, say),
    ),
  };
}

function templateOf(incident: Incident, stepId: StepId | undefined): TemplateStep | undefined {
  return stepId === undefined ? undefined : steps(incident).get(stepId)?.template;
}

/** Every member of a command but its kind and its step, which the page names. */
function detailsOf(
  incident: Incident,
  template: TemplateStep | undefined,
  name: string,
  value: unknown,
  say: AnyText,
): ApprovalView["details"] {
  if (name === "kind" || name === "stepId" || name === "codename") return [];
  if (name === "fields") {
    return Object.entries(value ?? {}).map(([key, text]) => ({
      place: `fields.${key}`,
      label: template?.fields.find((field) => field.key === key)?.label ?? key,
      text: inWords(incident, text, say),
    }));
  }
  if (name === "evidence" && Array.isArray(value)) {
    return value.map((given: Stated, index) => ({
      place: `evidence.${index}`,
      label: template?.evidence.find((rule) => rule.key === given.key)?.label ?? given.key,
      text: inWords(incident, given.value, say),
    }));
  }
  const label = LABELS[name] === undefined ? name : say(LABELS[name]);
  return [{ place: name, label, text: memberInWords(incident, template, name, value, say) }];
}

type Stated = NonNullable<CommandOf<"complete-step">["evidence"]>[number];

const LABELS: Readonly<Record<string, PageKey>> = {
  because: "steps.why",
  reason: "steps.why",
  reasonCode: "steps.label-reason-code",
  outcome: "steps.outcome",
  doneAt: "steps.label-done-at",
  breakGlass: "steps.label-break-glass",
  option: "steps.answer",
  basis: "steps.label-basis",
  confidence: "steps.label-confidence",
  reviewAt: "steps.label-review-at",
  at: "steps.label-at",
  source: "steps.label-source",
  runId: "steps.label-run",
  seq: "log.entry",
  slots: "erasure.what-goes",
  ground: "erasure.ground",
};

function memberInWords(
  incident: Incident,
  template: TemplateStep | undefined,
  name: string,
  value: unknown,
  say: AnyText,
): string {
  if (name === "basis" && Array.isArray(value))
    return value.map((seq) => `#${seq}`).join(", ") || say("steps.nothing");
  if (name === "seq") return `#${value}`;
  if (name === "ground") return groundInWords(value, say) ?? inWords(incident, value, say);
  if (name === "slots" && Array.isArray(value))
    return say.list([...new Set(value.map((place) => placeLabel(String(place), say)))]);
  if (name === "reasonCode") return reasonInWords(value, say) ?? inWords(incident, value, say);
  if (name === "option") {
    const option = template?.decision?.options.find((candidate) => candidate.value === value);
    if (option !== undefined) return option.label;
  }
  return inWords(incident, value, say);
}

function groundInWords(value: unknown, say: AnyText): string | undefined {
  const code = ERASURE_GROUNDS.find((ground) => ground === value);
  return code === undefined ? undefined : say(`entry.ground-${code}`);
}

function reasonInWords(value: unknown, say: AnyText): string | undefined {
  const code = SKIP_REASONS.find((reason) => reason === value);
  return code === undefined ? undefined : say(`entry.skip-${code}`);
}

/** Nothing is left out: what has no words of its own is shown as it will be recorded. */
function inWords(incident: Incident, value: unknown, say: AnyText): string {
  if (typeof value === "string") return isUserId(value) ? nameOf(incident, value) : value;
  if (value === null) return say("steps.none");
  if (Array.isArray(value))
    return value.map((one) => inWords(incident, one, say)).join(", ") || say("steps.none");
  return JSON.stringify(value);
}
