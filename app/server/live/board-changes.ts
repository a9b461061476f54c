import { parseOrigin } from "#app/core/audit/origin.ts";
import type { Actor } from "#app/core/incident/context.ts";
import { isIncidentRef } from "#app/core/shared/ids.ts";
import type { House } from "../house.server.ts";
import { isShown, summaryOf } from "../queries/board.ts";

/** How many of the incidents that are shown to this person now have changed since this mark of `Growth`. */
export function changedSince(house: House, actor: Actor, mark: number): Promise<number> {
  const grown = house.growth.grownSince(mark);
  return house.store.snapshot(async (reads) => {
    let count = 0;
    for (const origin of grown) {
      const { id = "" } = parseOrigin(origin) ?? {};
      const row = isIncidentRef(id) ? await reads.incident(id) : undefined;
      if (row?.origin === origin && isShown(summaryOf(row), actor)) count += 1;
    }
    return count;
  });
}
