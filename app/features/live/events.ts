import { data } from "react-router";
import { actorOf } from "#app/server/auth/session.ts";
import { appContext } from "#app/server/context.ts";
import { incidentFor } from "#app/server/visibility.ts";
import { refIn } from "../act/act.server.ts";
import { signedInContext } from "../frame/signed-in.server.ts";
import type { Route } from "./+types/events";

/** Server-sent events of one incident: how large its log is, and who is looking. */
export async function loader({ context, params, request }: Route.LoaderArgs) {
  const { house } = context.get(appContext);
  const signedIn = context.get(signedInContext);
  const ref = refIn(params);
  const incident = await incidentFor(house, actorOf(signedIn), ref);
  if (incident === undefined) throw data(null, { status: 404 });
  const origin = house.incidents.begin(ref, incident.kind).log.origin;
  return house.live.open(signedIn, ref, origin, incident.size, request.signal);
}
