import { useEffect } from "react";
import { Outlet } from "react-router";
import { endOf } from "#app/server/auth/session.ts";
import { appContext, languageContext, zoneContext } from "#app/server/context.ts";
import { setConnection } from "#app/ui/connection.ts";
import { useWordsOfPage } from "#app/ui/text.tsx";
import { formAside } from "../act/put-aside.server.ts";
import { draftsOn } from "../drafts/draft.server.ts";
import { useDrafts } from "../drafts/use-drafts.ts";
import { throughBadConnection } from "../offline/between.ts";
import { useOffline } from "../offline/use-offline.ts";
import type { Route } from "./+types/signed-in";
import { openedUnseenBy } from "./break-glass-view.server.ts";
import { Failed } from "./failed.tsx";
import {
  deviceCopiesContext,
  requireSignedIn,
  signedInContext,
  singleKeysContext,
} from "./signed-in.server.ts";

export const middleware: Route.MiddlewareFunction[] = [requireSignedIn];

export const clientMiddleware: Route.ClientMiddlewareFunction[] = [throughBadConnection];

/** What every page of a signed-in person shows, wherever it is. */
export async function loader({ context, url }: Route.LoaderArgs) {
  const { house, door } = context.get(appContext);
  const signedIn = context.get(signedInContext);
  const { person } = signedIn;
  return {
    language: context.get(languageContext),
    zone: context.get(zoneContext),
    singleKeys: context.get(singleKeysContext),
    /** This browser may keep copies of what it shows, restricted incidents aside. */
    copies: context.get(deviceCopiesContext) !== "none",
    drafts: await draftsOn(door, person, url.pathname),
    aside: await formAside(door, signedIn, url),
    opened: await openedUnseenBy(house, person),
    session: endOf(signedIn.session, door.now()),
    me: { id: person.id, name: person.name, role: person.role },
    readOnly: house.standing === "sound" ? undefined : house.standing.readOnly,
  };
}

/** A document has one language and one time zone: when the account's are others, it is loaded anew. */
export default function SignedIn({
  loaderData: { language, zone, me, session, copies },
}: Route.ComponentProps) {
  const shown = useWordsOfPage();
  const isOurs = language === shown.language && zone === shown.zone;
  useEffect(() => {
    if (!isOurs) location.reload();
  }, [isOurs]);
  useDrafts(me.id);
  useOffline(me.id, copies);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer of the server is for someone signed in
  useEffect(() => setConnection({ signedOut: false }), [session]);
  return <Outlet />;
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <Failed error={error} />;
}
