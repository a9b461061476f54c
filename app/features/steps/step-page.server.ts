import type { AnyText } from "#app/content/messages/keys.ts";
import { approvalRule } from "#app/core/incident/approval.ts";
import { evidenceOf, type Incident, steps } from "#app/core/incident/incident.ts";
import { limitOf } from "#app/core/incident/limit.ts";
import { type Scar, scarsOf } from "#app/core/incident/scar.ts";
import { nameOf } from "#app/core/incident/summary.ts";
import type { Step } from "#app/core/playbook/run.ts";
import type { EvidenceRule, Role } from "#app/core/playbook/template.ts";
import type { UserId } from "#app/core/shared/ids.ts";
import { type ClockView, clockView } from "../incidents/clock-view.server.ts";
import { ROLE_WORDS } from "../incidents/people-view.server.ts";
import { type VoiceView, voiceViews } from "../voices/voice-view.server.ts";
import type { ApprovalView } from "./approval-view.server.ts";
import { foreignLanguage, isLeftBehind, type StepState, stepState } from "./step-view.server.ts";

export interface ProofView {
  readonly seq: number;
  readonly name: string;
  /** The text, where there is no file. */
  readonly text?: string;
  readonly file?: { readonly size: number };
  readonly about?: string;
  readonly by: string;
  readonly at: string;
  readonly hidden?: string;
  readonly scars: readonly Scar[];
}

export interface ProofRule {
  readonly key: string;
  readonly label: string;
  readonly kind: EvidenceRule["kind"];
  readonly required: boolean;
  readonly needed: number;
  readonly have: number;
  readonly hint?: string;
}

interface OptionView {
  readonly value: string;
  readonly label: string;
  readonly criteria: string;
  /** The honest "cannot tell". */
  readonly unknown: boolean;
}

export interface StepPage {
  readonly id: string;
  readonly number: number;
  readonly of: number;
  readonly track: { readonly id: string; readonly title: string };
  readonly title: string;
  /** Of the playbook's words, where it is not the page's. */
  readonly lang: string | undefined;
  readonly state: StepState;
  readonly status: Step["status"];
  readonly mine: boolean;
  readonly owner: string | undefined;
  /** That person will not go on with it. */
  readonly leftBehind: boolean;
  readonly clock: ClockView | undefined;
  readonly required: boolean;
  readonly neverSkip: boolean;
  readonly roles: string;
  /** Skipping it is for two people to say. */
  readonly skipNeedsSecond: boolean;
  readonly danger: 0 | 1 | 2 | 3;
  readonly reversible: string | undefined;
  readonly undo: string | undefined;
  readonly fourEyes: string | undefined;
  readonly onePersonBecause: string | undefined;
  readonly flaggedBy: number | undefined;
  readonly failed: string | undefined;
  readonly why: string;
  readonly do: readonly string[];
  readonly snippets: readonly SnippetGroup[];
  readonly expect: string | undefined;
  readonly ifNot: string | undefined;
  readonly doneWhen: string;
  readonly waitsFor: readonly { readonly id: string; readonly number: number; readonly title: string }[];
  readonly needsItem:
    | { readonly key: string; readonly item: string; readonly hint: string | undefined }
    | undefined;
  readonly becameAware: boolean;
  readonly proofRules: readonly ProofRule[];
  readonly proofs: readonly ProofView[];
  readonly fields: readonly {
    readonly key: string;
    readonly label: string;
    readonly required: boolean;
    readonly value?: string;
  }[];
  readonly decision: DecisionView | undefined;
  readonly approvals: readonly ApprovalView[];
  readonly outcome: string | undefined;
  /** What was erased of what was said when it was done. */
  readonly scars: readonly Scar[];
  readonly previous: string | undefined;
  readonly next: string | undefined;
}

interface SnippetGroup {
  readonly provider: string;
  readonly open: boolean;
  readonly snippets: readonly { readonly label: string; readonly text: string }[];
}

export interface DecisionView {
  readonly question: string;
  readonly options: readonly OptionView[];
  readonly standing:
    | {
        readonly seq: number;
        readonly label: string;
        readonly because: string;
        readonly by: string;
        readonly at: string;
      }
    | undefined;
  /** Disagreement with it, and what anyone was asked to hold back. */
  readonly voices: readonly VoiceView[];
}

/** Of the `withheld` entries only that they are there. */
export function stepPage(
  incident: Incident,
  step: Step,
  me: UserId,
  withheld: ReadonlySet<number>,
  text: AnyText,
  approvals: readonly ApprovalView[],
): StepPage {
  const { template, record } = step;
  const run = incident.runs.get(step.run);
  const all = [...steps(incident).values()].filter((other) => other.run === step.run);
  const place = all.indexOf(step);
  const limit = limitOf(incident, step);
  const owner = record?.status === "in-progress" ? record.by : undefined;
  const rule = approvalRule(
    incident,
    template.decision === undefined
      ? { kind: "complete-step", stepId: step.id }
      : { kind: "decide", stepId: step.id, option: template.decision.unknown_value, because: "-" },
  );
  return {
    id: step.id,
    number: step.number,
    of: run?.playbook.template.steps.length ?? step.number,
    track: {
      id: `${step.run}.${template.track}`,
      title:
        run?.playbook.template.tracks.find((track) => track.key === template.track)?.title ?? template.track,
    },
    title: step.title,
    lang: foreignLanguage(incident, step, text),
    state: stepState(incident, step, me, text),
    status: step.status,
    mine: owner === me,
    owner: owner === undefined ? undefined : nameOf(incident, owner),
    leftBehind: isLeftBehind(incident, step),
    clock: limit === undefined || isSettled(step) ? undefined : clockView(limit, text),
    required: !template.optional,
    neverSkip: template.never_skip,
    roles: anyOf(template.roles, text),
    skipNeedsSecond: template.danger >= 3 || template.roles.includes("legal"),
    danger: dangerOf(template.danger),
    reversible: template.reversible,
    undo: template.undo,
    fourEyes: rule?.why,
    onePersonBecause: template.one_person_because,
    flaggedBy: incident.needsReview.get(step.id),
    failed: record?.status === "open" ? record.failedCheck : undefined,
    why: template.why,
    do: template.do,
    snippets: snippetsOf(step),
    expect: template.expect,
    ifNot: template.if_not,
    doneWhen: template.done_when,
    waitsFor: step.waitsFor.flatMap((id) => {
      const other = steps(incident).get(id);
      return other === undefined ? [] : [{ id, number: other.number, title: other.title }];
    }),
    needsItem: missingItem(incident, step, text),
    becameAware: template.satisfied_by === "became-aware-set",
    proofRules: proofRules(incident, step),
    proofs: proofsOf(incident, step, withheld, text),
    fields: template.fields.map(({ key, label, required }) => {
      const value = record?.status === "done" ? record.fields[key] : undefined;
      return { key, label, required, ...(value === undefined ? {} : { value }) };
    }),
    decision: decisionOf(incident, step, text),
    approvals,
    outcome: record?.status === "done" ? record.outcome : undefined,
    scars: record === undefined ? [] : scarsOf(incident, record.seq, text),
    previous: all[place - 1]?.id,
    next: all[place + 1]?.id,
  };
}

/** "Technical or System owner". */
function anyOf(roles: readonly Role[], text: AnyText): string {
  const [first, ...others] = roles.map((role) => text(ROLE_WORDS[role]));
  return others.reduce((one, other) => text("steps.or", { one, other }), first ?? "");
}

function isSettled(step: Step): boolean {
  return step.status === "done" || step.status === "skipped" || step.status === "not-taken";
}

function dangerOf(danger: number): 0 | 1 | 2 | 3 {
  return danger === 0 || danger === 1 || danger === 2 ? danger : 3;
}

/** By provider; open where there is one only, or where the item's label names it. */
function snippetsOf(step: Step): readonly SnippetGroup[] {
  const groups = new Map<string, { label: string; text: string }[]>();
  for (const { provider, label, text } of step.template.snippets) {
    groups.set(provider, [...(groups.get(provider) ?? []), { label, text }]);
  }
  const label = step.item?.label.toLowerCase() ?? "";
  return [...groups].map(([provider, snippets]) => ({
    provider,
    snippets,
    open: groups.size === 1 || label.includes(provider.toLowerCase()),
  }));
}

function missingItem(incident: Incident, step: Step, text: AnyText): StepPage["needsItem"] {
  if (step.needsItem === undefined) return undefined;
  const collection = incident.runs
    .get(step.run)
    ?.playbook.template.collections.find((candidate) => candidate.key === step.needsItem);
  return { key: step.needsItem, item: collection?.item ?? text("steps.item"), hint: collection?.hint };
}

function proofRules(incident: Incident, step: Step): readonly ProofRule[] {
  const shown = evidenceOf(incident, step.id).filter((evidence) => evidence.hidden === undefined);
  return step.template.evidence.map(({ key, label, kind, required, min_count, redact_hint }) => ({
    key,
    label,
    kind,
    required,
    needed: min_count,
    have: shown.filter((evidence) => evidence.key === key).length,
    ...(redact_hint === undefined ? {} : { hint: redact_hint }),
  }));
}

function proofsOf(
  incident: Incident,
  step: Step,
  withheld: ReadonlySet<number>,
  text: AnyText,
): readonly ProofView[] {
  return evidenceOf(incident, step.id).map((evidence) => {
    const label = step.template.evidence.find((rule) => rule.key === evidence.key)?.label;
    const { file, value } = evidence;
    const said = {
      name: file?.name ?? label ?? text("steps.statement"),
      ...(file === undefined ? { text: value ?? text("steps.erased") } : { file: { size: file.size } }),
      ...(file !== undefined && value !== undefined && value !== file.name ? { text: value } : {}),
      ...(file === undefined || label === undefined ? {} : { about: label }),
    };
    return {
      seq: evidence.seq,
      ...(withheld.has(evidence.seq) ? { name: text("log.withheld") } : said),
      scars: scarsOf(incident, evidence.seq, text),
      by: nameOf(incident, evidence.by),
      at: evidence.at,
      ...(evidence.hidden === undefined ? {} : { hidden: evidence.hidden.because ?? text("steps.erased") }),
    };
  });
}

function decisionOf(incident: Incident, step: Step, text: AnyText): DecisionView | undefined {
  const { decision } = step.template;
  if (decision === undefined) return undefined;
  const standing = step.decision;
  return {
    question: decision.question,
    options: decision.options.map(({ value, label, criteria }) => ({
      value,
      label,
      criteria,
      unknown: value === decision.unknown_value,
    })),
    standing:
      standing === undefined
        ? undefined
        : {
            seq: standing.seq,
            label: standing.label ?? text("steps.erased"),
            because: standing.because ?? text("steps.erased"),
            by: nameOf(incident, standing.by),
            at: standing.at,
          },
    voices: voiceViews(incident, text, (voice) => voice.kind === "pressure" || voice.about === standing?.seq),
  };
}
