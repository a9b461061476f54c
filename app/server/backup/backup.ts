import { createHash } from "node:crypto";
import { createReadStream, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { toBase64 } from "#app/core/audit/base64.ts";
import { throwDiskFailure } from "../files/disk-failure.ts";
import { syncFolder } from "../files/durable.ts";
import { writeAll } from "../files/evidence-files.ts";
import type { House } from "../house.server.ts";
import { replayAll } from "../replay-check.ts";
import { SqliteStore } from "../store/sqlite/sqlite-store.ts";
import {
  BackupFailure,
  type BackupFile,
  type BackupManifest,
  DATABASE_NAME,
  MANIFEST_NAME,
} from "./manifest.ts";
import { readBackup } from "./read-backup.ts";
import { forgetSignIns } from "./sign-ins.ts";
import { TAR_END, tarHeader, tarPadding } from "./tar.ts";

// A backup is one tar: a copy of the database as it was at one moment, without its sign-ins, the files of evidence it
// names, and a manifest with the SHA-256 of each. The log key is never in it.

export interface BackupReport {
  readonly files: number;
  readonly bytes: number;
  readonly entries: number;
}

/**
 * Writes the backup beside its final name, verifies all of it, and only then gives it that name. Commands go
 * on meanwhile. Throws BackupFailure when what is stored does not verify, DiskFull when there is no room;
 * nothing is left behind then.
 */
export async function backUp(house: House, path: string): Promise<BackupReport> {
  if (existsSync(path)) throw new BackupFailure(`${path} exists already. Name another file.`);
  const scratch = `${path}.${process.pid}.part`;
  mkdirSync(scratch, { mode: 0o700 });
  try {
    const copy = join(scratch, DATABASE_NAME);
    const { names, size, entries } = await copyDatabase(house, copy);
    const part = join(scratch, "backup.tar");
    const manifest = await writeTar(part, copy, names, house, size);
    await readBackup(part, discard);
    renameSync(part, path);
    syncFolder(dirname(path));
    return { files: manifest.files.length - 1, bytes: (await stat(path)).size, entries };
  } catch (cause) {
    throwDiskFailure(cause);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

interface CopiedDatabase {
  /** Paths of the evidence it names, relative to the data folder. */
  readonly names: readonly { readonly incident: string; readonly commitment: string }[];
  /** Size of the installation's log in the copy. */
  readonly size: number;
  readonly entries: number;
}

async function copyDatabase(house: House, path: string): Promise<CopiedDatabase> {
  if (!(house.store instanceof SqliteStore)) throw new Error("only a data folder is backed up this way");
  house.store.copyTo(path);
  const copy = SqliteStore.open(path);
  try {
    copy.checkIntegrity();
    await forgetSignIns(copy);
    const { differences, entries } = await replayAll({
      store: copy,
      files: house.files,
      library: house.library,
    });
    const [first] = differences;
    if (first !== undefined) {
      throw new BackupFailure(
        `What is stored does not verify (${first.log}: ${first.message}${differences.length > 1 ? `, and ${differences.length - 1} more` : ""}). See all of it with "sangfroid rebuild --check", and keep a copy of the whole data folder meanwhile.`,
      );
    }
    return await copy.snapshot(async (reads) => {
      const names: { incident: string; commitment: string }[] = [];
      for (let after = ""; ; ) {
        const page = await reads.logs(after, 1000);
        for (const { origin } of page) {
          for (const { commitment } of await reads.evidenceIn(origin)) {
            names.push({ incident: origin.slice(-26), commitment: toBase64(commitment) });
          }
        }
        const last = page.at(-1);
        if (last === undefined) break;
        after = last.origin;
      }
      const size = (await reads.head(house.installation))?.size ?? 0;
      return { names, size, entries };
    });
  } finally {
    await copy.close();
  }
}

async function writeTar(
  path: string,
  database: string,
  names: CopiedDatabase["names"],
  house: House,
  size: number,
): Promise<BackupManifest> {
  const file = await open(path, "wx", 0o600);
  try {
    const files: BackupFile[] = [];
    files.push(await addFile(file, DATABASE_NAME, (await stat(database)).size, createReadStream(database)));
    for (const { incident, commitment } of names) {
      const found = await house.files.find(incident, commitment);
      if (found === undefined) continue; // erased since, or it would have been told
      const name = `files/${incident}/${Buffer.from(commitment, "base64").toString("hex")}`;
      files.push(await addFile(file, name, found.size, found.stream()));
    }
    const { app, installation } = house;
    const manifest: BackupManifest = { format: "sangfroid/backup/v1", app, installation, size, files };
    const text = Buffer.from(`${JSON.stringify(manifest)}\n`);
    await addFile(file, MANIFEST_NAME, text.length, [text]);
    await writeAll(file, TAR_END);
    await file.sync();
    return manifest;
  } finally {
    await file.close();
  }
}

async function addFile(
  tar: FileHandle,
  name: string,
  size: number,
  parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<BackupFile> {
  await writeAll(tar, tarHeader({ name, size }));
  const hash = createHash("sha256");
  let written = 0;
  for await (const part of parts) {
    hash.update(part);
    written += part.length;
    await writeAll(tar, part);
  }
  if (written !== size)
    throw new BackupFailure(`${name} changed while it was backed up. Start the backup again.`);
  await writeAll(tar, tarPadding(size));
  return { name, size, sha256: hash.digest("hex") };
}

async function discard(_name: string, parts: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of parts); // reading it is what hashes it
}
