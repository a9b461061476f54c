import { signedInContext } from "../frame/signed-in.server.ts";
import { seenIncident } from "../incidents/incident.server.ts";
import type { Route } from "./+types/pulse";
import { pulseOf } from "./pulse.server.ts";

/** What an open page asks for when it hears that others acted. */
export async function loader({ context, params }: Route.LoaderArgs) {
  const seen = await seenIncident(context, params);
  return Response.json(await pulseOf(seen, context.get(signedInContext)));
}
