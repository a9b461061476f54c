import { requestOf } from "#app/core/incident/approval.ts";
import { type CommandOf, type DirectCommand, SKIP_REASONS } from "#app/core/incident/command.ts";
import { type Approval, type Incident, steps } from "#app/core/incident/incident.ts";
import { mayAnswer } from "#app/core/incident/now.ts";
import { nameOf } from "#app/core/incident/summary.ts";
import { SKIP_WORDS } from "#app/core/incident/words.ts";
import type { TemplateStep } from "#app/core/playbook/template.ts";
import { isUserId, type StepId, type UserId } from "#app/core/shared/ids.ts";
import { WITHHELD } from "../log/entry-view.server.ts";
import { ACT_WORDS } from "../settings/act-words.ts";

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
  readonly answer?: { readonly by: string; readonly text?: string };
}

const ASKED: Partial<Record<DirectCommand["kind"], string>> = {
  "complete-step": "Mark it done",
  "skip-step": "Skip it",
  "set-became-aware": "Move the time we became aware",
};

export function approvalView(
  incident: Incident,
  approval: Approval,
  me: UserId,
  withheld: ReadonlySet<number>,
): ApprovalView {
  const request = requestOf(incident, approval);
  const { answer } = approval;
  return {
    id: approval.id,
    hash: approval.hash ?? "",
    by: nameOf(incident, approval.requestedBy),
    at: approval.at,
    status: request.void ? "void" : approval.status,
    ...(withheld.has(approval.id) ? { asked: WITHHELD, details: [] } : askedIn(incident, request.command)),
    mayAnswer: mayAnswer(incident, approval, me),
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

function askedIn(
  incident: Incident,
  command: DirectCommand | undefined,
): Pick<ApprovalView, "asked" | "details"> {
  if (command === undefined) return { asked: "Something that was erased", details: [] };
  const template = "stepId" in command ? templateOf(incident, command.stepId) : undefined;
  return {
    asked: ASKED[command.kind] ?? ACT_WORDS[command.kind],
    details: Object.entries(command).flatMap(([name, value]) => detailsOf(incident, template, name, value)),
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
): ApprovalView["details"] {
  if (name === "kind" || name === "stepId") return [];
  if (name === "fields") {
    return Object.entries(value ?? {}).map(([key, text]) => ({
      place: `fields.${key}`,
      label: template?.fields.find((field) => field.key === key)?.label ?? key,
      text: inWords(incident, text),
    }));
  }
  if (name === "evidence" && Array.isArray(value)) {
    return value.map((given: Stated, index) => ({
      place: `evidence.${index}`,
      label: template?.evidence.find((rule) => rule.key === given.key)?.label ?? given.key,
      text: inWords(incident, given.value),
    }));
  }
  return [{ place: name, label: LABELS[name] ?? name, text: memberInWords(incident, template, name, value) }];
}

type Stated = NonNullable<CommandOf<"complete-step">["evidence"]>[number];

const LABELS: Readonly<Record<string, string>> = {
  because: "Why",
  reason: "Why",
  reasonCode: "Kind of reason",
  outcome: "What came of it",
  doneAt: "When it was done (stated)",
  breakGlass: "Why without approval",
  option: "Answer",
  basis: "Rests on",
  confidence: "How sure",
  reviewAt: "Looked at again",
  at: "When we became aware",
  source: "How that is known",
  runId: "Playbook run",
};

function memberInWords(
  incident: Incident,
  template: TemplateStep | undefined,
  name: string,
  value: unknown,
): string {
  if (name === "basis" && Array.isArray(value)) return value.map((seq) => `#${seq}`).join(", ") || "nothing";
  if (name === "reasonCode") return reasonInWords(value) ?? inWords(incident, value);
  if (name === "option") {
    const option = template?.decision?.options.find((candidate) => candidate.value === value);
    if (option !== undefined) return option.label;
  }
  return inWords(incident, value);
}

function reasonInWords(value: unknown): string | undefined {
  const code = SKIP_REASONS.find((reason) => reason === value);
  return code === undefined ? undefined : SKIP_WORDS[code];
}

/** Nothing is left out: what has no words of its own is shown as it will be recorded. */
function inWords(incident: Incident, value: unknown): string {
  if (typeof value === "string") return isUserId(value) ? nameOf(incident, value) : value;
  if (value === null) return "none";
  if (Array.isArray(value)) return value.map((one) => inWords(incident, one)).join(", ") || "none";
  return JSON.stringify(value);
}
