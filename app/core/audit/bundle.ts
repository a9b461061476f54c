import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { attachmentName, rotationName } from "./bundle-names.ts";
import { asciiBytes } from "./bytes.ts";
import {
  type ByteSink,
  byName,
  type ContainerFile,
  type MeasuredFile,
  measure,
  type Parts,
  wholeFile,
  writeMeasured,
} from "./container.ts";
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
  const sealed: MeasuredFile[] = [];
  for (const file of filesOf(source)) sealed.push(await measure(file, primitives));
  sealed.sort(byName);
  const sums = asciiBytes(sealed.map(({ name, digest }) => sumsLine(name, digest)).join(""));
  const manifest = utf8ToBytes(signManifest(source.origin, primitives.sha256(sums), signer));
  const seal = [wholeFile(MANIFEST, manifest), wholeFile(SUMS, sums)];
  for (const file of seal) sealed.push(await measure(file, primitives));
  await writeMeasured(sealed, sink, primitives);
}

/** Every file but MANIFEST and SHA256SUMS, in no particular order. */
function* filesOf(source: BundleSource): Generator<ContainerFile> {
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

function* logFiles(source: BundleSource): Generator<ContainerFile> {
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

function textFile(name: string, text: string): ContainerFile {
  return wholeFile(name, utf8ToBytes(text));
}
