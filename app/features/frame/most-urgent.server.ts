import type { RouterContextProvider } from "react-router";
import { actorOf } from "#app/server/auth/session.ts";
import { appContext } from "#app/server/context.ts";
import { type UrgentPage, urgentPage } from "#app/server/queries/board.ts";
import { signedInContext } from "./signed-in.server.ts";

const asked = new WeakMap<Readonly<RouterContextProvider>, Promise<UrgentPage>>();

/** The open incidents whose limits come first. The frame and the board of one request ask once. */
export function mostUrgent(context: Readonly<RouterContextProvider>): Promise<UrgentPage> {
  const known = asked.get(context);
  if (known !== undefined) return known;
  const found = urgentPage(context.get(appContext).house, actorOf(context.get(signedInContext)), "incident");
  asked.set(context, found);
  return found;
}
