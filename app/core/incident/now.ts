import type { Step } from "#app/core/playbook/run.ts";
import { withoutTwins } from "#app/core/playbook/shared-step.ts";
import type { StepId, UserId } from "#app/core/shared/ids.ts";
import type { Instant } from "#app/core/shared/instant.ts";
import { approvalsAsked } from "./approval-asking.ts";
import { type Approval, type Incident, isLive, steps } from "./incident.ts";
import { type Limit, limitState, openLimits } from "./limit.ts";
import { openNeverSkip } from "./open-never-skip.ts";

// The one reading model of "now": what this person does next, and which limit comes first.

export type Mine =
  /** No playbook runs yet: say what is true, and start one. */
  | { readonly kind: "nothing-planned" }
  | { readonly kind: "step"; readonly step: Step; readonly because: "claimed" | "my-role" | "nobody-has-it" }
  | { readonly kind: "waiting"; readonly on: readonly Waiting[] }
  | { readonly kind: "ready-to-close"; readonly open: readonly string[] }
  | { readonly kind: "closed" };

interface Waiting {
  readonly stepId: StepId;
  readonly title: string;
  readonly for: "approval" | "person" | "thing" | "step";
  /** The person or thing, where one is named. */
  readonly who: string | undefined;
}

export interface Now {
  readonly mine: Mine;
  /** The two after it. */
  readonly next: readonly Step[];
  readonly limits: readonly Limit[];
  readonly overdue: number;
  /** The earliest limit that is not overdue; else the latest overdue one. */
  readonly urgent: Limit | undefined;
  /** Reviews of acts without approval that are late: told to whoever leads or answers for the house. */
  readonly overdueReviews: readonly Limit[];
  /** Those this person is asked for by now. */
  readonly approvalsForMe: readonly Approval[];
}

export function now(incident: Incident, person: UserId, at: Instant): Now {
  const limits = openLimits(incident);
  const overdue = limits.filter((limit) => limitState(limit, at) === "overdue");
  const queue = startable(incident, person);
  const mine = mineOf(incident, person, queue);
  const current = mine.kind === "step" ? mine.step.id : undefined;
  return {
    mine,
    next: queue
      .map((entry) => entry.step)
      .filter((step) => step.id !== current)
      .slice(0, 2),
    limits,
    overdue: overdue.length,
    urgent: limits[overdue.length] ?? limits.at(-1),
    overdueReviews: answersForAll(incident, person)
      ? overdue.filter(({ stepId }) => isReview(steps(incident).get(stepId)))
      : [],
    approvalsForMe: approvalsAsked(incident, person),
  };
}

function answersForAll(incident: Incident, person: UserId): boolean {
  const roles = incident.people.get(person)?.roles ?? [];
  return roles.includes("lead") || roles.includes("executive");
}

/** Only the review of an act without approval is a step that was added and can't be skipped. */
function isReview(step: Step | undefined): boolean {
  return step?.adHoc === true && step.template.never_skip;
}

interface Startable {
  readonly step: Step;
  readonly because: "claimed" | "my-role" | "nobody-has-it";
}

/**
 * Claimed steps first, then required ones of my role, then required ones nobody has; each in the order of phases,
 * so that the first minutes of a second playbook do not wait for the last days of the first.
 */
export function startable(incident: Incident, person: UserId): readonly Startable[] {
  const claimed: Startable[] = [];
  const role: Startable[] = [];
  const unowned: Startable[] = [];
  for (const step of byPhase(asked(incident))) {
    if (step.record?.status === "in-progress" && step.status === "in-progress") {
      if (step.record.by === person) claimed.push({ step, because: "claimed" });
      continue;
    }
    if (step.template.optional || (step.status !== "ready" && step.status !== "failed-check")) continue;
    if (fallsTo(incident, step, person)) role.push({ step, because: "my-role" });
    else unowned.push({ step, because: "nobody-has-it" });
  }
  return [...claimed, ...role, ...unowned];
}

/** What the running playbooks ask for, each thing once. */
function asked(incident: Incident): readonly Step[] {
  return withoutTwins([...steps(incident).values()].filter((step) => isLive(incident, step)));
}

function byPhase(all: readonly Step[]): readonly Step[] {
  return [...all].sort((a, b) => a.template.phase.localeCompare(b.template.phase));
}

/** Mine by role; the lead also answers for every role that nobody on the team holds. */
function fallsTo(incident: Incident, step: Step, person: UserId): boolean {
  const mine = incident.people.get(person)?.roles ?? [];
  const { roles } = step.template;
  if (roles.length === 0) return mine.length > 0;
  if (roles.some((role) => mine.includes(role))) return true;
  if (!mine.includes("lead")) return false;
  const held = new Set([...incident.people.values()].flatMap((member) => member.roles ?? []));
  return !roles.some((role) => held.has(role));
}

function mineOf(incident: Incident, person: UserId, queue: readonly Startable[]): Mine {
  if (incident.closed !== undefined) return { kind: "closed" };
  if (![...incident.runs.values()].some((run) => run.ended === undefined)) return { kind: "nothing-planned" };
  const first = queue[0];
  if (first !== undefined) return { kind: "step", ...first };
  const on = waitingOn(incident, person);
  if (on.length > 0) return { kind: "waiting", on };
  return { kind: "ready-to-close", open: openNeverSkip(incident) };
}

function waitingOn(incident: Incident, person: UserId): readonly Waiting[] {
  const waiting: Waiting[] = [];
  for (const step of asked(incident)) {
    const { id: stepId, title, record } = step;
    if (step.status === "awaiting-approval") waiting.push({ stepId, title, for: "approval", who: undefined });
    else if (step.status === "blocked" && record?.status === "blocked")
      waiting.push({ stepId, title, for: "thing", who: record.needs });
    else if (step.status === "in-progress" && record?.status === "in-progress" && record.by !== person) {
      waiting.push({ stepId, title, for: "person", who: incident.people.get(record.by)?.name ?? record.by });
    } else if (step.status === "todo" && !step.template.optional) {
      waiting.push({
        stepId,
        title,
        for: "step",
        who: steps(incident).get(step.waitsFor[0] ?? stepId)?.title,
      });
    }
  }
  return waiting;
}
