import { bytesToHex, concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { attachmentName, rotationName } from "./bundle-names.ts";
import { asciiBytes } from "./bytes.ts";
import { FILE_BYTES_MAX } from "./commitment.ts";
import { MANIFEST, SUMS, signManifest, sumsLine } from "./manifest.ts";
import type { NoteSigner } from "./note.ts";
import { parseOrigin } from "./origin.ts";
import { formatPayloadLine, type PayloadLine } from "./payload-line.ts";
import { type Primitives, portablePrimitives } from "./primitives.ts";
import {
  entriesName,
  packEntries,
  payloadsName,
  type Tile,
  tileName,
  tilesAtLevel,
  tilesOf,
} from "./tiles.ts";
import { formatVkey, logVkeys, vkeyFor } from "./vkey.ts";
import { centralHeader, endRecords, localHeader, type ZipEntry } from "./zip.ts";

type Parts = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** One file as it will stand in the bundle. Opened twice; both times it must give the same bytes. */
export interface BundleFile {
  readonly name: string;
  readonly open: () => Parts;
}

/**
 * Where a bundle of one log comes from. Ranges are `from` inclusive, `to` exclusive, at most 256 long; a range
 * that was given once is given the same again.
 */
export interface BundleSource {
  readonly origin: string;
  /** At least 1. */
  readonly size: number;
  /** The newest key's: it has signed `checkpoint` and the anchor. */
  readonly publicKey: Uint8Array;
  /** The signed note of the log at `size`. */
  readonly checkpoint: string;
  readonly leaves: (from: number, to: number) => Promise<readonly Uint8Array[]>;
  readonly payloads: (from: number, to: number) => Promise<readonly PayloadLine[]>;
  /** Hashes of stored perfect nodes of one level. */
  readonly nodes: (level: number, from: number, to: number) => Promise<readonly Uint8Array[]>;
  /** The disclosed files, each named by its commitment in base64. */
  readonly files: readonly { readonly commitment: string; readonly open: () => Parts }[];
  /** Receipt of the log-head with this log, size and root. */
  readonly anchor: string;
  /** Receipts of the key-rotated leaves before the anchor, in order. */
  readonly rotations: readonly string[];
  readonly readme: string;
  readonly report: string;
  readonly verifier: string;
}

/** Takes the bundle's bytes in order; resolves when it wants more. */
export type ByteSink = (bytes: Uint8Array) => void | Promise<void>;

/** Fewer, larger writes: what is small is gathered up to this many bytes. */
const WRITE_BYTES = 1 << 16;

/**
 * Writes a bundle in two passes over its files: the first measures them (SHA256SUMS and MANIFEST stand at the
 * front), the second writes. Memory is one tile and one line of SHA256SUMS for each file.
 */
export async function writeBundle(
  source: BundleSource,
  signer: NoteSigner,
  sink: ByteSink,
  primitives: Primitives = portablePrimitives,
): Promise<void> {
  const sealed: Measured[] = [];
  for (const file of filesOf(source)) sealed.push(await measure(file, primitives));
  sealed.sort((a, b) => (a.name < b.name ? -1 : 1));
  const sums = asciiBytes(sealed.map(({ name, digest }) => sumsLine(name, digest)).join(""));
  const manifest = utf8ToBytes(signManifest(source.origin, primitives.sha256(sums), signer));
  const seal = [fileOf(MANIFEST, manifest), fileOf(SUMS, sums)];
  const files = [...(await Promise.all(seal.map((file) => measure(file, primitives)))), ...sealed];
  await writeZip(
    files.sort((a, b) => (a.name < b.name ? -1 : 1)),
    sink,
    primitives,
  );
}

interface Measured extends ZipEntry, BundleFile {
  /** Hex SHA-256. */
  readonly digest: string;
}

async function measure(file: BundleFile, primitives: Primitives): Promise<Measured> {
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

async function writeZip(files: readonly Measured[], sink: ByteSink, primitives: Primitives): Promise<void> {
  const out = gathered(sink);
  let offset = 0;
  let before = "";
  const offsets: number[] = [];
  for (const file of files) {
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

/** Every file but MANIFEST and SHA256SUMS, in no particular order. */
function* filesOf(source: BundleSource): Generator<BundleFile> {
  const installation = parseOrigin(source.origin)?.installation;
  if (installation === undefined || installation === source.origin || source.size < 1) {
    throw new RangeError("a bundle holds the log of one incident or drill, with at least one entry");
  }
  const { checkpoint: logKey } = logVkeys(source.origin, source.publicKey);
  yield textFile("README.txt", source.readme);
  yield textFile("report.html", source.report);
  yield textFile("verify/verify.html", source.verifier);
  yield textFile("log/vkey", `${formatVkey(logKey)}\n`);
  yield textFile("anchor/vkey", `${formatVkey(vkeyFor(installation, source.publicKey))}\n`);
  yield textFile("log/checkpoint", source.checkpoint);
  yield textFile("anchor/head.tlog-proof", source.anchor);
  for (const [place, receipt] of source.rotations.entries()) yield textFile(rotationName(place + 1), receipt);
  yield* logFiles(source);
  for (const { commitment, open } of source.files) yield { name: attachmentName(commitment), open };
}

function* logFiles(source: BundleSource): Generator<BundleFile> {
  for (const tile of tilesOf(source.size)) {
    yield {
      name: tileName(tile),
      open: () => once(async () => concatBytes(...(await tileHashes(source, tile)))),
    };
  }
  for (const tile of tilesAtLevel(source.size, 0)) {
    const from = tile.index * 256;
    const to = from + tile.width;
    yield {
      name: entriesName(tile),
      open: () => once(async () => packEntries(exactly(tile, await source.leaves(from, to)))),
    };
    yield { name: payloadsName(tile), open: () => payloadLines(source, tile) };
  }
}

async function* payloadLines(source: BundleSource, tile: Tile): AsyncGenerator<Uint8Array> {
  const from = tile.index * 256;
  for (const line of exactly(tile, await source.payloads(from, from + tile.width)))
    yield formatPayloadLine(line);
}

async function tileHashes(source: BundleSource, tile: Tile): Promise<readonly Uint8Array[]> {
  const from = tile.index * 256;
  return exactly(tile, await source.nodes(tile.level * 8, from, from + tile.width));
}

function exactly<T>(tile: Tile, rows: readonly T[]): readonly T[] {
  if (rows.length !== tile.width) {
    throw new Error(
      `The log gave ${rows.length} of ${tile.width} rows for ${tileName(tile)}. Check it with rebuild --check.`,
    );
  }
  return rows;
}

async function* once(make: () => Promise<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield await make();
}

function textFile(name: string, text: string): BundleFile {
  return fileOf(name, utf8ToBytes(text));
}

function fileOf(name: string, bytes: Uint8Array): BundleFile {
  return { name, open: () => [bytes] };
}
