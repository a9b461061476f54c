import type { Route } from "./+types/vkey";
import { downloadText } from "./download.server.ts";
import { seenLog, vkeyOf } from "./seen-log.server.ts";

/** The key that this log's checkpoints are signed with. */
export async function loader({ context, params }: Route.LoaderArgs) {
  const { house, ref, origin } = await seenLog(context, params);
  return downloadText(`${vkeyOf(house, origin)}\n`, `${ref}.vkey`);
}
