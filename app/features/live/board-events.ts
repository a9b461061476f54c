import { appContext } from "#app/server/context.ts";
import { signedInContext } from "../frame/signed-in.server.ts";
import type { Route } from "./+types/board-events";

/** Server-sent events of the board: how many incidents that are shown to its reader changed since it was made. */
export function loader({ context, url, request }: Route.LoaderArgs) {
  const { house } = context.get(appContext);
  const since = markIn(url.searchParams) ?? house.growth.mark();
  return house.live.openBoard(context.get(signedInContext), since, request.signal);
}

/** As the board's loader gave it. */
function markIn(search: URLSearchParams): number | undefined {
  const since = search.get("since") ?? "";
  return /^\d{1,15}(\.\d{1,9})?$/.test(since) ? Number(since) : undefined;
}
