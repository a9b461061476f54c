import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import canonicalize from "canonicalize";
import type { Role, TemplateStep } from "#app/core/playbook/template.ts";
import type { UserId } from "#app/core/shared/ids.ts";
import { type DirectCommand, directCommand } from "./command.ts";
import { type Approval, evidenceOf, type Incident, leadOf, steps } from "./incident.ts";
import { openNeverSkip } from "./open-never-skip.ts";
import { ERASURE_APPROVERS } from "./rules-erasure.ts";

/** Why one person is not enough: the step, skipping it, more time for every duty, ending a playbook, closing, showing it to all, erasing, lifting a hold. */
export type ApprovalReason = "step" | "skip" | "later" | "end" | "close" | "lift" | "erase" | "hold";

/** What a command needs before it may be done: another person, and which roles the two must hold together. */
export interface ApprovalRule {
  readonly why: ApprovalReason;
  /** Each of these is held by the one who does it or the one who approves. */
  readonly together: readonly Role[];
  /** The approver holds one of these. */
  readonly approver: readonly Role[];
  /** Whoever holds one of these is asked at once; the alternates among `approver`, when none of them answers. */
  readonly first: readonly Role[];
  /** That one is a function which whoever asked does not hold too; and both type the codename. */
  readonly apart?: true;
}

/** Whoever holds the step's role, and when none of them answers, these, one after the other. */
export const ALTERNATES: readonly Role[] = ["executive", "lead"];
/** For what concerns the whole incident: those who answer for people and law; then who answers for the house. */
const OVERSEERS: readonly Role[] = ["privacy", "legal"];

/** undefined: one person may do it. */
export function approvalRule(incident: Incident, command: DirectCommand): ApprovalRule | undefined {
  switch (command.kind) {
    case "complete-step":
    case "decide": {
      const template = steps(incident).get(command.stepId)?.template;
      if (template === undefined || !template.four_eyes) return undefined;
      return ofStep("step", template);
    }
    case "skip-step": {
      const template = steps(incident).get(command.stepId)?.template;
      if (template === undefined) return undefined;
      if (template.danger < 3 && !template.roles.includes("legal")) return undefined;
      return ofStep("skip", template);
    }
    case "set-became-aware": {
      const before = incident.becameAware[0];
      if (before === undefined || command.at <= before.at) return undefined;
      return overseen("later");
    }
    case "end-run":
      if (openNeverSkip(incident, command.runId).length === 0) return undefined;
      return overseen("end");
    case "close-incident":
      return overseen("close");
    case "lift-restriction":
      return overseen("lift");
    case "lift-hold":
      return overseen("hold");
    case "erase-payload":
      return {
        why: "erase",
        together: [],
        first: ERASURE_APPROVERS,
        approver: ERASURE_APPROVERS,
        apart: true,
      };
    default:
      return undefined;
  }
}

function ofStep(why: ApprovalReason, { roles, dual_role: together }: TemplateStep): ApprovalRule {
  const first = together.length > 0 ? together : roles;
  return { why, together, first, approver: withAlternates(first) };
}

function overseen(why: ApprovalReason): ApprovalRule {
  return { why, together: [], first: OVERSEERS, approver: withAlternates(OVERSEERS) };
}

function withAlternates(first: readonly Role[]): readonly Role[] {
  return [...new Set([...first, ...ALTERNATES])];
}

/**
 * Hex SHA-256 of what the approver is shown: the command, and the step or fact as it stands.
 * Whatever changes one of them changes the hash, and so voids the request.
 */
export function approvalHash(incident: Incident, command: DirectCommand): string {
  const shown = canonicalize({ command, on: shownState(incident, command) });
  if (shown === undefined) throw new Error("a command always has a canonical form");
  return bytesToHex(sha256(utf8ToBytes(shown)));
}

function shownState(incident: Incident, command: DirectCommand): unknown {
  if (command.kind === "set-became-aware") return incident.becameAware[0]?.at ?? null;
  if (command.kind === "lift-restriction") return incident.restricted?.seq ?? null;
  if (command.kind === "lift-hold") return incident.hold?.seq ?? null;
  if (command.kind === "erase-payload")
    return { hold: incident.hold?.seq ?? null, scars: incident.scars.get(command.seq) ?? [] };
  if (!("stepId" in command) || command.stepId === undefined) return wholePlan(incident);
  const step = steps(incident).get(command.stepId);
  const record = incident.records.get(command.stepId);
  const standing = record?.status === "awaiting-approval" ? record.before : record;
  return {
    title: step?.title ?? null,
    playbook: step === undefined ? null : (incident.runs.get(step.run)?.playbook.hash ?? null),
    record: standing === undefined || standing.status === "open" ? null : standing.seq,
    evidence: evidenceOf(incident, command.stepId)
      .filter((evidence) => evidence.hidden === undefined)
      .map((evidence) => evidence.seq),
  };
}

/** For closing or ending: where every step stands, in which playbooks, under whose lead. */
function wholePlan(incident: Incident): unknown {
  return {
    lead: leadOf(incident)?.id ?? null,
    runs: [...incident.runs.values()].map((run) => [run.id, run.playbook.hash, run.ended?.seq ?? null]),
    steps: [...steps(incident).values()].map((step) => [step.id, step.status, step.decision?.option ?? null]),
  };
}

export interface Request {
  readonly approval: Approval;
  /** undefined when the recorded command was erased or is of a kind this version does not know. */
  readonly command: DirectCommand | undefined;
  /** What was shown when it was asked for is no longer what stands. */
  readonly void: boolean;
}

export function requestOf(incident: Incident, approval: Approval): Request {
  const parsed = directCommand.safeParse(approval.command);
  if (!parsed.success) return { approval, command: undefined, void: true };
  const isVoid = approval.status === "waiting" && approvalHash(incident, parsed.data) !== approval.hash;
  return { approval, command: parsed.data, void: isVoid };
}

/** People who did or asked for the work and so can't approve it. */
export function performers(incident: Incident, approval: Approval): ReadonlySet<UserId> {
  const all = new Set([approval.requestedBy]);
  if (approval.on.t !== "step") return all;
  for (const [id, record] of incident.records) {
    if (id !== approval.on.id || record.status !== "awaiting-approval") continue;
    if (record.before.status === "in-progress") all.add(record.before.by);
  }
  return all;
}

/** Roles still missing when `approver` joins the performers: one of them, or those the two lack together. */
export function missingRoles(
  incident: Incident,
  rule: ApprovalRule,
  approval: Approval,
  approver: UserId,
): readonly Role[] {
  const own = incident.people.get(approver)?.roles ?? [];
  const theirs = rule.apart === undefined ? [] : (incident.people.get(approval.requestedBy)?.roles ?? []);
  const others = rule.approver.filter((role) => !theirs.includes(role));
  if (!own.some((role) => others.includes(role))) return others;
  const held = new Set(
    [...performers(incident, approval)].flatMap((id) => [...(incident.people.get(id)?.roles ?? [])]),
  );
  return rule.together.filter((role) => !held.has(role) && !own.includes(role));
}
