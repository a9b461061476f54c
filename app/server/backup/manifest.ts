import { z } from "zod";

/** Stands last in a backup: what must be in it. */
export const MANIFEST_NAME = "MANIFEST.json";
export const DATABASE_NAME = "sangfroid.db";

/** A restore works in this folder inside the data folder, and removes it last. */
export const UNFINISHED = "restoring";

const name = z.string().refine(isBackupName);

export const manifestSchema = z.strictObject({
  format: z.literal("sangfroid/backup/v1"),
  /** Version of the program that made it. */
  app: z.string(),
  /** Origin of the installation's log, and its size then. */
  installation: z.string(),
  size: z.int(),
  files: z.array(z.strictObject({ name, size: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
});
export type BackupManifest = z.infer<typeof manifestSchema>;
export type BackupFile = BackupManifest["files"][number];

const EVIDENCE = /^files\/[0-9A-HJKMNP-TV-Z]{26}\/[0-9a-f]{64}$/;

/** Nothing else is ever taken out of a backup, so no name in one can lead anywhere. */
export function isBackupName(text: string): boolean {
  return text === DATABASE_NAME || EVIDENCE.test(text);
}

export class BackupFailure extends Error {
  override readonly name = "BackupFailure";
}
