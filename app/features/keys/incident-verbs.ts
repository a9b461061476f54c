import { mayCommand } from "#app/core/incident/permission.ts";
import { actorOf } from "#app/server/auth/session.ts";
import { signedInContext } from "../frame/signed-in.server.ts";
import { seenIncident } from "../incidents/incident.server.ts";
import type { Route } from "./+types/incident-verbs";
import { incidentVerbs } from "./verbs.server.ts";

export async function loader({ context, params }: Route.LoaderArgs) {
  const { incident, me, text } = await seenIncident(context, params);
  const { installationRole } = actorOf(context.get(signedInContext));
  const roles = incident.people.get(me)?.roles;
  const verbs = incidentVerbs(
    `/i/${incident.ref}`,
    (kind) => mayCommand(kind, roles, installationRole),
    text,
  );
  return Response.json(verbs, { headers: { "Cache-Control": "no-store" } });
}
