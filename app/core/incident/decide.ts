import { no, ok } from "#app/core/shared/result.ts";
import { approvalHash, approvalRule, missingRoles, performers, requestOf } from "./approval.ts";
import { changedSince } from "./changed-since.ts";
import type { Command, CommandOf, DirectCommand } from "./command.ts";
import type { Actor, Context, Decision, Rule } from "./context.ts";
import { type Draft, draft, type On } from "./entry.ts";
import type { Approval, Incident } from "./incident.ts";
import { type CommandKind, mayCommand, mayDeclare, PERMISSIONS } from "./permission.ts";
import type { Refusal } from "./refusal.ts";
import * as access from "./rules-access.ts";
import { erasePayload, isCodename, liftHold, setHold } from "./rules-erasure.ts";
import * as fact from "./rules-fact.ts";
import { acceptHandover, handOver } from "./rules-handover.ts";
import * as plan from "./rules-plan.ts";
import * as step from "./rules-step.ts";
import { closeWall, openWall } from "./rules-wall.ts";

// Every change of an incident is decided here: command in, entries or a refusal out.
// Invariants
// (1) A refused command leaves no entry.
// (2) Nothing but a permitted person's command makes an entry; the system decides nothing.
// (3) A command that needs a second person makes its entry only through `approve`, by another person
//     than those who asked for it or did the work, and only while what was shown still stands.
// (4) A step with `never_skip` is never skipped.
// (5) A step is done only from ready, in-progress, failed-check or awaiting-approval, with its required
//     fields and proof, and never while a step it waits for is open.
// (6) A step repeated for an empty collection is never done.
// (7) Undoing resets one step alone; what relied on it is flagged.
// (8) A declared incident always has exactly one lead.
// (9) An incident closes only when no step with `never_skip` is open in a running playbook.
// (10) Only a reopened incident changes after it is closed; notes, dissent and corrections may be added.
// (11) To whoever is not on its team a restricted incident is one that does not exist.
// (12) Nothing is erased but by two people of different functions, who both proved themselves and typed the codename,
//      and never while a hold stands.

export function decide(incident: Incident, command: Command, context: Context): Decision {
  if (command.kind === "declare-incident") {
    if (incident.size > 0) return no({ code: "incident-open" });
    if (!mayDeclare(context.actor.installationRole)) return no({ code: "role-needed", roles: ["member"] });
    return fact.declare(incident, command, context);
  }
  if (incident.size === 0) return no({ code: "not-found" });
  const refusal =
    notPermitted(incident, command.kind, context, subjectOf(incident, command)) ??
    changedSince(incident, command, context.seen);
  if (refusal !== undefined) return no(refusal);
  switch (command.kind) {
    case "request-approval":
      return requestApproval(incident, command, context);
    case "approve":
      return approve(incident, command, context);
    case "decline":
      return decline(incident, command, context);
    default:
      return decideDirect(incident, command, context);
  }
}

function decideDirect(incident: Incident, command: DirectCommand, context: Context): Decision {
  const decision = applyRule(incident, command, context);
  // What is missing can be added after asking; what is impossible is said first.
  if (!decision.ok && !CAN_BE_ADDED.has(decision.error.code)) return decision;
  const rule = approvalRule(incident, command);
  const alone = command.kind === "complete-step" && command.breakGlass !== undefined;
  if (rule !== undefined && !alone) return no({ code: "needs-approval", why: rule.why });
  return decision;
}

const CAN_BE_ADDED: ReadonlySet<Refusal["code"]> = new Set(["needs-evidence", "needs-fields"]);

const RULES: { readonly [K in DirectCommand["kind"]]: Rule<CommandOf<K>> } = {
  "start-playbook": plan.startPlaybook,
  "rebase-run": plan.rebaseRun,
  "end-run": plan.endRun,
  "add-item": plan.addItem,
  "close-collection": plan.closeCollection,
  "add-step": plan.addStep,
  "claim-step": step.claimStep,
  "release-step": step.releaseStep,
  "reassign-step": step.reassignStep,
  "complete-step": step.completeStep,
  "skip-step": step.skipStep,
  "block-step": step.blockStep,
  "unblock-step": step.unblockStep,
  "undo-step": step.undoStep,
  "fail-check": step.failCheck,
  decide: step.decideStep,
  "add-evidence": step.addEvidence,
  "set-title": fact.setTitle,
  "set-codename": fact.setCodename,
  "set-became-aware": fact.setBecameAware,
  "set-severity": fact.setSeverity,
  classify: fact.classify,
  "add-note": fact.addNote,
  "log-pressure": fact.logPressure,
  dissent: fact.dissent,
  "hide-evidence": fact.hideEvidence,
  "correct-entry": fact.correctEntry,
  "link-incident": fact.linkIncident,
  "close-incident": fact.closeIncident,
  "reopen-incident": fact.reopenIncident,
  join: fact.join,
  "set-role": fact.setRole,
  "leave-team": fact.leaveTeam,
  "hand-over": handOver,
  "accept-handover": acceptHandover,
  "open-wall": openWall,
  "close-wall": closeWall,
  "erase-payload": erasePayload,
  "set-hold": setHold,
  "lift-hold": liftHold,
  restrict: access.restrict,
  "lift-restriction": access.liftRestriction,
  "ask-to-be-let-in": access.askToBeLetIn,
  "let-in": access.letIn,
  invite: access.invite,
  "withdraw-invitation": access.withdrawInvitation,
  "accept-invitation": access.acceptInvitation,
};

function applyRule(incident: Incident, command: DirectCommand, context: Context): Decision {
  const rule = RULES[command.kind] as Rule<DirectCommand>; // the table's type pairs each kind with its own command
  return rule(incident, command, context);
}

const AFTER_CLOSE: ReadonlySet<CommandKind> = new Set<CommandKind>([
  "reopen-incident",
  "add-note",
  "dissent",
  "log-pressure",
  "correct-entry",
  "close-wall",
  "join",
  "ask-to-be-let-in",
  "let-in",
  "erase-payload",
  "set-hold",
  "lift-hold",
]);

/** Given from outside, by people to whom the incident is not shown yet. */
const FROM_OUTSIDE: ReadonlySet<CommandKind> = new Set<CommandKind>([
  "ask-to-be-let-in",
  "let-in",
  "accept-invitation",
]);

/** What asking and answering are about: a closed incident lets through what could be done in it. */
function subjectOf(incident: Incident, command: Exclude<Command, { kind: "declare-incident" }>): CommandKind {
  if (command.kind === "request-approval") return command.for.kind;
  if (command.kind !== "approve" && command.kind !== "decline") return command.kind;
  const approval = incident.approvals.get(command.approvalId);
  return (approval && requestOf(incident, approval).command?.kind) ?? command.kind;
}

/** `about` differs from `kind` where someone asks for a command, or answers for one. */
function notPermitted(
  incident: Incident,
  kind: CommandKind,
  context: Context,
  about: CommandKind = kind,
): Refusal | undefined {
  const { actor } = context;
  const roles = incident.people.get(actor.userId)?.roles;
  if (incident.restricted !== undefined && roles === undefined && !FROM_OUTSIDE.has(kind))
    return { code: "not-found" };
  if (!mayCommand(kind, roles, actor.installationRole)) {
    if (actor.installationRole === "observer") return { code: "role-needed", roles: ["member"] };
    return roles === undefined
      ? { code: "not-on-team" }
      : { code: "role-needed", roles: PERMISSIONS[kind].roles };
  }
  if (incident.closed !== undefined && !AFTER_CLOSE.has(about)) return { code: "incident-closed" };
  return undefined;
}

/** The inner command is checked as if it ran, so that no one is asked to approve what can't be done. */
function requestApproval(
  incident: Incident,
  command: CommandOf<"request-approval">,
  context: Context,
): Decision {
  const inner = command.for;
  const refusal = notPermitted(incident, inner.kind, context);
  if (refusal !== undefined) return no(refusal);
  const decision = applyRule(withoutVoidRequest(incident, inner), inner, context);
  if (!decision.ok) return decision;
  if (approvalRule(incident, inner) === undefined) return no({ code: "no-approval-needed" });
  if (PERMISSIONS[inner.kind].friction === "F3" && !context.actor.reauthenticated)
    return no({ code: "reauthenticate" });
  const hash = approvalHash(incident, inner);
  return ok([
    draft("approval-requested", targetOf(incident, inner, decision.value), { command: inner, hash }),
  ]);
}

/** Runs the approved command. Its entries stay its performer's, and rest on the request and the approval. */
function approve(incident: Incident, command: CommandOf<"approve">, context: Context): Decision {
  const approval = waitingApproval(incident, command.approvalId);
  if (!approval.ok) return approval;
  const request = requestOf(incident, approval.value);
  const refusal = mayApprove(incident, approval.value, command, context);
  if (refusal !== undefined) return no(refusal);
  if (request.command === undefined || request.void) {
    return no({ code: "approval-void", shown: approval.value.hash ?? "", now: "" });
  }
  const ready = withoutRequest(incident, approval.value);
  const asPerformer = { ...context, actor: performerOf(approval.value, context) };
  const noLonger = notPermitted(incident, request.command.kind, asPerformer);
  if (noLonger !== undefined) return no(noLonger);
  const inner = applyRule(ready, request.command, asPerformer);
  if (!inner.ok) return inner;
  const approved = draft(
    "approved",
    approval.value.on,
    { hash: command.hash, note: command.note },
    { ref: [approval.value.id] },
  );
  return ok([approved, ...inner.value.map((entry) => restingOn(entry, approval.value))]);
}

/** Whoever asked, as they are now: someone since deactivated or made an observer may no longer do it. */
function performerOf(approval: Approval, context: Context): Actor {
  const known = context.person(approval.requestedBy);
  return {
    userId: approval.requestedBy,
    name: known?.name ?? "",
    by: approval.by,
    installationRole: known?.installationRole ?? "observer",
    reauthenticated: false,
  };
}

function decline(incident: Incident, command: CommandOf<"decline">, context: Context): Decision {
  const approval = waitingApproval(incident, command.approvalId);
  if (!approval.ok) return approval;
  if (performers(incident, approval.value).has(context.actor.userId)) return no({ code: "same-person" });
  return ok([
    draft("declined", approval.value.on, { because: command.because }, { ref: [approval.value.id] }),
  ]);
}

function waitingApproval(incident: Incident, id: number) {
  const approval = incident.approvals.get(id);
  if (approval === undefined) return no<Refusal>({ code: "unknown-entry", seq: id });
  if (approval.status !== "waiting")
    return no<Refusal>({ code: "approval-not-waiting", status: approval.status });
  return ok(approval);
}

function mayApprove(
  incident: Incident,
  approval: Approval,
  { hash, codename }: CommandOf<"approve">,
  { actor }: Context,
): Refusal | undefined {
  if (performers(incident, approval).has(actor.userId)) return { code: "same-person" };
  const request = requestOf(incident, approval);
  const rule = request.command === undefined ? undefined : approvalRule(incident, request.command);
  const missing = rule === undefined ? [] : missingRoles(incident, rule, approval, actor.userId);
  if (missing.length > 0) return { code: "role-needed", roles: missing };
  if (rule?.apart && !isCodename(incident, codename)) return { code: "codename-needed" };
  if (!actor.reauthenticated) return { code: "reauthenticate" };
  if (hash !== approval.hash) return { code: "approval-void", shown: hash, now: approval.hash ?? "" };
  return undefined;
}

/** The incident as it was before the step began to wait, so that the inner rule sees the step itself. */
function withoutRequest(incident: Incident, approval: Approval): Incident {
  const records = new Map(incident.records);
  for (const [id, record] of records) {
    if (record.status === "awaiting-approval" && record.approvalId === approval.id)
      records.set(id, record.before);
  }
  return { ...incident, records };
}

function restingOn(entry: Draft, approval: Approval): Draft {
  const ref = [...new Set([...(entry.ref ?? []), approval.id])].sort((a, b) => a - b);
  // Place 0 of the decision is the approval itself, so the entry's own references move up by one.
  return {
    ...entry,
    by: approval.by,
    ref,
    refDrafts: [0, ...(entry.refDrafts ?? []).map((place) => place + 1)],
  };
}

/** A void request is replaced by asking anew; a standing one is answered first. */
function withoutVoidRequest(incident: Incident, command: DirectCommand): Incident {
  if (!("stepId" in command) || command.stepId === undefined) return incident;
  const record = incident.records.get(command.stepId);
  if (record?.status !== "awaiting-approval") return incident;
  const approval = incident.approvals.get(record.approvalId);
  if (approval === undefined || !requestOf(incident, approval).void) return incident;
  return withoutRequest(incident, approval);
}

function targetOf(incident: Incident, command: DirectCommand, drafts: readonly Draft[]): On {
  if ("stepId" in command && command.stepId !== undefined) return { t: "step", id: command.stepId };
  return drafts[0]?.on ?? { t: "incident", id: incident.ref };
}
