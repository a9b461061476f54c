import { concatBytes } from "@noble/hashes/utils.js";
import { asciiBytes } from "./bytes.ts";

// The container: a stored zip in which every byte follows from the names and the contents (docs/format.md,
// Container). Libraries write times, flags and descriptors of their own, so no library here. The writer calls
// these functions to make the records, the verifier to make them again and compare.

const VERSION = 45;
const DATE = 0x0021; // 1980-01-01, the first day a zip can name
const UINT16_MAX = 0xffff;
const UINT32_MAX = 0xffffffff;
export const LOCAL_HEADER_BYTES = 30;
export const CENTRAL_HEADER_BYTES = 46;
export const END_BYTES = 22;
export const ZIP64_LOCATOR_BYTES = 20;
export const ZIP64_END_BYTES = 56;

export const LOCAL_SIGNATURE = 0x04034b50;
export const CENTRAL_SIGNATURE = 0x02014b50;
export const END_SIGNATURE = 0x06054b50;
export const ZIP64_END_SIGNATURE = 0x06064b50;
export const ZIP64_LOCATOR_SIGNATURE = 0x07064b50;

export interface ZipEntry {
  readonly name: string;
  readonly size: number;
  readonly crc32: number;
}

export interface ZipDirectory {
  readonly count: number;
  readonly size: number;
  readonly offset: number;
}

const NAME = /^[A-Za-z0-9._/-]+$/;

export function isZipName(name: string): boolean {
  return name.length <= UINT16_MAX && NAME.test(name);
}

export function localHeader(entry: ZipEntry): Uint8Array {
  return concatBytes(uint32(LOCAL_SIGNATURE), common(entry), uint16(0), asciiBytes(entry.name));
}

export function centralHeader(entry: ZipEntry, offset: number): Uint8Array {
  const extra = offset >= UINT32_MAX ? concatBytes(uint16(1), uint16(8), uint64(offset)) : new Uint8Array(0);
  return concatBytes(
    uint32(CENTRAL_SIGNATURE),
    uint16(VERSION),
    common(entry),
    uint16(extra.length),
    uint16(0), // comment length
    uint16(0), // disk
    uint16(0), // internal attributes
    uint32(0), // external attributes
    uint32(Math.min(offset, UINT32_MAX)),
    asciiBytes(entry.name),
    extra,
  );
}

/** What follows the central directory; nothing follows it. */
export function endRecords(directory: ZipDirectory): Uint8Array {
  const { count, size, offset } = directory;
  const end = concatBytes(
    uint32(END_SIGNATURE),
    uint16(0), // disk
    uint16(0), // disk of the central directory
    uint16(Math.min(count, UINT16_MAX)),
    uint16(Math.min(count, UINT16_MAX)),
    uint32(Math.min(size, UINT32_MAX)),
    uint32(Math.min(offset, UINT32_MAX)),
    uint16(0), // comment length
  );
  if (count < UINT16_MAX && size < UINT32_MAX && offset < UINT32_MAX) return end;
  return concatBytes(zip64End(directory), end);
}

function zip64End({ count, size, offset }: ZipDirectory): Uint8Array {
  return concatBytes(
    uint32(ZIP64_END_SIGNATURE),
    uint64(44), // length of what follows in this record
    uint16(VERSION),
    uint16(VERSION),
    uint32(0), // disk
    uint32(0), // disk of the central directory
    uint64(count),
    uint64(count),
    uint64(size),
    uint64(offset),
    uint32(ZIP64_LOCATOR_SIGNATURE),
    uint32(0), // disk of the record above
    uint64(offset + size),
    uint32(1), // disks
  );
}

/** What local and central header share, up to the name's length. */
function common({ name, size, crc32 }: ZipEntry): Uint8Array {
  return concatBytes(
    uint16(VERSION),
    uint16(0), // flags
    uint16(0), // method: stored
    uint16(0), // time
    uint16(DATE),
    uint32(crc32),
    uint32(size),
    uint32(size),
    uint16(name.length),
  );
}

function uint16(value: number): Uint8Array {
  return littleEndian(value, 2);
}

function uint32(value: number): Uint8Array {
  return littleEndian(value, 4);
}

function uint64(value: number): Uint8Array {
  return littleEndian(value, 8);
}

function littleEndian(value: number, width: number): Uint8Array {
  const bytes = new Uint8Array(width);
  let rest = value;
  for (let at = 0; at < width; at++) {
    bytes[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return bytes;
}

/** Reads an unsigned little-endian number of up to 8 bytes; above 2^53 it is no longer exact, but still large. */
export function readNumber(bytes: Uint8Array, at: number, width: 2 | 4 | 8): number {
  let value = 0;
  for (let place = width - 1; place >= 0; place--) value = value * 256 + (bytes[at + place] ?? 0);
  return value;
}
