import { summarize } from "#app/core/incident/summary.ts";
import type { LiveIncident } from "./incident-cache.ts";
import type { IncidentRow } from "./store/port.ts";

/** The board's row of an incident. Written with each command; replaying the log must give the same. */
export function incidentRow({ log, state }: LiveIncident): IncidentRow {
  if (state.declaredAt === undefined) throw new Error(`${log.origin} holds entries but no declaration`);
  return {
    ref: state.ref,
    kind: state.kind,
    origin: log.origin,
    size: state.size,
    open: state.closed === undefined,
    declaredAt: state.declaredAt,
    summary: JSON.stringify(summarize(state)),
  };
}
