import { parseReceipt } from "#app/core/audit/proof-files.ts";
import { type Rotation, rotationIn } from "#app/core/audit/rotation.ts";
import type { Reads, Tx } from "../store/port.ts";
import { LogDamaged } from "./failures.ts";

// What is kept of the changes of the log key: how many there were, and the rotation file of each.

const COUNT = "key-rotations";
const fileSetting = (k: number) => `key-rotation/${k}`;
/** The vkey of the installation that signs now. */
export const LOG_KEY = "log-key";

export async function rotationCount(reads: Pick<Reads, "setting">): Promise<number> {
  return Number((await reads.setting(COUNT)) ?? "0");
}

/** The receipts kept at each change of the key, from the first on. Throws LogDamaged. */
export async function rotationFiles(
  reads: Pick<Reads, "setting">,
  installation: string,
): Promise<readonly string[]> {
  const files: string[] = [];
  const due = await rotationCount(reads);
  for (let k = 1; k <= due; k++) {
    const file = await reads.setting(fileSetting(k));
    if (file === undefined) throw new LogDamaged(installation, `the receipt of key rotation ${k} is missing`);
    files.push(file);
  }
  return files;
}

/** The newest rotation, as its file has it; undefined when the key was never changed. Throws LogDamaged. */
export async function newestRotation(
  reads: Pick<Reads, "setting">,
  installation: string,
): Promise<Rotation | undefined> {
  const k = await rotationCount(reads);
  if (k === 0) return undefined;
  const receipt = parseReceipt(Buffer.from((await reads.setting(fileSetting(k))) ?? ""));
  const rotation = receipt.ok ? rotationIn(receipt.value, k) : undefined;
  if (rotation === undefined)
    throw new LogDamaged(installation, `the receipt of key rotation ${k} is missing`);
  return rotation;
}

/** Kept in the transaction that records the change. */
export async function keepRotation(
  tx: Pick<Tx, "setSetting">,
  { k, file, vkey }: { readonly k: number; readonly file: string; readonly vkey: string },
): Promise<void> {
  await tx.setSetting(COUNT, String(k));
  await tx.setSetting(fileSetting(k), file);
  await tx.setSetting(LOG_KEY, vkey);
}
