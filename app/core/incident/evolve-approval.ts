import type { StepId } from "#app/core/shared/ids.ts";
import type { Json } from "#app/core/shared/json.ts";
import type { Entry, FieldsOf } from "./entry.ts";
import { actor, stepId } from "./entry-ids.ts";
import { record } from "./evolve-step.ts";
import type { Incident } from "./incident.ts";

export function approvalRequested(
  incident: Incident,
  entry: Entry,
  f: Partial<FieldsOf<"approval-requested">>,
): Partial<Incident> {
  const requestedBy = actor(entry);
  if (requestedBy === undefined) return {};
  const approval = {
    id: entry.seq,
    command: f.command ?? null,
    hash: f.hash,
    on: entry.on,
    by: entry.by,
    requestedBy,
    at: entry.at,
    status: "waiting" as const,
    answer: undefined,
    further: [],
  };
  const approvals = new Map(incident.approvals);
  // Asking anew replaces what was asked about the same thing.
  for (const [id, other] of approvals) {
    const same =
      other.on.t === entry.on.t &&
      other.on.id === entry.on.id &&
      kindOf(other.command) === kindOf(approval.command);
    if (same && other.status === "waiting") approvals.set(id, { ...other, status: "void" });
  }
  approvals.set(entry.seq, approval);
  if (entry.on.t !== "step") return { approvals };
  const known = incident.records.get(stepId(entry)) ?? { status: "open", seq: entry.seq };
  const before = known.status === "awaiting-approval" ? known.before : known;
  return {
    approvals,
    ...record(incident, entry, {
      status: "awaiting-approval",
      seq: entry.seq,
      by: requestedBy,
      approvalId: entry.seq,
      before,
    }),
  };
}

/** `ref` names the request. */
export function askedFurther(
  incident: Incident,
  entry: Entry,
  { people = [] }: Partial<FieldsOf<"approval-asked-further">>,
): Partial<Incident> {
  const known = incident.approvals.get(entry.ref[0] ?? -1);
  if (known === undefined) return {};
  const further = [...known.further, { seq: entry.seq, at: entry.at, people }];
  return { approvals: new Map(incident.approvals).set(known.id, { ...known, further }) };
}

/** undefined for a command that was erased. */
function kindOf(command: Json): unknown {
  return typeof command === "object" && command !== null && "kind" in command ? command.kind : undefined;
}

/** `ref` names the request. A declined step goes back to where it was. */
export function answered(
  incident: Incident,
  entry: Entry,
  status: "approved" | "declined",
  text: string | undefined,
): Partial<Incident> {
  const known = incident.approvals.get(entry.ref[0] ?? -1);
  if (known === undefined) return {};
  const answer = { seq: entry.seq, by: actor(entry), text };
  const approvals = new Map(incident.approvals).set(known.id, { ...known, status, answer });
  if (known.on.t !== "step") return { approvals };
  const id = known.on.id as StepId; // it was a step's id when the request was recorded
  const waiting = incident.records.get(id);
  if (waiting?.status !== "awaiting-approval") return { approvals };
  return { approvals, records: new Map(incident.records).set(id, { ...waiting.before, seq: entry.seq }) };
}

/** What waits for an answer was asked in an earlier log: it is asked again, or not at all. */
export function approvalsLapsed(incident: Incident, entry: Entry): Partial<Incident> {
  const approvals = new Map(incident.approvals);
  const records = new Map(incident.records);
  for (const [id, approval] of approvals) {
    if (approval.status !== "waiting") continue;
    approvals.set(id, { ...approval, status: "void" });
    if (approval.on.t !== "step") continue;
    const step = approval.on.id as StepId; // it was a step's id when the request was recorded
    const waiting = records.get(step);
    if (waiting?.status === "awaiting-approval") records.set(step, { ...waiting.before, seq: entry.seq });
  }
  return { approvals, records };
}
