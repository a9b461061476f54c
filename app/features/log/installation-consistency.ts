import { appContext } from "#app/server/context.ts";
import { consistencyOf } from "#app/server/queries/receipts.ts";
import type { Route } from "./+types/installation-consistency";
import { downloadText } from "./download.server.ts";
import { numberFrom, signed } from "./seen-log.server.ts";

/** The proof that the installation's log goes on from size `from`; 404 when it was never that long. */
export async function loader({ context, url }: Route.LoaderArgs) {
  const { house } = context.get(appContext);
  const from = numberFrom(url.searchParams.get("from"));
  return downloadText(await signed(consistencyOf(house, house.installation, from)), "sangfroid.consistency");
}
