import type { Edge } from "#app/core/audit/tree.ts";
import type { Draft } from "#app/core/incident/entry.ts";
import { evolve } from "#app/core/incident/evolve.ts";
import type { IncidentRef } from "#app/core/shared/ids.ts";
import type { House } from "./house.server.ts";
import type { LiveIncident } from "./incident-cache.ts";
import { incidentRow } from "./incident-row.ts";
import { append } from "./log/append.ts";
import { instantOf } from "./log/clock.ts";
import { SYSTEM } from "./log/system.ts";
import type { Head, Tx } from "./store/port.ts";

// What the installation itself has to say in an incident's log: nobody commands it and no rule can refuse it, also
// in a closed incident. It never changes what people decided; everything else goes through `execute`.

export interface SystemRecorded {
  readonly from: Edge;
  readonly next: LiveIncident;
  readonly head: Head;
}

/** Appends and projects, in the caller's transaction; undefined when there is no such incident. Throws LogFailure. */
export async function recordBySystem(
  house: House,
  tx: Tx,
  ref: IncidentRef,
  drafts: readonly Draft[],
): Promise<SystemRecorded | undefined> {
  const live = await house.incidents.load(ref, tx);
  if (live === undefined) return undefined;
  await house.mayAppend(tx, live.log);
  const reading = house.clock();
  const { log, entries, from, head } = await append(tx, live.log, drafts, {
    by: SYSTEM,
    at: instantOf(reading),
    reading,
    seen: undefined,
    app: house.app,
    nameOf: async (id) => id,
    place: () => Promise.reject(new Error("the system attaches no files")),
  });
  let { state } = live;
  for (const entry of entries) state = evolve(state, entry, house.library);
  await tx.setIncident(incidentRow({ origin: log.origin, state }));
  return { from, head, next: { log, state } };
}

/** Once that is committed. */
export function keepSystemEntries(house: House, { from, next, head }: SystemRecorded): void {
  house.incidents.keep(next);
  house.appended(next.log.origin, from, next.log.edge, head);
}
