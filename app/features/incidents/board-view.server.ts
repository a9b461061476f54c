import type { PageText } from "#app/content/messages/keys.ts";
import { approvalsAsked } from "#app/core/incident/approval-asking.ts";
import type { Severity } from "#app/core/incident/command.ts";
import type { IncidentSummary } from "#app/core/incident/summary.ts";
import type { UserId } from "#app/core/shared/ids.ts";
import { type Instant, secondsBetween } from "#app/core/shared/instant.ts";
import type { House } from "#app/server/house.server.ts";
import { firstName } from "../steps/step-view.server.ts";
import { type ClockView, clockView } from "./clock-view.server.ts";

export interface BoardRow {
  readonly ref: string;
  readonly codename: string;
  readonly title: string;
  readonly severity: Severity | null;
  readonly lead: string | undefined;
  /** 1 on the day it was declared. */
  readonly day: number;
  readonly clocks: readonly ClockView[];
  readonly aware: boolean;
  /** Whoever is on a step, the longest first. */
  readonly active: readonly { readonly title: string; readonly by: string; readonly since: string }[];
  readonly done: number;
  readonly total: number;
  /** How many are asked of the reader by now. */
  readonly approvals: number;
  readonly closedAt: string | undefined;
}

const DAY = 24 * 60 * 60;

/** Incidents in which a request waits are read whole: whom it is asked of by now is no part of a row. */
export async function approvalsOf(
  house: House,
  me: UserId,
  summaries: readonly IncidentSummary[],
): Promise<ReadonlyMap<string, number>> {
  const asked = new Map<string, number>();
  for (const { ref, waitingApprovals, team } of summaries) {
    if (waitingApprovals === 0 || !team.some(({ id }) => id === me)) continue;
    const incident = await house.incident(ref).catch((error) => house.report(error)); // its own page tells
    if (incident) asked.set(ref, approvalsAsked(incident, me).length);
  }
  return asked;
}

export function boardRow(summary: IncidentSummary, approvals: number, at: Instant, text: PageText): BoardRow {
  const { declaredAt, closedAt, lead } = summary;
  return {
    ref: summary.ref,
    codename: summary.codename,
    title: summary.title,
    severity: summary.severity,
    lead: lead === null ? undefined : lead.name,
    day: declaredAt === null ? 1 : Math.floor(secondsBetween(declaredAt, at) / DAY) + 1,
    clocks: summary.limits.map((limit) => clockView(limit, text)),
    aware: summary.becameAwareAt !== null,
    active: summary.active.map(({ title, by, since }) => ({ title, by: firstName(by), since })),
    done: summary.done,
    total: summary.total,
    approvals,
    closedAt: closedAt ?? undefined,
  };
}

/** The earliest limit first, overdue ones at the very top; then the graver; then the newer. */
export function inOrder(rows: readonly BoardRow[]): readonly BoardRow[] {
  const due = (row: BoardRow) => row.clocks[0]?.due ?? Number.POSITIVE_INFINITY;
  return rows.toSorted((a, b) => {
    if (due(a) !== due(b)) return due(a) - due(b);
    return (a.severity ?? "SEV5").localeCompare(b.severity ?? "SEV5");
  });
}
