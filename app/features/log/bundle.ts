import { isAudience, isWithheld, sensitiveIn, withheldFrom } from "#app/server/queries/audience.ts";
import { bundleStream } from "#app/server/queries/bundle.ts";
import type { Route } from "./+types/bundle";
import { download } from "./download.server.ts";
import { found, seenLog, signed } from "./seen-log.server.ts";

/** The whole log as a file that proves itself, with what its audience is given of the values. */
export async function loader({ request, context, params, url }: Route.LoaderArgs) {
  const { house, ref, origin, withheld } = await seenLog(context, params);
  const audience = url.searchParams.get("for") ?? "regulator";
  const kept = withheldFrom(
    found(isAudience(audience) ? audience : undefined),
    await sensitiveIn(house, origin),
  );
  const stream = await signed(
    bundleStream(house, origin, {
      withholds: (slot) => withheld.has(slot[0]) || isWithheld(slot, kept),
      signal: request.signal,
    }),
  );
  return download(stream, { name: `sangfroid-${ref}.zip`, type: "application/zip" });
}
