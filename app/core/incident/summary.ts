import type { Role } from "#app/core/playbook/template.ts";
import type { IncidentRef, StepId, UserId } from "#app/core/shared/ids.ts";
import type { Instant } from "#app/core/shared/instant.ts";
import type { Severity } from "./command.ts";
import { type Incident, isLive, leadOf, steps } from "./incident.ts";
import { type Limit, openLimits } from "./limit.ts";

/** What the board shows of an incident: a projection of its log, compared with it by `rebuild --check`. */
export interface IncidentSummary {
  readonly ref: IncidentRef;
  readonly kind: "incident" | "drill";
  readonly size: number;
  readonly codename: string;
  readonly title: string;
  readonly severity: Severity | null;
  readonly status: "open" | "closed";
  readonly declaredAt: Instant | null;
  readonly becameAwareAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly lead: { readonly id: UserId; readonly name: string } | null;
  /** The earliest open limits; what is overdue or soon is told when it is read. */
  readonly limits: readonly Limit[];
  readonly limitCount: number;
  /** Steps someone is on. */
  readonly active: readonly {
    readonly stepId: StepId;
    readonly title: string;
    readonly by: string;
    readonly since: Instant;
  }[];
  readonly done: number;
  readonly total: number;
  readonly waitingApprovals: number;
  readonly team: readonly { readonly id: UserId; readonly roles: readonly Role[] }[];
  /** Shown to nobody but the team. */
  readonly restricted?: true;
  /** Requests to be let in that no second person has answered, new and old. */
  readonly letInAsked?: readonly LetInAsked[];
}

export interface LetInAsked {
  readonly seq: number;
  readonly at: Instant;
  readonly by: { readonly id: UserId; readonly name: string };
  readonly second: UserId;
  readonly because: string;
}

const SHOWN = 8;

export function summarize(incident: Incident): IncidentSummary {
  const limits = openLimits(incident);
  const running = [...steps(incident).values()].filter((step) => isLive(incident, step));
  const counted = running.filter((step) => step.status !== "not-taken");
  const lead = leadOf(incident);
  const asked = letInAsked(incident);
  return {
    ref: incident.ref,
    kind: incident.kind,
    size: incident.size,
    codename: incident.codename.value ?? "[erased]",
    title: incident.title.value ?? "[erased]",
    severity: incident.severity.value ?? null,
    status: incident.closed === undefined ? "open" : "closed",
    declaredAt: incident.declaredAt ?? null,
    becameAwareAt: incident.becameAware[0]?.at ?? null,
    closedAt: incident.closed?.at ?? null,
    lead: lead === undefined ? null : { id: lead.id, name: lead.name ?? "[erased]" },
    limits: limits.slice(0, SHOWN),
    limitCount: limits.length,
    active: running.flatMap((step) =>
      step.status === "in-progress" && step.record?.status === "in-progress"
        ? [
            {
              stepId: step.id,
              title: step.title,
              by: nameOf(incident, step.record.by),
              since: step.record.since,
            },
          ]
        : [],
    ),
    done: counted.filter((step) => step.status === "done" || step.status === "skipped").length,
    total: counted.length,
    waitingApprovals: [...incident.approvals.values()].filter((approval) => approval.status === "waiting")
      .length,
    team: [...incident.people.values()].flatMap((person) =>
      person.roles === undefined ? [] : [{ id: person.id, roles: person.roles }],
    ),
    // Left out where there is nothing to say, so that rows from before these members are still the same.
    ...(incident.restricted === undefined ? {} : { restricted: true as const }),
    ...(asked.length === 0 ? {} : { letInAsked: asked }),
  };
}

function letInAsked(incident: Incident): readonly LetInAsked[] {
  return [...incident.letIns.values()].flatMap(({ seq, at, by, second, because, done }) =>
    done !== undefined || second === undefined
      ? []
      : [{ seq, at, by: { id: by, name: nameOf(incident, by) }, second, because: because ?? "[erased]" }],
  );
}

export function nameOf(incident: Incident, id: UserId | undefined): string {
  if (id === undefined) return "The system";
  return incident.people.get(id)?.name ?? id;
}
