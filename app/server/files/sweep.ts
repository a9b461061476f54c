import { toBase64 } from "#app/core/audit/base64.ts";
import { isIncidentRef } from "#app/core/shared/ids.ts";
import type { House } from "../house.server.ts";
import { leafFrom } from "../log/entry.ts";
import type { Reads } from "../store/port.ts";

/**
 * Sets aside the files that no leaf names: their command died between naming the file and the commit. Runs
 * beside the server. A file that looks left over is looked at again with the write lock held, when no command
 * can be in between. Where the standing is not sound nothing is touched: an older database that was put back
 * does not name the files of the newer one. Answers how many were set aside.
 */
export async function sweepFiles(house: Pick<House, "files" | "store" | "standing">): Promise<number> {
  let moved = 0;
  for await (const { incident, name } of house.files.all()) {
    if (house.standing !== "sound") return moved;
    const isNamed = (reads: Reads) => isEvidence(reads, incident, name);
    if (await house.store.snapshot(isNamed)) continue;
    await house.store.transact(async (tx) => {
      if (house.standing !== "sound" || (await isNamed(tx))) return;
      if (house.files.setAside(incident, name)) moved += 1;
    });
  }
  return moved;
}

/** A row that names the file saves reading the log; only the leaves, of frozen logs too, can say that none does. */
async function isEvidence(reads: Reads, incident: string, name: string): Promise<boolean> {
  if (!isIncidentRef(incident) || !/^[0-9a-f]{64}$/.test(name)) return true; // not one of ours: not ours to move
  const commitment = new Uint8Array(Buffer.from(name, "hex"));
  for (const installation of await reads.installations()) {
    for (const kind of ["i", "d"]) {
      const origin = `${installation}/${kind}/${incident}`;
      if ((await reads.evidence(origin, commitment)) !== undefined) return true;
      if (await isInLeaves(reads, origin, toBase64(commitment))) return true;
    }
  }
  return false;
}

const PAGE = 1000;

async function isInLeaves(reads: Reads, origin: string, commitment: string): Promise<boolean> {
  for (let from = 0; ; from += PAGE) {
    const leaves = await reads.leaves(origin, from, from + PAGE);
    for (const leaf of leaves) if (leafFrom(origin, leaf).att?.includes(commitment)) return true;
    if (leaves.length < PAGE) return false;
  }
}
