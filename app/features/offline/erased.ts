import { isIncidentRef } from "#app/core/shared/ids.ts";
import { actorOf } from "#app/server/auth/session.ts";
import { appContext } from "#app/server/context.ts";
import { isShown, summaryOf } from "#app/server/queries/board.ts";
import { signedInContext } from "../frame/signed-in.server.ts";
import type { Route } from "./+types/erased";

/** More than a device keeps. */
const MOST = 200;

/**
 * Of the incidents that a device keeps pages of (`?i=<ref>&i=<ref>`): the entries that lost something, by ref; null for
 * one that is not shown to this person, or not any more.
 */
export async function loader({ context, url }: Route.LoaderArgs) {
  const { house } = context.get(appContext);
  const actor = actorOf(context.get(signedInContext));
  const erased: Record<string, readonly number[] | null> = {};
  for (const ref of url.searchParams.getAll("i").filter(isIncidentRef).slice(0, MOST)) {
    const row = await house.store.snapshot((reads) => reads.incident(ref));
    const shown = row !== undefined && isShown(summaryOf(row), actor);
    const incident = shown ? await house.incident(ref) : undefined;
    erased[ref] = incident === undefined ? null : [...incident.scars.keys()];
  }
  return Response.json(erased, { headers: { "Cache-Control": "no-store" } });
}
