import { appContext } from "#app/server/context.ts";
import type { Route } from "./+types/installation-checkpoint";
import { downloadText } from "./download.server.ts";
import { signed } from "./seen-log.server.ts";

/** The signed checkpoint over the installation's own log. */
export async function loader({ context }: Route.LoaderArgs) {
  const { house } = context.get(appContext);
  return downloadText(await signed(house.checkpoint(house.installation)), "sangfroid.checkpoint");
}
