import type { Actor } from "#app/core/incident/context.ts";
import type { IncidentRef } from "#app/core/shared/ids.ts";
import type { House } from "../house.server.ts";
import { incidentFor } from "../visibility.ts";
import { originOf } from "./log-entries.ts";

export interface ReadableLog {
  readonly origin: string;
  /** Entries whose values are not shown to this person. */
  readonly withheld: ReadonlySet<number>;
}

/**
 * An incident's log, for someone who may read it; undefined when there is none or it is not shown to them.
 * Nothing is replayed for members, so that a damaged log can still be read and exported.
 */
export async function logFor(house: House, actor: Actor, ref: IncidentRef): Promise<ReadableLog | undefined> {
  if (actor.installationRole === "observer") {
    const incident = await incidentFor(house, actor, ref);
    if (incident === undefined) return undefined;
    const hidden = [...incident.evidence.values()].filter((evidence) => evidence.hidden !== undefined);
    return { origin: originOf(house, incident), withheld: new Set(hidden.map(({ seq }) => seq)) };
  }
  const origins = (["incident", "drill"] as const).map((kind) => originOf(house, { ref, kind }));
  return house.store.snapshot(async (reads) => {
    for (const origin of origins) {
      if ((await reads.head(origin)) !== undefined) return { origin, withheld: new Set() };
    }
    return undefined;
  });
}
