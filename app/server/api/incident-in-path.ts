import type { Incident } from "#app/core/incident/incident.ts";
import { isIncidentRef } from "#app/core/shared/ids.ts";
import { incidentFor } from "../visibility.ts";
import { problemAnswer, refused } from "./problem.ts";
import type { Call } from "./route.ts";

/**
 * Answers about the incident that the path names. What is no ref, is unknown, or is not shown to the caller
 * is answered alike.
 */
export async function withIncident(
  call: Call,
  answer: (incident: Incident) => Promise<Response>,
): Promise<Response> {
  const { ref = "" } = call.params;
  const incident = isIncidentRef(ref) ? await incidentFor(call.house, call.actor, ref) : undefined;
  return incident === undefined ? problemAnswer(refused({ code: "not-found" })) : answer(incident);
}
