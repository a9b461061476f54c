import type { Incident } from "#app/core/incident/incident.ts";
import { summarize } from "#app/core/incident/summary.ts";
import type { IncidentRow } from "./store/port.ts";

/** The board's row of an incident. Written with each command; replaying the log must give the same. */
export function incidentRow({ origin, state }: { origin: string; state: Incident }): IncidentRow {
  if (state.declaredAt === undefined) throw new Error(`${origin} holds entries but no declaration`);
  const summary = summarize(state);
  const [first] = summary.limits;
  return {
    ref: state.ref,
    kind: state.kind,
    origin,
    size: state.size,
    open: state.closed === undefined,
    declaredAt: state.declaredAt,
    restricted: summary.restricted ?? false,
    ...(first === undefined ? {} : { urgentAt: first.due }),
    summary: JSON.stringify(summary),
  };
}
