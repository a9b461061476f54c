import { rm } from "node:fs/promises";
import { isIncidentRef } from "#app/core/shared/ids.ts";
import type { House } from "../house.server.ts";
import type { Reads } from "../store/port.ts";

/**
 * Removes the files that no committed entry names: their command died between naming the file and the
 * commit. Runs beside the server. A file that looks left over is looked at again with the write lock held,
 * when no command can be in between.
 */
export async function sweepFiles(house: Pick<House, "files" | "store" | "installation">): Promise<number> {
  let removed = 0;
  for await (const { incident, name, path } of house.files.all()) {
    const isNamed = (reads: Reads) => isEvidence(reads, house.installation, incident, name);
    if (await house.store.snapshot(isNamed)) continue;
    await house.store.transact(async (tx) => {
      if (await isNamed(tx)) return;
      await rm(path, { force: true });
      removed += 1;
    });
  }
  return removed;
}

async function isEvidence(
  reads: Reads,
  installation: string,
  incident: string,
  name: string,
): Promise<boolean> {
  if (!isIncidentRef(incident) || !/^[0-9a-f]{64}$/.test(name)) return true; // not one of ours: not ours to remove
  const commitment = Buffer.from(name, "hex");
  for (const kind of ["i", "d"]) {
    if ((await reads.evidence(`${installation}/${kind}/${incident}`, commitment)) !== undefined) return true;
  }
  return false;
}
