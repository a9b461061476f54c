import { unsignedHead } from "#app/server/queries/receipts.ts";
import type { Route } from "./+types/head";
import { found, numberFrom, seenLog } from "./seen-log.server.ts";

/** The incident's log as it stands, unsigned, for a browser's own memory while nothing is signed. */
export async function loader({ context, params, url }: Route.LoaderArgs) {
  const { house, origin } = await seenLog(context, params);
  const from = numberFrom(url.searchParams.get("from"));
  return Response.json(found(await unsignedHead(house, origin, from)), {
    headers: { "Cache-Control": "no-store" },
  });
}
