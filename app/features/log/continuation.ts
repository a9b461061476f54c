import { continuationOf } from "#app/server/queries/earlier-logs.ts";
import type { Route } from "./+types/continuation";
import { numberFrom, seenLog, signed } from "./seen-log.server.ts";

/** For a browser that saw the log before an older copy was put back: what leads from there to the log as it is now. */
export async function loader({ context, params, url }: Route.LoaderArgs) {
  const { house, origin } = await seenLog(context, params);
  const from = numberFrom(url.searchParams.get("from"));
  const seen = url.searchParams.get("of") ?? "";
  const continuation = await signed(continuationOf(house, origin, { seen, from }));
  return Response.json(continuation, { headers: { "Cache-Control": "no-store" } });
}
