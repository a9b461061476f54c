import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import {
  BackupFailure,
  type BackupFile,
  type BackupManifest,
  isBackupName,
  MANIFEST_NAME,
  manifestSchema,
} from "./manifest.ts";
import { readTarHeader, type TarEntry, tarPadding } from "./tar.ts";

const PART = 1 << 16;
const MANIFEST_MAX = 1 << 30;

/** Is given each file of a backup in turn, in parts. */
export type FileTaker = (name: string, parts: AsyncIterable<Uint8Array>) => Promise<void>;

/**
 * Walks a backup from first to last byte, hashing each file and handing it on, and holds all of it against the
 * manifest at its end. Throws BackupFailure for a file that is cut, changed, or no backup.
 */
export async function readBackup(path: string, take: FileTaker): Promise<BackupManifest> {
  const file = await open(path, "r");
  try {
    return await new BackupReader(path, file).read(take);
  } finally {
    await file.close();
  }
}

class BackupReader {
  #offset = 0;
  readonly #found: BackupFile[] = [];

  constructor(
    readonly path: string,
    readonly file: FileHandle,
  ) {}

  async read(take: FileTaker): Promise<BackupManifest> {
    for (;;) {
      const entry = readTarHeader(await this.#bytes(512));
      if (entry === undefined || entry === "end")
        throw this.#fault("is no backup of Sangfroid, or is damaged");
      if (entry.name === MANIFEST_NAME) return this.#manifest(entry);
      if (!isBackupName(entry.name)) throw this.#fault("holds a file that no backup of Sangfroid holds");
      const hash = createHash("sha256");
      await take(entry.name, this.#parts(entry.size, hash));
      this.#found.push({ ...entry, sha256: hash.digest("hex") });
      await this.#bytes(tarPadding(entry.size).length);
    }
  }

  async *#parts(size: number, hash: { update(part: Uint8Array): unknown }): AsyncGenerator<Uint8Array> {
    for (let left = size; left > 0; ) {
      const part = await this.#bytes(Math.min(left, PART));
      hash.update(part);
      yield part;
      left -= part.length;
    }
  }

  async #manifest({ size }: TarEntry): Promise<BackupManifest> {
    if (size > MANIFEST_MAX) throw this.#fault("is damaged: its manifest is too large");
    const manifest = manifestSchema.safeParse(json(await this.#bytes(size)));
    if (!manifest.success) throw this.#fault("is damaged: its manifest cannot be read");
    if (JSON.stringify(manifest.data.files) !== JSON.stringify(this.#found)) {
      throw this.#fault("is damaged: a file in it is not the one that was backed up");
    }
    return manifest.data;
  }

  async #bytes(length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    for (let got = 0; got < length; ) {
      const { bytesRead } = await this.file.read(bytes, got, length - got, this.#offset);
      if (bytesRead === 0) throw this.#fault("ends too early: it was cut");
      got += bytesRead;
      this.#offset += bytesRead;
    }
    return bytes;
  }

  #fault(what: string): BackupFailure {
    return new BackupFailure(`${this.path} ${what}. Take another backup.`);
  }
}

function json(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return undefined;
  }
}
