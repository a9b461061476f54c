import { consistencyOf } from "#app/server/queries/receipts.ts";
import type { Route } from "./+types/consistency";
import { downloadText } from "./download.server.ts";
import { numberFrom, seenLog, signed } from "./seen-log.server.ts";

/** The proof that the log goes on from size `from`; 404 when it was never that long. */
export async function loader({ context, params, url }: Route.LoaderArgs) {
  const { house, ref, origin } = await seenLog(context, params);
  const file = await signed(consistencyOf(house, origin, numberFrom(url.searchParams.get("from"))));
  return downloadText(file, `${ref}.consistency`);
}
