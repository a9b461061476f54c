import { Outlet } from "react-router";
import { appContext } from "#app/server/context.ts";
import type { Route } from "./+types/signed-in";
import { requireSignedIn, signedInContext } from "./signed-in.server.ts";

export const middleware: Route.MiddlewareFunction[] = [requireSignedIn];

/** What every page of a signed-in person shows, wherever it is. */
export function loader({ context }: Route.LoaderArgs) {
  const { house } = context.get(appContext);
  const { person } = context.get(signedInContext);
  return {
    me: { id: person.id, name: person.name, role: person.role },
    readOnly: house.standing === "sound" ? undefined : house.standing.readOnly,
  };
}

export default function SignedIn() {
  return <Outlet />;
}
