import { movedSlot, type Slot } from "#app/core/audit/slot.ts";
import type { House } from "#app/server/house.server.ts";
import { isAudience, keptBack } from "#app/server/queries/audience.ts";
import { type EarlierLog, earlierLog } from "#app/server/queries/earlier-logs.ts";
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
  const earlier = await askedFor(house, origin, url.searchParams.get("log"));
  const options = { withholds: inEarlier(earlier, withholds), signal: request.signal };
  const { kind, stream } = found(await logExport(house, earlier?.origin ?? origin, options));
  const name = `sangfroid-${ref}${earlier === undefined ? "" : "-earlier"}${kind === "rescue" ? "-rescue" : ""}.zip`;
  return download(stream, { name, type: "application/zip" });
}

/** The frozen log whose installation has this id; 404 where there is none. */
async function askedFor(house: House, origin: string, id: string | null): Promise<EarlierLog | undefined> {
  return id === null ? undefined : found(await earlierLog(house, origin, id));
}

/** What is kept back of an entry is kept back of the same one in the earlier log, where it has another number. */
function inEarlier(earlier: EarlierLog | undefined, withholds: Withholds | undefined): Withholds | undefined {
  if (earlier === undefined || withholds === undefined) return withholds;
  return (slot) => withholds(movedSlot(slot, earlier.shift));
}

type Withholds = (slot: Slot) => boolean;
