import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import canonicalize from "canonicalize";
import type { Role } from "#app/core/playbook/template.ts";
import type { UserId } from "#app/core/shared/ids.ts";
import { type DirectCommand, directCommand } from "./command.ts";
import { type Approval, evidenceOf, type Incident, steps } from "./incident.ts";

/** What a command needs before it may be done: another person, and which roles the two must hold together. */
export interface ApprovalRule {
  readonly why: string;
  /** Each of these is held by the one who does it or the one who approves. */
  readonly together: readonly Role[];
}

/** undefined: one person may do it. */
export function approvalRule(incident: Incident, command: DirectCommand): ApprovalRule | undefined {
  switch (command.kind) {
    case "complete-step":
    case "decide": {
      const template = steps(incident).get(command.stepId)?.template;
      if (template === undefined || !template.four_eyes) return undefined;
      return { why: "This step needs a second person.", together: template.dual_role };
    }
    case "skip-step": {
      const template = steps(incident).get(command.stepId)?.template;
      if (template === undefined) return undefined;
      if (template.danger < 3 && !template.roles.includes("legal")) return undefined;
      return { why: "Skipping this step needs a second person.", together: template.dual_role };
    }
    case "set-became-aware": {
      const before = incident.becameAware[0];
      if (before === undefined || command.at <= before.at) return undefined;
      return {
        why: "Moving this time later gives every duty more time, so it needs a second person.",
        together: [],
      };
    }
    case "close-incident":
      return { why: "Closing needs a second person.", together: [] };
    default:
      return undefined;
  }
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
  if (!("stepId" in command) || command.stepId === undefined) return incident.title.value ?? null;
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

/** Roles still missing when `approver` joins the performers. */
export function missingRoles(
  incident: Incident,
  rule: ApprovalRule,
  approval: Approval,
  approver: UserId,
): readonly Role[] {
  const held = new Set(
    [...performers(incident, approval), approver].flatMap((id) => [
      ...(incident.people.get(id)?.roles ?? []),
    ]),
  );
  return rule.together.filter((role) => !held.has(role));
}
