import { appContext } from "#app/server/context.ts";
import { actReceipt } from "#app/server/queries/installation-log.ts";
import { requireAdministrator } from "../settings/administrators.server.ts";
import type { Route } from "./+types/installation-receipt";
import { downloadText } from "./download.server.ts";
import { numberFrom, signed } from "./seen-log.server.ts";

/** The `.tlog-proof` of one act in the installation's own log. */
export async function loader({ context, params }: Route.LoaderArgs) {
  requireAdministrator(context);
  const seq = numberFrom(params.seq);
  return downloadText(
    await signed(actReceipt(context.get(appContext).house, seq)),
    `sangfroid-${seq}.tlog-proof`,
  );
}
