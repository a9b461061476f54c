import type { Role } from "#app/core/playbook/template.ts";
import type { StepId, UserId } from "#app/core/shared/ids.ts";
import { addSeconds, type Instant } from "#app/core/shared/instant.ts";
import {
  ALTERNATES,
  type ApprovalRule,
  approvalRule,
  missingRoles,
  performers,
  requestOf,
} from "./approval.ts";
import { type Draft, draft } from "./entry.ts";
import { type Asking, standingOf, wideningsDue } from "./escalation.ts";
import { type Approval, type Incident, type Person, steps } from "./incident.ts";
import { limitOf } from "./limit.ts";

// Whom a request for approval is put before. Whoever may answer may always do so; being asked is another thing: it
// begins with those who hold the role, and goes on to executives and the lead while nobody answers.

/** The time a request has that serves no limit of ours. */
const WITHOUT_LIMIT_SECONDS = 30 * 60;

/** Waiting, not void, not my own work, and my roles complete what the step asks for. */
export function mayAnswer(incident: Incident, approval: Approval, person: UserId): boolean {
  const rule = ruleOf(incident, approval);
  return rule !== undefined && canAnswer(incident, approval, rule, incident.people.get(person));
}

/** undefined: answered, void, or no longer in need of an answer. `roles` are those that may answer. */
export function askingOf(
  incident: Incident,
  approval: Approval,
): (Asking & { readonly roles: readonly Role[] }) | undefined {
  const rule = ruleOf(incident, approval);
  if (rule === undefined) return undefined;
  const able = [...incident.people.values()].filter(
    (person) => !person.deactivated && canAnswer(incident, approval, rule, person),
  );
  const ladder = [-1, ...ALTERNATES.keys()].map((rung) =>
    able.filter((person) => rungOf(rule, person) === rung).map(({ id }) => id),
  );
  const { at, further } = approval;
  return { at, until: untilOf(incident, approval), ladder, further, roles: rule.approver };
}

/** Of the requests that wait, those that are put before this person by now. */
export function approvalsAsked(incident: Incident, person: UserId): readonly Approval[] {
  return [...incident.approvals.values()].filter((approval) => {
    const asking = askingOf(incident, approval);
    return asking !== undefined && standingOf(asking).people.includes(person);
  });
}

/** What the system has to record by now, since nobody answered. Recorded, it is due no more. */
export function askedFurther(incident: Incident, now: Instant): readonly Draft[] {
  return [...incident.approvals.values()].flatMap((approval) => {
    const asking = askingOf(incident, approval);
    if (asking === undefined) return [];
    return wideningsDue(asking, now).map(({ people, unanswered }) =>
      draft(
        "approval-asked-further",
        approval.on,
        { people: [...people], unanswered: [...unanswered], until: asking.until },
        { ref: [approval.id] },
      ),
    );
  });
}

function ruleOf(incident: Incident, approval: Approval): ApprovalRule | undefined {
  if (approval.status !== "waiting") return undefined;
  const request = requestOf(incident, approval);
  if (request.command === undefined || request.void) return undefined;
  return approvalRule(incident, request.command);
}

function canAnswer(
  incident: Incident,
  approval: Approval,
  rule: ApprovalRule,
  person: Person | undefined,
): boolean {
  if (person?.roles === undefined || performers(incident, approval).has(person.id)) return false;
  if (person.roles.includes("observer") || person.roles.includes("supplier")) return false;
  return missingRoles(incident, rule, approval, person.id).length === 0;
}

/** -1: by a role of the thing itself; else the place among the alternates of the role they answer by. */
function rungOf(rule: ApprovalRule, { roles = [] }: Person): number {
  if (roles.some((role) => rule.first.includes(role))) return -1;
  return ALTERNATES.findIndex((role) => roles.includes(role));
}

/** The limit of the step, where that is still to come when it is asked. */
function untilOf(incident: Incident, { on, at }: Approval): Instant {
  const step = on.t === "step" ? steps(incident).get(on.id as StepId) : undefined; // only looks it up
  const due = step === undefined ? undefined : limitOf(incident, step)?.due;
  return due !== undefined && due > at ? due : addSeconds(at, WITHOUT_LIMIT_SECONDS);
}
