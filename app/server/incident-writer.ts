import type { Edge } from "#app/core/audit/tree.ts";
import type { Entry } from "#app/core/incident/entry.ts";
import { evolve } from "#app/core/incident/evolve.ts";
import type { House } from "./house.server.ts";
import { isErasure, type LiveIncident } from "./incident-cache.ts";
import { incidentRow } from "./incident-row.ts";
import { append, type CommandContext, type EntryDraft } from "./log/append.ts";
import type { Head, Tx } from "./store/port.ts";

// Every entry of an incident passes here: what people command by `execute`, and what the system says by
// `recordBySystem`. Log and board's row are written together, and what is known in memory follows the commit.

/** An incident after an addition to its log. Nothing of it counts before it is committed. */
export interface Written {
  readonly from: Edge;
  readonly entries: readonly Entry[];
  readonly next: LiveIncident;
  readonly head: Head;
}

/** Appends and projects, in the caller's transaction. Throws LogFailure, NothingSigned or ValueTooLong. */
export async function write(
  house: House,
  tx: Tx,
  live: LiveIncident,
  drafts: readonly EntryDraft[],
  context: Omit<CommandContext, "app">,
): Promise<Written> {
  await house.mayAppend(tx, live.log);
  const { log, entries, from, head } = await append(tx, live.log, drafts, { ...context, app: house.app });
  let { state } = live;
  for (const entry of entries) state = evolve(state, entry, house.library);
  // What was erased stands in no entry any more, but in what was made of them.
  if (entries.some(isErasure)) ({ state } = await house.incidents.anew(live.state.ref, tx));
  await tx.setIncident(incidentRow({ origin: log.origin, state }));
  return { from, entries, next: { log, state }, head };
}

/** Once that is committed. */
export function keepWritten(house: House, { from, next, head }: Written): void {
  house.incidents.keep(next);
  house.appended(next.log.origin, from, next.log.edge, head);
}
