import type { RouterContextProvider } from "react-router";
import type { Incident } from "#app/core/incident/incident.ts";
import { mayCommand } from "#app/core/incident/permission.ts";
import type { UserId } from "#app/core/shared/ids.ts";
import { actorOf } from "#app/server/auth/session.ts";
import { signedInContext } from "../frame/signed-in.server.ts";

/** Nearly anyone who sees the incident, on its team or not. */
export function mayLogPressure(
  context: Readonly<RouterContextProvider>,
  incident: Incident,
  me: UserId,
): boolean {
  const { installationRole } = actorOf(context.get(signedInContext));
  return mayCommand("log-pressure", incident.people.get(me)?.roles, installationRole);
}
