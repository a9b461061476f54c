import { isAudience, keptBack } from "#app/server/queries/audience.ts";
import { logExport } from "#app/server/queries/log-export.ts";
import type { Route } from "./+types/bundle";
import { download } from "./download.server.ts";
import { found, seenLog } from "./seen-log.server.ts";

/**
 * The whole log as a file that proves itself, with what its audience is given of the values; where no such file
 * can be made, what is left of the log, under a name that says so.
 */
export async function loader({ request, context, params, url }: Route.LoaderArgs) {
  const { house, ref, origin, withheld } = await seenLog(context, params);
  const asked = url.searchParams.get("for") ?? "regulator";
  const audience = found(isAudience(asked) ? asked : undefined);
  const withholds = await keptBack(house, origin, audience, withheld);
  const { kind, stream } = found(await logExport(house, origin, { withholds, signal: request.signal }));
  const name = `sangfroid-${ref}${kind === "rescue" ? "-rescue" : ""}.zip`;
  return download(stream, { name, type: "application/zip" });
}
