import type { Step, StepStatus } from "#app/core/playbook/run.ts";
import type { StepId } from "#app/core/shared/ids.ts";
import { addSeconds, epochOf } from "#app/core/shared/instant.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import type { CommandOf } from "./command.ts";
import { ahead, type Context, type Decision, rolesOf } from "./context.ts";
import { type Draft, draft, type On } from "./entry.ts";
import { evidenceOf, type Incident, isLive, steps } from "./incident.ts";
import type { Refusal } from "./refusal.ts";

const OPEN: readonly StepStatus[] = ["ready", "in-progress", "failed-check"];

export function claimStep(incident: Incident, command: CommandOf<"claim-step">, context: Context): Decision {
  const step = stepIn(incident, command.stepId, ["ready", "failed-check"]);
  if (!step.ok) return step;
  const { startedAt, claimedAt } = command;
  const early = ahead(context, "startedAt", startedAt) ?? ahead(context, "claimedAt", claimedAt);
  if (early !== undefined) return no(early);
  return ok([draft("step-claimed", on(command.stepId), { startedAt, claimedAt })]);
}

export function releaseStep(
  incident: Incident,
  command: CommandOf<"release-step">,
  context: Context,
): Decision {
  const step = stepIn(incident, command.stepId, ["in-progress"]);
  if (!step.ok) return step;
  const refusal = notOwner(incident, step.value, context);
  if (refusal !== undefined) return no(refusal);
  return ok([draft("step-released", on(command.stepId), {})]);
}

export function reassignStep(incident: Incident, command: CommandOf<"reassign-step">): Decision {
  const step = stepIn(incident, command.stepId, OPEN);
  if (!step.ok) return step;
  if (rolesOf(incident, command.to) === undefined) return no({ code: "unknown-person", userId: command.to });
  return ok([draft("step-reassigned", on(command.stepId), { to: command.to, because: command.because })]);
}

/** A step done already may be completed again only to answer "needs review". */
export function completeStep(
  incident: Incident,
  command: CommandOf<"complete-step">,
  context: Context,
): Decision {
  const again = incident.needsReview.has(command.stepId);
  const step = stepIn(incident, command.stepId, again ? [...OPEN, "done"] : OPEN);
  if (!step.ok) return step;
  const { template, needsItem, notBy } = step.value;
  if (notBy === context.actor.userId) return no({ code: "same-person" });
  if (needsItem !== undefined) return no({ code: "needs-item", collection: needsItem });
  if (template.decision !== undefined) return no({ code: "needs-decision" });
  if (template.satisfied_by !== undefined) return no({ code: "needs-fact", fact: template.satisfied_by });
  const early = ahead(context, "doneAt", command.doneAt) ?? ahead(context, "claimedAt", command.claimedAt);
  if (early !== undefined) return no(early);
  const fields = missingFields(step.value, command.fields ?? {});
  if (fields.length > 0) return no({ code: "needs-fields", missing: fields });
  const given = givenEvidence(step.value, command);
  if (!given.ok) return given;
  const proof = missingEvidence(incident, step.value, given.value);
  if (proof.length > 0) return no({ code: "needs-evidence", missing: proof });
  if (command.breakGlass !== undefined) {
    const refusal = noBreakGlass(step.value);
    if (refusal !== undefined) return no(refusal);
  }
  const completed = draft(
    "step-completed",
    on(command.stepId),
    {
      outcome: command.outcome,
      fields: command.fields,
      doneAt: command.doneAt,
      claimedAt: command.claimedAt,
      breakGlass: command.breakGlass,
      evidence: evidenceOf(incident, command.stepId)
        .filter((evidence) => evidence.hidden === undefined)
        .map((evidence) => evidence.seq),
    },
    given.value.length === 0 ? {} : { refDrafts: given.value.map((_, index) => index) },
  );
  return ok([...given.value, completed]);
}

export function skipStep(incident: Incident, command: CommandOf<"skip-step">): Decision {
  const step = stepIn(incident, command.stepId, ["todo", "ready", "in-progress", "blocked", "failed-check"]);
  if (!step.ok) return step;
  if (step.value.template.never_skip) return no({ code: "never-skip" });
  return ok([
    draft("step-skipped", on(command.stepId), { reasonCode: command.reasonCode, reason: command.reason }),
  ]);
}

export function blockStep(incident: Incident, command: CommandOf<"block-step">): Decision {
  const step = stepIn(incident, command.stepId, OPEN);
  if (!step.ok) return step;
  const { reason, needs, asked, until } = command;
  return ok([draft("step-blocked", on(command.stepId), { reason, needs, asked, until })]);
}

export function unblockStep(incident: Incident, command: CommandOf<"unblock-step">): Decision {
  const step = stepIn(incident, command.stepId, ["blocked"]);
  if (!step.ok) return step;
  return ok([draft("step-unblocked", on(command.stepId), { changed: command.changed })]);
}

export function undoStep(incident: Incident, command: CommandOf<"undo-step">): Decision {
  const step = stepIn(incident, command.stepId, ["done", "skipped"]);
  if (!step.ok) return step;
  const status = step.value.record?.status;
  // Done through another run or a fact of the incident: there is nothing here to undo.
  if (status !== "done" && status !== "skipped")
    return no({ code: "step-status", status: "done-elsewhere", allowed: ["done-here"] });
  return ok([draft("step-undone", on(command.stepId), { because: command.because })]);
}

export function failCheck(incident: Incident, command: CommandOf<"fail-check">): Decision {
  const step = stepIn(incident, command.stepId, ["done"]);
  if (!step.ok) return step;
  if (step.value.record?.status !== "done")
    return no({ code: "step-status", status: "done-elsewhere", allowed: ["done-here"] });
  return ok([draft("check-failed", on(command.stepId), { because: command.because })]);
}

/** A new answer replaces the standing one; both stay in the log. */
export function decideStep(incident: Incident, command: CommandOf<"decide">, context: Context): Decision {
  const step = stepIn(incident, command.stepId, [...OPEN, "done", "skipped"]);
  if (!step.ok) return step;
  const { decision } = step.value.template;
  if (decision === undefined) return no({ code: "not-a-decision" });
  if (step.value.needsItem !== undefined) return no({ code: "needs-item", collection: step.value.needsItem });
  const option = decision.options.find((candidate) => candidate.value === command.option);
  if (option === undefined) {
    return no({
      code: "unknown-option",
      option: command.option,
      options: decision.options.map((known) => known.value),
    });
  }
  const basis = command.basis?.find((seq) => seq >= incident.size);
  if (basis !== undefined) return no({ code: "unknown-entry", seq: basis });
  // "Cannot tell" is an honest answer and rests on no proof; every other option rests on what the step asks for.
  const proof = option.value === decision.unknown_value ? [] : missingEvidence(incident, step.value, []);
  if (proof.length > 0) return no({ code: "needs-evidence", missing: proof });
  const latest =
    option.review_after_seconds === undefined
      ? undefined
      : addSeconds(context.at, option.review_after_seconds);
  const asked = command.reviewAt ?? latest;
  const reviewAt =
    asked !== undefined && latest !== undefined && epochOf(asked) > epochOf(latest) ? latest : asked;
  const { because, confidence } = command;
  return ok([
    draft(
      "decided",
      on(command.stepId),
      {
        question: decision.question,
        option: option.value,
        label: option.label,
        because,
        basis: command.basis,
        confidence,
        reviewAt,
      },
      basisRefs(command.basis),
    ),
  ]);
}

export function addEvidence(
  incident: Incident,
  command: CommandOf<"add-evidence">,
  context: Context,
): Decision {
  const early = ahead(context, "happenedAt", command.happenedAt);
  if (early !== undefined) return no(early);
  const step = command.stepId === undefined ? undefined : steps(incident).get(command.stepId);
  if (command.stepId !== undefined && step === undefined)
    return no({ code: "unknown-step", stepId: command.stepId });
  const rule = step?.template.evidence.find((candidate) => candidate.key === command.key);
  if (step !== undefined && command.key !== undefined && rule === undefined)
    return no(unknownKey(step, command.key));
  const target = step === undefined ? { t: "incident", id: incident.ref } : on(step.id);
  const { key, value, happenedAt } = command;
  if (context.files.length === 0) {
    const kind = rule === undefined || rule.kind === "file" ? "statement" : rule.kind;
    return ok([draft("evidence-added", target, { kind, key, value, happenedAt })]);
  }
  return ok(
    context.files.map((file) =>
      draft(
        "evidence-added",
        target,
        { kind: "file", key, value, file: { name: file.name, type: file.type, size: file.size }, happenedAt },
        { att: [file] },
      ),
    ),
  );
}

function stepIn(incident: Incident, id: StepId, allowed: readonly StepStatus[]): Result<Step, Refusal> {
  const step = steps(incident).get(id);
  if (step === undefined) return no({ code: "unknown-step", stepId: id });
  if (!isLive(incident, step)) return no({ code: "run-ended", runId: step.run });
  if (allowed.includes(step.status)) return ok(step);
  if (step.status === "todo")
    return no({ code: "step-not-ready", waitsFor: step.waitsFor.map((other) => titleOf(incident, other)) });
  return no({ code: "step-status", status: step.status, allowed });
}

function titleOf(incident: Incident, id: StepId): string {
  return steps(incident).get(id)?.title ?? id;
}

function notOwner(incident: Incident, step: Step, context: Context): Refusal | undefined {
  const { record } = step;
  if (record?.status !== "in-progress" || record.by === context.actor.userId) return undefined;
  return { code: "not-yours", owner: incident.people.get(record.by)?.name ?? record.by };
}

function missingFields(step: Step, given: Readonly<Record<string, string>>): string[] {
  return step.template.fields
    .filter((field) => field.required && !given[field.key])
    .map((field) => field.label);
}

/** What was typed on the step's form as proof: the value, where to find it, or what a person states. */
function givenEvidence(step: Step, command: CommandOf<"complete-step">): Result<readonly Draft[], Refusal> {
  const drafts: Draft[] = [];
  for (const { key, value } of command.evidence ?? []) {
    const rule = step.template.evidence.find((candidate) => candidate.key === key);
    if (rule === undefined) return no(unknownKey(step, key));
    const kind = rule.kind === "file" ? "statement" : rule.kind;
    drafts.push(draft("evidence-added", on(step.id), { kind, key, value }));
  }
  return ok(drafts);
}

function missingEvidence(incident: Incident, step: Step, given: readonly Draft[]): string[] {
  const attached = evidenceOf(incident, step.id).filter((evidence) => evidence.hidden === undefined);
  return step.template.evidence
    .filter((rule) => {
      const count = attached.filter((evidence) => evidence.key === rule.key).length;
      return (
        rule.required && count + given.filter((added) => added.f.key === rule.key).length < rule.min_count
      );
    })
    .map((rule) => rule.label);
}

function unknownKey(step: Step, key: string): Refusal {
  return { code: "unknown-evidence-key", key, keys: step.template.evidence.map((rule) => rule.key) };
}

/** Minutes matter only for switching off; nothing that leaves the building or can't be undone goes alone. */
function noBreakGlass(step: Step): Refusal | undefined {
  if (!step.template.four_eyes) return { code: "no-break-glass", why: "not-needed" };
  if (step.template.danger === 0) {
    return { code: "no-break-glass", why: "not-urgent" };
  }
  if (step.template.danger <= 2) return undefined;
  return { code: "no-break-glass", why: "final" };
}

function basisRefs(basis: readonly number[] | undefined): { ref?: readonly number[] } {
  if (basis === undefined || basis.length === 0) return {};
  return { ref: [...new Set(basis)].sort((a, b) => a - b) };
}

function on(id: StepId): On {
  return { t: "step", id };
}
