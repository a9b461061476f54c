import { useEffect } from "react";
import { Outlet } from "react-router";
import { appContext, languageContext, zoneContext } from "#app/server/context.ts";
import { useWordsOfPage } from "#app/ui/text.tsx";
import { formAside } from "../act/put-aside.server.ts";
import type { Route } from "./+types/signed-in";
import { openedUnseenBy } from "./break-glass-view.server.ts";
import { requireSignedIn, signedInContext } from "./signed-in.server.ts";

export const middleware: Route.MiddlewareFunction[] = [requireSignedIn];

import { Failed } from "./failed.tsx";
/** What every page of a signed-in person shows, wherever it is. */
export async function loader({ context, url }: Route.LoaderArgs) {
  const { house, door } = context.get(appContext);
  const signedIn = context.get(signedInContext);
  const { person } = signedIn;
  return {
    language: context.get(languageContext),
    zone: context.get(zoneContext),
    aside: await formAside(door, signedIn, url),
    opened: await openedUnseenBy(house, person),
    me: { id: person.id, name: person.name, role: person.role },
    readOnly: house.standing === "sound" ? undefined : house.standing.readOnly,
  };
}

/** A document has one language and one time zone: when the account's are others, it is loaded anew. */
export default function SignedIn({ loaderData: { language, zone } }: Route.ComponentProps) {
  const shown = useWordsOfPage();
  const isOurs = language === shown.language && zone === shown.zone;
  useEffect(() => {
    if (!isOurs) location.reload();
  }, [isOurs]);
  return <Outlet />;
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <Failed error={error} />;
}
