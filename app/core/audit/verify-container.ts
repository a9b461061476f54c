import { bytesToHex } from "@noble/hashes/utils.js";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import { type ByteSource, chunksOf } from "./byte-source.ts";
import { equalBytes } from "./bytes.ts";
import { MANIFEST, manifestVersion, RESCUE_HEADER } from "./manifest.ts";
import type { Primitives } from "./primitives.ts";
import type { Findings, VerifyWord } from "./report.ts";
import {
  CENTRAL_HEADER_BYTES,
  CENTRAL_SIGNATURE,
  centralHeader,
  END_BYTES,
  END_SIGNATURE,
  endRecords,
  isZipName,
  LOCAL_HEADER_BYTES,
  LOCAL_SIGNATURE,
  localHeader,
  readNumber,
  ZIP64_END_BYTES,
  ZIP64_END_SIGNATURE,
  ZIP64_LOCATOR_BYTES,
  ZIP64_LOCATOR_SIGNATURE,
  type ZipDirectory,
} from "./zip.ts";

// Reading a container nobody has vouched for. The central directory says where the files are; every header is
// then made again from names and contents and compared, so no byte is left to chance. Files that overlap are
// never read twice, and nothing is allocated before its size is held against the size of the whole.

export interface ContainedFile {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
  /** Hex SHA-256 of the content. */
  readonly digest: string;
}

/** The files of a container by name, in its order. */
export type Files = ReadonlyMap<string, ContainedFile>;

export interface NotABundle {
  readonly word: VerifyWord;
  readonly why: string;
}

/** For faults of no file in particular. */
export const CONTAINER = "container";

const FILES_MAX = 4_000_000;
const FIRST_LINE_MAX = 256;

/** A file as the central directory has it. */
interface Placed {
  readonly name: string;
  /** Where its local header begins. */
  readonly header: number;
  readonly size: number;
  /** Where its record in the central directory lies. It is read again when it is compared: not held meanwhile. */
  readonly record: number;
  readonly recordLength: number;
}

export async function openContainer(
  source: ByteSource,
  found: Findings,
  primitives: Primitives,
): Promise<Result<Files, NotABundle>> {
  const directory = await readDirectory(source);
  if (!directory.ok) return directory;
  const placed = await readCentral(source, directory.value, found);
  if (!placed.ok) return placed;
  const refusal = await kindOf(source, placed.value);
  if (refusal !== undefined) return no(refusal);
  return ok(await checkRecords(source, placed.value, directory.value, found, primitives));
}

function notABundle(why: string): { ok: false; error: NotABundle } {
  return no({ word: "not a bundle", why });
}

async function readDirectory(source: ByteSource): Promise<Result<ZipDirectory, NotABundle>> {
  if (source.size < END_BYTES) return notABundle("it is too short to be a zip file");
  const end = await source.read(source.size - END_BYTES, END_BYTES);
  if (readNumber(end, 0, 4) !== END_SIGNATURE) {
    return notABundle(
      "it does not end as a zip file ends: bytes were cut off or added, or it is another kind of file",
    );
  }
  const short = {
    count: readNumber(end, 10, 2),
    size: readNumber(end, 12, 4),
    offset: readNumber(end, 16, 4),
  };
  const capped = short.count === 0xffff || short.size === 0xffffffff || short.offset === 0xffffffff;
  const directory = (capped ? await readZip64(source) : undefined) ?? short;
  if (directory.offset + directory.size > source.size - END_BYTES) {
    return notABundle("its list of files does not lie within it");
  }
  return ok(directory);
}

async function readZip64(source: ByteSource): Promise<ZipDirectory | undefined> {
  const at = source.size - END_BYTES - ZIP64_LOCATOR_BYTES;
  if (at < ZIP64_END_BYTES) return undefined;
  const locator = await source.read(at, ZIP64_LOCATOR_BYTES);
  if (readNumber(locator, 0, 4) !== ZIP64_LOCATOR_SIGNATURE) return undefined;
  const offset = readNumber(locator, 8, 8);
  if (offset + ZIP64_END_BYTES > at) return undefined;
  const end = await source.read(offset, ZIP64_END_BYTES);
  if (readNumber(end, 0, 4) !== ZIP64_END_SIGNATURE) return undefined;
  return { count: readNumber(end, 32, 8), size: readNumber(end, 40, 8), offset: readNumber(end, 48, 8) };
}

/** Walks the central directory. A record that cannot be read ends the walk, since nothing says where the next begins. */
async function readCentral(
  source: ByteSource,
  directory: ZipDirectory,
  found: Findings,
): Promise<Result<readonly Placed[], NotABundle>> {
  const end = directory.offset + directory.size;
  const window = windowOf(source, end);
  const files: Placed[] = [];
  let at = directory.offset;
  while (at < end) {
    const record = await readRecord(window, at, end);
    if (record === undefined) {
      const before = files.at(-1)?.name;
      found.file(before ?? CONTAINER, "is followed by a damaged record in the container's list of files");
      break;
    }
    if (files.length === FILES_MAX) {
      return no({
        word: "unusable input",
        why: `it lists more than ${FILES_MAX} files, more than this program holds`,
      });
    }
    files.push(record);
    at += record.recordLength;
  }
  return ok(files);
}

type Window = (at: number, length: number) => Promise<Uint8Array>;

/** Reads small pieces in ascending order through a buffer. */
function windowOf(source: ByteSource, end: number): Window {
  let from = 0;
  let held: Uint8Array = new Uint8Array(0);
  return async (at, length) => {
    if (at < from || at + length > from + held.length) {
      from = at;
      held = await source.read(at, Math.min(end - at, Math.max(length, 1 << 18)));
    }
    return held.subarray(at - from, at - from + length);
  };
}

async function readRecord(window: Window, at: number, end: number): Promise<Placed | undefined> {
  if (at + CENTRAL_HEADER_BYTES > end) return undefined;
  const head = await window(at, CENTRAL_HEADER_BYTES);
  if (readNumber(head, 0, 4) !== CENTRAL_SIGNATURE) return undefined;
  const nameLength = readNumber(head, 28, 2);
  const extraLength = readNumber(head, 30, 2);
  const length = CENTRAL_HEADER_BYTES + nameLength + extraLength + readNumber(head, 32, 2);
  if (at + length > end) return undefined;
  const central = await window(at, length);
  const extra = central.subarray(CENTRAL_HEADER_BYTES + nameLength);
  const short = readNumber(central, 42, 4);
  const header = short === 0xffffffff && extraLength >= 12 ? readNumber(extra, 4, 8) : short;
  return {
    name: nameOf(central.subarray(CENTRAL_HEADER_BYTES, CENTRAL_HEADER_BYTES + nameLength)),
    header,
    size: readNumber(central, 20, 4),
    record: at,
    recordLength: length,
  };
}

function nameOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

/** Undefined if this is a bundle this program reads. */
async function kindOf(source: ByteSource, files: readonly Placed[]): Promise<NotABundle | undefined> {
  const manifest = await firstLine(source, files, MANIFEST);
  if (manifest === undefined) {
    const readme = await firstLine(source, files, "README.txt");
    if (readme !== RESCUE_HEADER) return { word: "not a bundle", why: "it is a zip file without a MANIFEST" };
    return { word: "not a bundle", why: "it is an unsigned rescue export: no key stands behind it" };
  }
  switch (manifestVersion(manifest)) {
    case "this":
      return undefined;
    case "newer":
      return { word: "newer version", why: "a later version of Sangfroid wrote it; take a newer verifier" };
    case "none":
      return { word: "not a bundle", why: "its MANIFEST is not that of a Sangfroid bundle" };
  }
}

/** Undefined if there is no such file. */
async function firstLine(
  source: ByteSource,
  files: readonly Placed[],
  name: string,
): Promise<string | undefined> {
  const place = files.findIndex((file) => file.name === name);
  const file = files[place];
  if (file === undefined) return undefined;
  const offset = await contentOffset(source, file, files[place + 1]?.header);
  if (offset === undefined) return "";
  const start = await source.read(offset, Math.min(file.size, FIRST_LINE_MAX));
  const end = start.indexOf(0x0a);
  return end < 0 ? "" : nameOf(start.subarray(0, end));
}

/**
 * Where the content begins: behind the header as the format makes it if that fits the next record, else where the
 * local header itself says. Undefined if the content would not lie within the container.
 */
async function contentOffset(source: ByteSource, file: Placed, next?: number): Promise<number | undefined> {
  if (file.header + LOCAL_HEADER_BYTES > source.size) return undefined;
  const head = await source.read(file.header, LOCAL_HEADER_BYTES);
  const due = file.header + LOCAL_HEADER_BYTES + file.name.length;
  const told = file.header + LOCAL_HEADER_BYTES + readNumber(head, 26, 2) + readNumber(head, 28, 2);
  const offset = readNumber(head, 0, 4) !== LOCAL_SIGNATURE || due + file.size === next ? due : told;
  return offset + file.size <= source.size ? offset : undefined;
}

/** Reads every content once, makes every record again, and compares. */
async function checkRecords(
  source: ByteSource,
  placed: readonly Placed[],
  directory: ZipDirectory,
  found: Findings,
  primitives: Primitives,
): Promise<Files> {
  const files = new Map<string, ContainedFile>();
  let before = "";
  const records = windowOf(source, directory.offset + directory.size);
  let free = 0; // the first byte behind what has been read
  for (const [place, file] of placed.entries()) {
    const { name, header } = file;
    if (!isZipName(name)) found.file(name, "has a name with characters that no bundle uses");
    if (name <= before) found.file(name, "does not stand in the order of names, or stands twice");
    before = name;
    if (header !== free) found.file(name, "does not begin right behind the file before it");
    const offset =
      header < free
        ? undefined
        : await contentOffset(source, file, placed[place + 1]?.header ?? directory.offset);
    if (offset === undefined) {
      found.file(name, "cannot be read: its place lies outside the container or within another file");
      continue;
    }
    const { digest, crc32 } = await digestOf(source, offset, file.size, primitives);
    const entry = { name, size: file.size, crc32 };
    const local = await source.read(header, offset - header);
    if (!equalBytes(local, localHeader(entry))) {
      found.file(name, "has a header in the container that its name and content do not give");
    }
    const central = await records(file.record, file.recordLength);
    if (!equalBytes(central, centralHeader(entry, header))) {
      found.file(name, "has a record in the container's list of files that its name and content do not give");
    }
    free = offset + file.size;
    if (!files.has(name)) files.set(name, { name, offset, size: file.size, digest });
  }
  if (free !== directory.offset)
    found.file(CONTAINER, "holds bytes between its last file and its list of files");
  await checkEnd(source, placed.length, directory, found);
  return files;
}

async function digestOf(source: ByteSource, offset: number, size: number, primitives: Primitives) {
  const hash = primitives.sha256Running();
  let crc32 = 0;
  for await (const chunk of chunksOf(source, offset, size)) {
    hash.update(chunk);
    crc32 = primitives.crc32(chunk, crc32);
  }
  return { digest: bytesToHex(hash.digest()), crc32 };
}

async function checkEnd(
  source: ByteSource,
  count: number,
  directory: ZipDirectory,
  found: Findings,
): Promise<void> {
  const due = endRecords({ ...directory, count });
  const from = directory.offset + directory.size;
  const told = source.size - from === due.length ? await source.read(from, due.length) : undefined;
  if (told === undefined || !equalBytes(told, due)) {
    found.file(CONTAINER, "has an end record that its files do not give");
  }
}
