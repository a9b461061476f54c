import type { Draft } from "#app/core/incident/entry.ts";
import type { IncidentSummary } from "#app/core/incident/summary.ts";
import type { UserId } from "#app/core/shared/ids.ts";
import type { House } from "./house.server.ts";
import { keepWritten, type Written } from "./incident-writer.ts";
import { LogFailure } from "./log/failures.ts";
import { summaryOf } from "./queries/board.ts";
import type { Tx } from "./store/port.ts";
import { recordBySystem } from "./system-entries.ts";

/**
 * Records by the system, in each incident whose team this person is on and that `which` accepts, what happened to
 * their account. Restricted incidents are told too; whoever acts here is not. Hand the outcome to `keepTold` once
 * it is committed.
 */
export async function tellTeams(
  house: House,
  tx: Tx,
  id: UserId,
  drafts: readonly Draft[],
  which: (summary: IncidentSummary) => boolean = () => true,
): Promise<readonly Written[]> {
  const told: Written[] = [];
  for (const row of await tx.incidents({ limit: ALL })) {
    const summary = summaryOf(row);
    if (!summary.team.some((member) => member.id === id) || !which(summary)) continue;
    try {
      const one = await recordBySystem(house, tx, row.ref, drafts);
      if (one !== undefined) told.push(one);
    } catch (cause) {
      if (!(cause instanceof LogFailure)) throw cause;
      house.report(cause); // its log can't be added to; what happened to the account stands all the same
    }
  }
  return told;
}

const ALL = 1_000_000;

export function keepTold(house: House, told: readonly Written[]): void {
  for (const one of told) {
    keepWritten(house, one);
    house.grew(one.next.log.origin);
  }
}
