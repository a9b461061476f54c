import { appContext } from "#app/server/context.ts";
import { unsignedHead } from "#app/server/queries/receipts.ts";
import type { Route } from "./+types/installation-head";
import { found, numberFrom } from "./seen-log.server.ts";

/** The installation's own log as it stands, unsigned, for a browser's own memory while nothing is signed. */
export async function loader({ context, url }: Route.LoaderArgs) {
  const { house } = context.get(appContext);
  const from = numberFrom(url.searchParams.get("from"));
  return Response.json(found(await unsignedHead(house, house.installation, from)), {
    headers: { "Cache-Control": "no-store" },
  });
}
