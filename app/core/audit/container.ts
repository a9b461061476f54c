import { bytesToHex, concatBytes } from "@noble/hashes/utils.js";
import { FILE_BYTES_MAX } from "./commitment.ts";
import { type Primitives, portablePrimitives } from "./primitives.ts";
import { centralHeader, endRecords, isZipName, localHeader, type ZipEntry } from "./zip.ts";

// Writes the container: a stored zip in which every byte follows from names and contents.

export type Parts = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** One file as it will stand in the container. Opened twice; both times it must give the same bytes. */
export interface ContainerFile {
  readonly name: string;
  readonly open: () => Parts;
}

export function wholeFile(name: string, bytes: Uint8Array): ContainerFile {
  return { name, open: () => [bytes] };
}

/** Names are ASCII, so comparing text compares bytes. */
export function byName(a: ContainerFile, b: ContainerFile): number {
  return a.name < b.name ? -1 : 1;
}

/** Takes the container's bytes in order; resolves when it wants more. */
export type ByteSink = (bytes: Uint8Array) => void | Promise<void>;

/** Fewer, larger writes: what is small is gathered up to this many bytes. */
const WRITE_BYTES = 1 << 16;

export interface MeasuredFile extends ZipEntry, ContainerFile {
  /** Hex SHA-256. */
  readonly digest: string;
}

export async function measure(file: ContainerFile, primitives: Primitives): Promise<MeasuredFile> {
  const hash = primitives.sha256Running();
  let crc32 = 0;
  let size = 0;
  for await (const part of file.open()) {
    hash.update(part);
    crc32 = primitives.crc32(part, crc32);
    size += part.length;
  }
  return { name: file.name, open: file.open, size, crc32, digest: bytesToHex(hash.digest()) };
}

/** Writes a container of these files: what an export without a seal (a rescue export) needs. */
export async function writeContainer(
  files: readonly ContainerFile[],
  sink: ByteSink,
  primitives: Primitives = portablePrimitives,
): Promise<void> {
  const measured: MeasuredFile[] = [];
  for (const file of files) measured.push(await measure(file, primitives));
  await writeMeasured(measured, sink, primitives);
}

/** Sorts the files by name, as the container demands, and writes them. Throws if one is no longer as it was measured. */
export async function writeMeasured(
  measured: readonly MeasuredFile[],
  sink: ByteSink,
  primitives: Primitives,
): Promise<void> {
  const files = measured.toSorted(byName);
  const out = gathered(sink);
  let offset = 0;
  let before = "";
  const offsets: number[] = [];
  for (const file of files) {
    if (!isZipName(file.name)) throw new RangeError(`${file.name} is no name for a file of a bundle`);
    if (file.name <= before) throw new RangeError(`${file.name} stands twice in the bundle`);
    if (file.size > FILE_BYTES_MAX)
      throw new RangeError(`${file.name} is longer than ${FILE_BYTES_MAX} bytes`);
    before = file.name;
    offsets.push(offset);
    offset += await out.write(localHeader(file));
    let crc32 = 0;
    for await (const part of file.open()) {
      crc32 = primitives.crc32(part, crc32);
      offset += await out.write(part);
    }
    if (crc32 !== file.crc32)
      throw new Error(`${file.name} changed while the bundle was written. Export it again.`);
  }
  let size = 0;
  for (const [place, file] of files.entries())
    size += await out.write(centralHeader(file, offsets[place] ?? 0));
  await out.write(endRecords({ count: files.length, size, offset }));
  await out.end();
}

function gathered(sink: ByteSink): {
  write: (bytes: Uint8Array) => Promise<number>;
  end: () => Promise<void>;
} {
  let held: Uint8Array[] = [];
  let length = 0;
  async function flush(): Promise<void> {
    if (length > 0) await sink(held.length === 1 && held[0] !== undefined ? held[0] : concatBytes(...held));
    held = [];
    length = 0;
  }
  return {
    async write(bytes) {
      held.push(bytes);
      length += bytes.length;
      if (length >= WRITE_BYTES) await flush();
      return bytes.length;
    },
    end: flush,
  };
}
