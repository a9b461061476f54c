import type { Entry } from "#app/core/incident/entry.ts";
import type { Incident } from "#app/core/incident/incident.ts";
import type { House } from "../house.server.ts";
import { entryFrom } from "../log/entry.ts";

export function originOf(house: House, { ref, kind }: Pick<Incident, "ref" | "kind">): string {
  return house.incidents.begin(ref, kind).log.origin;
}

/** The entries `from` ≤ seq < `until` of an incident, ascending. */
export async function entriesOf(
  house: House,
  incident: Pick<Incident, "ref" | "kind">,
  from: number,
  until: number,
): Promise<readonly Entry[]> {
  const origin = originOf(house, incident);
  const stored = await house.store.snapshot((reads) => reads.entries(origin, Math.max(0, from), until));
  return stored.map((entry) => entryFrom(origin, entry));
}

/** Of these entries, which one corrects which: the number of the corrected to that of its newest correction. */
export function correctionsIn(entries: readonly Entry[]): ReadonlyMap<number, number> {
  const corrected = new Map<number, number>();
  for (const entry of entries) {
    const about = entry.act === "entry-corrected" ? entry.ref[0] : undefined;
    if (about !== undefined) corrected.set(about, entry.seq);
  }
  return corrected;
}
