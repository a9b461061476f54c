import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { libraryOf } from "#app/core/playbook/library.ts";
import type { Playbook } from "#app/core/playbook/template.ts";
import { throwDiskFailure } from "../files/disk-failure.ts";
import { syncFolder } from "../files/durable.ts";
import { EvidenceFiles, writeAll } from "../files/evidence-files.ts";
import { KeptCheckpoint } from "../log/kept-checkpoint.ts";
import { storedPlaybooks } from "../playbook-versions.ts";
import { replayAll } from "../replay-check.ts";
import { SqliteStore } from "../store/sqlite/sqlite-store.ts";
import { BackupFailure, type BackupManifest, DATABASE_NAME, UNFINISHED } from "./manifest.ts";
import { readBackup } from "./read-backup.ts";
import { forgetSignIns } from "./sign-ins.ts";

export interface RestoreReport {
  readonly installation: string;
  readonly entries: number;
  readonly files: number;
  /** Size of the installation's log in the backup. */
  readonly size: number;
  /** Size of the kept checkpoint that lies where the server will look; undefined when there is none to be read. */
  readonly kept: number | undefined;
}

/**
 * Takes a backup apart into a data folder that is empty (a folder of keys may be there), and replays it, before
 * anything gets its final name. Whether it may go on from there is for the kept checkpoint to say, or for a person:
 * a backup does not know what was signed after it. Throws BackupFailure for a damaged backup; the folder is left as it was then.
 */
export async function restore(
  path: string,
  data: string,
  playbooks: readonly Playbook[],
  checkpointDir = join(data, "keys"),
): Promise<RestoreReport> {
  refuseFilled(data);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const scratch = join(data, UNFINISHED);
  try {
    const manifest = await readBackup(path, (name, parts) => takeFile(join(scratch, name), parts));
    const entries = await verify(scratch, manifest, playbooks);
    // Dying from here on leaves the scratch folder, and no program opens a folder that holds one.
    if (existsSync(join(scratch, "files"))) renameSync(join(scratch, "files"), join(data, "files"));
    renameSync(join(scratch, DATABASE_NAME), join(data, DATABASE_NAME));
    syncFolder(data);
    const { installation, size } = manifest;
    const kept = new KeptCheckpoint(checkpointDir, installation).read();
    return {
      installation,
      size,
      entries,
      files: manifest.files.length - 1,
      kept: kept?.ok ? kept.value.size : undefined,
    };
  } catch (cause) {
    throwDiskFailure(cause);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function refuseFilled(data: string): void {
  if (!existsSync(data)) return;
  const found = readdirSync(data).filter((name) => name !== "keys");
  if (found.length === 0) return;
  throw new BackupFailure(
    `${data} is not empty (${found.slice(0, 3).join(", ")}${found.length > 3 ? " …" : ""}). Name an empty folder with --data; only a folder "keys" may be in it.`,
  );
}

async function takeFile(path: string, parts: AsyncIterable<Uint8Array>): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, "wx", 0o600);
  try {
    for await (const part of parts) await writeAll(file, part);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function verify(
  scratch: string,
  manifest: BackupManifest,
  playbooks: readonly Playbook[],
): Promise<number> {
  if (manifest.files[0]?.name !== DATABASE_NAME)
    throw new BackupFailure("The backup holds no database. Take another one.");
  const store = SqliteStore.open(join(scratch, DATABASE_NAME));
  try {
    store.checkIntegrity();
    const library = libraryOf([...(await store.snapshot(storedPlaybooks)), ...playbooks]);
    const files = new EvidenceFiles(join(scratch, "files"));
    const { differences, entries } = await replayAll({ store, files, library });
    const [first] = differences;
    if (first !== undefined) {
      throw new BackupFailure(
        `The backup does not verify (${first.log}: ${first.message}). Take another one.`,
      );
    }
    await forgetSignIns(store); // a backup of an earlier version holds them
    return entries;
  } finally {
    await store.close();
  }
}
