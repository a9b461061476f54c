import { createHash } from "node:crypto";
import { data, type RouterContextProvider } from "react-router";
import { isIncidentRef } from "#app/core/shared/ids.ts";
import { readIn } from "#app/server/content/read-in.server.ts";
import { appContext } from "#app/server/context.ts";
import { instantOf } from "#app/server/log/clock.ts";
import { recheck } from "#app/server/log/recheck.ts";
import { originOf } from "#app/server/queries/log-entries.ts";
import { textIn } from "#app/server/text/text-in.ts";
import { type WallView, wallView } from "./wall-view.server.ts";

/** The log has the hash, the address the secret: whoever reads the log can't open the wall. */
export function wallHash(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** The wall of an address, while it is open; anything else is 404 alike. */
export async function wallFor(
  context: Readonly<RouterContextProvider>,
  token: string | undefined,
): Promise<WallView> {
  const { house } = context.get(appContext);
  const [ref = "", secret = ""] = token?.split(".") ?? [];
  const incident = isIncidentRef(ref) ? await house.incident(ref) : undefined;
  const wall = incident?.walls.get(wallHash(secret));
  const clock = house.clock();
  const over = wall === undefined || wall.closed !== undefined || wall.until <= instantOf(clock);
  if (incident === undefined || over || incident.restricted !== undefined) throw data(null, { status: 404 });
  const text = textIn(context);
  const checked = await recheck(house, originOf(house, incident));
  return wallView(readIn(incident, text.language), checked, clock.wall, text);
}
