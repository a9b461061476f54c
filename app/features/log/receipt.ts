import { receiptOf } from "#app/server/queries/receipts.ts";
import type { Route } from "./+types/receipt";
import { downloadText } from "./download.server.ts";
import { numberFrom, seenLog, signed } from "./seen-log.server.ts";

/** The `.tlog-proof` of one entry: it proves by itself, for ever, that the entry stands in the log. */
export async function loader({ context, params }: Route.LoaderArgs) {
  const { house, ref, origin } = await seenLog(context, params);
  const seq = numberFrom(params.seq);
  return downloadText(await signed(receiptOf(house, origin, seq)), `${ref}-${seq}.tlog-proof`);
}
