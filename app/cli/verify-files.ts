import { closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { basename } from "node:path";
import type { ByteSource } from "#app/core/audit/byte-source.ts";
import { NOTE_BYTES_MAX } from "#app/core/audit/note.ts";
import type { FileRemark } from "#app/core/audit/report.ts";
import type { OutsideFile } from "#app/core/audit/verify-outside.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";

export interface OpenFile extends ByteSource {
  close(): void;
}

/** Opens a regular file for reading in places. Reads are synchronous: one person waits for one answer. */
export function openFile(path: string): Result<OpenFile, string> {
  try {
    // Looked at before it is opened: opening a pipe waits for someone to write into it.
    const stat = statSync(path);
    if (!stat.isFile()) return no("is not a file");
    const file = openSync(path, "r");
    return ok({
      size: stat.size,
      read: async (offset, length) => readFully(file, offset, length),
      close: () => closeSync(file),
    });
  } catch (cause) {
    return no(whyUnreadable(cause));
  }
}

function readFully(file: number, offset: number, length: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const count = readSync(file, bytes, done, length - done, offset + done);
    if (count === 0)
      throw new FileChanged("got shorter while it was read. Copy it first, then verify the copy");
    done += count;
  }
  return bytes;
}

class FileChanged extends Error {}

/** The outside files that can be read, each under its name, and those that cannot. */
export function readOutsideFiles(
  paths: readonly string[],
  taken: Set<string>,
): {
  readonly files: readonly OutsideFile[];
  readonly unreadable: readonly FileRemark[];
} {
  const files: OutsideFile[] = [];
  const unreadable: FileRemark[] = [];
  for (const path of paths) {
    // Two files of one name in different folders: only the whole path tells them apart.
    const name = taken.has(basename(path)) ? path : basename(path);
    taken.add(name);
    const bytes = readNote(path);
    if (bytes.ok) files.push({ name, bytes: bytes.value });
    else unreadable.push({ file: name, message: bytes.error });
  }
  return { files, unreadable };
}

/** At most one byte more than any note may have, so that a wrong file is refused without being held. */
export function readNote(path: string): Result<Uint8Array, string> {
  const file = openFile(path);
  if (!file.ok) return file;
  file.value.close();
  if (file.value.size > NOTE_BYTES_MAX) return no(`is longer than ${NOTE_BYTES_MAX} bytes`);
  return ok(readFileSync(path));
}

/** In words that complete "the file …". Throws what is no failure of reading. */
export function whyUnreadable(cause: unknown): string {
  if (cause instanceof FileChanged) return cause.message;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  if (code === "ENOENT") return "cannot be read: there is no such file";
  if (code === "EACCES") return "cannot be read: you may not open it";
  if (code === "EISDIR") return "is not a file";
  if (code === "") throw cause;
  return `cannot be read (${code})`;
}
