import type { Route } from "./+types/checkpoint";
import { downloadText } from "./download.server.ts";
import { seenLog, signed } from "./seen-log.server.ts";

/** The signed checkpoint over the incident's log as it is now. */
export async function loader({ context, params }: Route.LoaderArgs) {
  const { house, ref, origin } = await seenLog(context, params);
  return downloadText(await signed(house.checkpoint(origin)), `${ref}.checkpoint`);
}
