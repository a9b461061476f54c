import { parseReceipt } from "#app/core/audit/proof-files.ts";
import { type Rotation, rotationIn } from "#app/core/audit/rotation.ts";
import type { Reads, Tx } from "../store/port.ts";
import { LogDamaged } from "./failures.ts";

// What is kept of the changes of the log key: how many there were, and the rotation file of each.

const COUNT = "key-rotations";
const fileSetting = (k: number) => `key-rotation/${k}`;
/** The vkey of the installation that signs now. */
export const LOG_KEY = "log-key";
/** What was kept under an origin whose logs are frozen. */
const frozen = (installation: string, name: string) => `frozen/${installation.slice(-26)}/${name}`;

export async function rotationCount(reads: Pick<Reads, "setting">): Promise<number> {
  return Number((await reads.setting(COUNT)) ?? "0");
}

/** The receipts kept at each change of the key, from the first on; of a frozen origin those of its time. Throws LogDamaged. */
export async function rotationFiles(
  reads: Pick<Reads, "setting">,
  installation: string,
): Promise<readonly string[]> {
  const files: string[] = [];
  const before = await reads.setting(frozen(installation, COUNT));
  const due = before === undefined ? await rotationCount(reads) : Number(before);
  for (let k = 1; k <= due; k++) {
    const name = fileSetting(k);
    const file = await reads.setting(before === undefined ? name : frozen(installation, name));
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

/** The vkey a frozen origin was signed with last; undefined for the present one. */
export function frozenKey(reads: Pick<Reads, "setting">, installation: string): Promise<string | undefined> {
  return reads.setting(frozen(installation, LOG_KEY));
}

/** Before another origin goes on, under `vkey`: what was kept is kept as of this one, and counting begins anew. */
export async function freezeRotations(
  tx: Pick<Tx, "setting" | "setSetting" | "removeSetting">,
  installation: string,
  vkey: string,
): Promise<void> {
  const count = await rotationCount(tx);
  for (const name of [...Array.from({ length: count }, (_, at) => fileSetting(at + 1)), LOG_KEY, COUNT]) {
    const value = (await tx.setting(name)) ?? (name === COUNT ? "0" : undefined);
    if (value === undefined) continue;
    await tx.setSetting(frozen(installation, name), value);
    await tx.removeSetting(name);
  }
  await tx.setSetting(LOG_KEY, vkey);
}
