import { fetchedEntries } from "#app/server/queries/fetched-entries.ts";
import type { Route } from "./+types/entries";
import { numberFrom, seenLog } from "./seen-log.server.ts";

/** Entries as the tree holds them, for whoever checks them: at most a page, `next` leads on. */
export async function loader({ context, params, url }: Route.LoaderArgs) {
  const log = await seenLog(context, params);
  const page = await fetchedEntries(log.house, log, numberFrom(url.searchParams.get("from") ?? "0"));
  return Response.json(page, { headers: { "Cache-Control": "no-store" } });
}
