import type { Incident } from "#app/core/incident/incident.ts";
import { isIncidentRef } from "#app/core/shared/ids.ts";
import { logFor, type ReadableLog } from "../queries/log-for.ts";
import { incidentFor } from "../visibility.ts";
import { problemAnswer, refused } from "./problem.ts";
import type { Call } from "./route.ts";

// What the path names. What is no ref, is unknown, or is not shown to the caller is answered alike.

export async function withIncident(
  call: Call,
  answer: (incident: Incident) => Promise<Response>,
): Promise<Response> {
  const { ref = "" } = call.params;
  const incident = isIncidentRef(ref) ? await incidentFor(call.house, call.actor, ref) : undefined;
  return incident === undefined ? notFound() : answer(incident);
}

/** The log alone, not replayed: one that does not verify can still be taken out. */
export async function withLog(
  call: Call,
  answer: (log: ReadableLog) => Promise<Response>,
): Promise<Response> {
  const { ref = "" } = call.params;
  const log = isIncidentRef(ref) ? await logFor(call.house, call.actor, ref) : undefined;
  return log === undefined ? notFound() : answer(log);
}

function notFound(): Response {
  return problemAnswer(refused({ code: "not-found" }));
}
