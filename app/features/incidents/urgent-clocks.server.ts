import type { PageText } from "#app/content/messages/keys.ts";
import type { Actor } from "#app/core/incident/context.ts";
import type { Incident } from "#app/core/incident/incident.ts";
import type { Limit } from "#app/core/incident/limit.ts";
import type { House } from "#app/server/house.server.ts";
import { instantOf } from "#app/server/log/clock.ts";
import { urgentPage } from "#app/server/queries/board.ts";
import type { PillClock } from "#app/ui/clock-pill.tsx";
import { clocksElsewhere } from "../frame/clocks-elsewhere.server.ts";
import { clockView } from "./clock-view.server.ts";

/**
 * What the bar counts down: this incident's limits, and when none of them is to come, those of the others this
 * person may see. Until someone has said since when we know, the bar asks for that instead.
 */
export async function urgentClocks(
  house: House,
  actor: Actor,
  incident: Incident,
  limits: readonly Limit[],
  text: PageText,
): Promise<readonly PillClock[]> {
  const reading = house.clock();
  const own = limits.map((limit) => clockView(limit, text));
  if (own.some((clock) => clock.due >= reading.wall)) return own;
  if (own.length === 0 && incident.becameAware.length === 0 && incident.closed === undefined) return own;
  const { shown } = await urgentPage(house, actor, "incident");
  const others = shown.filter(({ ref }) => ref !== incident.ref);
  return [...own, ...clocksElsewhere(others, instantOf(reading), text).coming];
}
