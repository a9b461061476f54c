import { createHash } from "node:crypto";
import { commitSlot } from "#app/core/audit/commitment.ts";
import type { Slot } from "#app/core/audit/slot.ts";
import type { EvidenceFile } from "../files/evidence-files.ts";
import { sha256 } from "./sha256.ts";

/** The commitment that a file on disk opens, as it stands in a leaf. */
export async function committedFile(
  origin: string,
  slot: Slot,
  salt: Uint8Array,
  file: EvidenceFile,
): Promise<string> {
  const hash = createHash("sha256").update(salt);
  for await (const part of file.stream()) hash.update(part);
  return commitSlot(origin, slot, new Uint8Array(hash.digest()), sha256);
}
