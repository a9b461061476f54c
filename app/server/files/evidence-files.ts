import { createHash, randomBytes } from "node:crypto";
import { copyFileSync, createReadStream, existsSync, linkSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { type FileHandle, mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { fromBase64 } from "#app/core/audit/base64.ts";
import { SALT_BYTES } from "#app/core/audit/commitment.ts";
import type { ReceivedFile } from "#app/core/incident/entry.ts";
import { isIncidentRef } from "#app/core/shared/ids.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import { codeOf, throwDiskFailure } from "./disk-failure.ts";
import { syncFolder } from "./durable.ts";

// Evidence on disk: <data>/files/<incident>/<hex commitment>. The commitment binds a file to one slot of one
// log, so no two incidents ever share a file, and erasing one never touches another.
// Invariants
// (1) A file is whole and on disk before the entry that names it is committed.
// (2) What no committed entry names is removed when its command fails. Where the process died instead, `sweep`
//     sets it aside at the next start, into left-over/: nothing that could be evidence is ever removed on a guess.
// (3) No name that a person typed is ever part of a path.

const FILE_BYTES_DEFAULT = 100 * 1024 * 1024;

export interface FileTooLarge {
  readonly code: "file-too-large";
  /** Bytes. */
  readonly limit: number;
}

export interface EvidenceFile {
  /** Bytes. */
  readonly size: number;
  readonly stream: () => AsyncIterable<Uint8Array>;
}

export class EvidenceFiles {
  readonly #incoming: string;
  /** Files that no entry names, by incident. Made when the first one is found; a person may look and remove it. */
  readonly leftOver: string;

  constructor(
    readonly folder: string,
    readonly limit: number = FILE_BYTES_DEFAULT,
  ) {
    this.#incoming = join(folder, "incoming");
    this.leftOver = join(folder, "left-over");
    mkdirSync(this.#incoming, { recursive: true, mode: 0o700 });
  }

  /**
   * Takes in a file as it streams, hashing on the way. On disk when it returns; an entry can name it then.
   * Whatever ends the stream early (a lost connection, a full disk, the limit), nothing of it stays.
   */
  async receive(
    bytes: AsyncIterable<Uint8Array>,
    named: { readonly name: string; readonly type: string },
  ): Promise<Result<ReceivedFile, FileTooLarge>> {
    const upload = join(this.#incoming, randomBytes(16).toString("hex"));
    const salt = new Uint8Array(randomBytes(SALT_BYTES));
    const hash = createHash("sha256").update(salt);
    const content = createHash("sha256");
    let size = 0;
    let whole = false;
    const file = await open(upload, "wx", 0o600).catch(throwDiskFailure);
    try {
      for await (const part of bytes) {
        size += part.length;
        if (size > this.limit) return no({ code: "file-too-large", limit: this.limit });
        hash.update(part);
        content.update(part);
        await writeAll(file, part);
      }
      await file.sync().catch(throwDiskFailure);
      whole = true;
    } finally {
      await file.close();
      if (!whole) await rm(upload, { force: true });
    }
    const inner = new Uint8Array(hash.digest());
    return ok({ ...named, inner, salt, content: content.digest("hex"), upload, size });
  }

  /** Gives the file its final name. Called with the write lock held, before the entry is committed. */
  place(incident: string, file: ReceivedFile, commitment: string): void {
    const folder = this.#folderOf(incident);
    try {
      if (mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined) syncFolder(this.folder);
      // Dying here leaves the upload among the incoming files: the next start removes those.
      renameSync(file.upload, join(folder, hexOf(commitment)));
      syncFolder(folder);
      // Dying here leaves a file that no entry names: the next start sets it aside.
    } catch (cause) {
      throwDiskFailure(cause);
    }
  }

  /** A second name for the bytes of a placed file, among the incoming ones: another entry can name them. */
  again(incident: string, commitment: string): string {
    const upload = join(this.#incoming, randomBytes(16).toString("hex"));
    const path = join(this.#folderOf(incident), hexOf(commitment));
    try {
      linkSync(path, upload);
    } catch (cause) {
      if (codeOf(cause) === "ENOENT" || codeOf(cause) === "ENOSPC") throwDiskFailure(cause);
      copyFileSync(path, upload); // not every file system can give a file two names
    }
    return upload;
  }

  /** Forgets a received file, wherever it has got to. */
  discard(file: ReceivedFile, placed?: { readonly incident: string; readonly commitment: string }): void {
    rmSync(file.upload, { force: true });
    if (placed === undefined) return;
    rmSync(join(this.#folderOf(placed.incident), hexOf(placed.commitment)), { force: true });
  }

  /** Undefined when there is no such file: it was erased, or never there. */
  async find(incident: string, commitment: string): Promise<EvidenceFile | undefined> {
    const path = join(this.#folderOf(incident), hexOf(commitment));
    try {
      const { size } = await stat(path);
      return { size, stream: () => createReadStream(path) };
    } catch (cause) {
      if (codeOf(cause) === "ENOENT") return undefined;
      throw cause;
    }
  }

  /** Names (hex) of what lies in the folder of an incident, ascending. */
  async namesIn(incident: string): Promise<readonly string[]> {
    try {
      return (await readdir(this.#folderOf(incident))).sort();
    } catch (cause) {
      if (codeOf(cause) === "ENOENT") return [];
      throw cause;
    }
  }

  /** Moves a file that no entry names out of the way, where it can be put back from. False when it is gone already. */
  setAside(incident: string, name: string): boolean {
    const path = join(this.#folderOf(incident), name);
    if (!existsSync(path)) return false;
    const folder = join(this.leftOver, incident);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    renameSync(path, join(folder, name));
    syncFolder(folder);
    return true;
  }

  /** Every file that could be evidence, by incident and hex name. */
  async *all(): AsyncIterable<{ readonly incident: string; readonly name: string }> {
    for (const incident of (await readdir(this.folder)).sort()) {
      if (!isIncidentRef(incident)) continue;
      const folder = join(this.folder, incident);
      for (const name of (await readdir(folder)).sort()) yield { incident, name };
    }
  }

  /** Removes a file for good, wherever it lies; answers its size, 0 when it was gone already. */
  async erase(incident: string, commitment: string): Promise<number> {
    let bytes = 0;
    for (const folder of [this.#folderOf(incident), join(this.leftOver, incident)]) {
      const path = join(folder, hexOf(commitment));
      if (!existsSync(path)) continue;
      bytes += (await stat(path)).size;
      await rm(path).catch(throwDiskFailure);
      syncFolder(folder);
    }
    return bytes;
  }

  /** Empties the incoming folder. Only a server receives files, and there is one: what is there is left over. */
  async sweepIncoming(): Promise<void> {
    await rm(this.#incoming, { recursive: true, force: true });
    await mkdir(this.#incoming, { recursive: true, mode: 0o700 });
  }

  #folderOf(incident: string): string {
    if (!isIncidentRef(incident)) throw new RangeError("a folder of evidence is named by an incident's id");
    return join(this.folder, incident);
  }
}

function hexOf(commitment: string): string {
  const bytes = fromBase64(commitment);
  if (bytes?.length !== 32) throw new RangeError("a commitment has 32 bytes");
  return Buffer.from(bytes).toString("hex");
}

/** Writes the whole of it: the system may take less than it is given. */
export async function writeAll(file: FileHandle, part: Uint8Array): Promise<void> {
  for (let from = 0; from < part.length; ) {
    const { bytesWritten } = await file.write(part, from).catch(throwDiskFailure);
    from += bytesWritten;
  }
}
