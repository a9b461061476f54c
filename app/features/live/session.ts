import { endOf } from "#app/server/auth/session.ts";
import { appContext } from "#app/server/context.ts";
import { signedInContext } from "../frame/signed-in.server.ts";
import type { Route } from "./+types/session";

/** Asking is a sign of life: answers when the sign-in ends now. */
export function loader({ context }: Route.LoaderArgs) {
  const { door } = context.get(appContext);
  return Response.json(endOf(context.get(signedInContext).session, door.now()));
}
