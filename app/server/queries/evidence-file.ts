import type { Actor } from "#app/core/incident/context.ts";
import type { IncidentRef } from "#app/core/shared/ids.ts";
import type { EvidenceFile } from "../files/evidence-files.ts";
import type { House } from "../house.server.ts";
import { leafFrom } from "../log/entry.ts";
import { incidentFor, watchesOnly } from "../visibility.ts";
import { originOf } from "./log-entries.ts";

export interface NamedFile extends EvidenceFile {
  /** As its sender named it. */
  readonly name: string;
}

/**
 * The file that entry `seq` attached. Undefined alike when there is no such incident, entry or file, when it was
 * erased, and when it is not shown to this person: what was hidden is hidden from observers.
 */
export async function evidenceFile(
  house: House,
  actor: Actor,
  ref: IncidentRef,
  seq: number,
): Promise<NamedFile | undefined> {
  const incident = await incidentFor(house, actor, ref);
  const evidence = incident?.evidence.get(seq);
  if (incident === undefined || evidence?.file === undefined) return undefined;
  if (evidence.hidden !== undefined && watchesOnly(actor, incident.people.get(actor.userId)?.roles))
    return undefined;
  const origin = originOf(house, incident);
  const [leaf] = await house.store.snapshot((reads) => reads.leaves(origin, seq, seq + 1));
  const commitment = leaf === undefined ? undefined : leafFrom(origin, leaf).att?.[0];
  const file = commitment === undefined ? undefined : await house.files.find(ref, commitment);
  return file === undefined ? undefined : { ...file, name: evidence.file.name };
}
