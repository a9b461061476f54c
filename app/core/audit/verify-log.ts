import type { ByteSource } from "./byte-source.ts";
import { equalBytes } from "./bytes.ts";
import { LEAF_BYTES_MAX, type Leaf, parseLeaf } from "./leaf.ts";
import type { Primitives } from "./primitives.ts";
import type { Findings } from "./report.ts";
import {
  entriesName,
  HASH_BYTES,
  payloadsName,
  type Tile,
  tileName,
  tilesAtLevel,
  unpackEntries,
} from "./tiles.ts";
import type { Files } from "./verify-container.ts";
import { EntryChecker, Erasures } from "./verify-entries.ts";
import { readSmall } from "./verify-files.ts";
import { PayloadChecker } from "./verify-payloads.ts";
import { TreeRecorder } from "./verify-tree.ts";

// Entries, tree and payloads in one walk, tile by tile, after a quick walk that only looks for erasures.
//
// The tree is made from the hashes of the level-0 tiles. An entry that does not hash to its place there is named,
// and the tree still tells whether the hash is the one that was signed: so it is clear which of the two was changed.

export interface LogClaim {
  readonly source: ByteSource;
  readonly files: Files;
  readonly log: string;
  readonly size: number;
  /** Sizes whose root, and entries whose leaf hash, the outside notes ask for. */
  readonly wantedRoots: ReadonlySet<number>;
  readonly wantedLeaves: ReadonlySet<number>;
}

export interface LogFacts {
  readonly roots: ReadonlyMap<number, Uint8Array>;
  readonly leafHashes: ReadonlyMap<number, Uint8Array>;
}

export async function checkLog(claim: LogClaim, found: Findings, primitives: Primitives): Promise<LogFacts> {
  const { source, files, log } = claim;
  const erasures = await findErasures(claim, found);
  const entries = new EntryChecker(log, erasures, found);
  const payloads = new PayloadChecker(source, files, log, erasures, found, primitives);
  const tree = new TreeRecorder(source, files, claim.wantedRoots, found, primitives.sha256);
  const leafHashes = new Map<number, Uint8Array>();
  let whole = true;
  for (const tile of presentTiles(claim)) {
    const read = await readTile(claim, tile, found, primitives);
    for (const [place, leaf] of read.leaves.entries()) {
      if (leaf === undefined) entries.skip();
      else entries.check(leaf, tile.index * 256 + place);
    }
    for (const [place, hash] of read.own.entries()) {
      const seq = tile.index * 256 + place;
      if (hash !== undefined && claim.wantedLeaves.has(seq)) leafHashes.set(seq, hash);
    }
    await payloads.checkFile(payloadsName(tile), tile.index * 256, read.leaves);
    whole &&= read.hashes !== undefined && tree.size === tile.index * 256;
    if (whole && read.hashes !== undefined) await tree.add(read.hashes);
  }
  entries.finish();
  payloads.finish();
  await tree.finish();
  return { roots: tree.roots, leafHashes };
}

/** Tiles of which anything is there. A false size ends the walk: what is missing has been named already. */
function* presentTiles({ files, size }: LogClaim): Generator<Tile> {
  let missing = 0;
  for (const tile of tilesAtLevel(size, 0)) {
    if (files.has(entriesName(tile)) || files.has(tileName(tile)) || files.has(payloadsName(tile)))
      yield tile;
    else missing += 1;
    if (missing > files.size) return;
  }
}

interface TileRead {
  readonly leaves: readonly (Leaf | undefined)[];
  /** The leaf hashes of the entries themselves. */
  readonly own: readonly (Uint8Array | undefined)[];
  /** The hashes the tree is made from; undefined if one is missing. */
  readonly hashes: readonly Uint8Array[] | undefined;
}

async function readTile(
  claim: LogClaim,
  tile: Tile,
  found: Findings,
  primitives: Primitives,
): Promise<TileRead> {
  const name = entriesName(tile);
  const from = tile.index * 256;
  const cut = await readEntries(claim, tile, found);
  const told = await readHashes(claim, tile, found);
  const hashLeaf = leafHasher(primitives);
  const leaves: (Leaf | undefined)[] = [];
  const own: (Uint8Array | undefined)[] = [];
  const hashes: Uint8Array[] = [];
  for (let place = 0; place < tile.width; place++) {
    const bytes = cut[place];
    const parsed = bytes === undefined ? undefined : parseLeaf(bytes, primitives.decodeUtf8);
    if (parsed !== undefined && !parsed.ok) found.entry(from + place, parsed.error, name);
    leaves.push(parsed?.ok === true ? parsed.value : undefined);
    const hash = bytes === undefined ? undefined : hashLeaf(bytes);
    own.push(hash);
    const due = told[place];
    if (hash !== undefined && due !== undefined && !equalBytes(hash, due)) {
      found.entry(from + place, `is not the entry whose hash stands in ${tileName(tile)}`, name);
    }
    const used = due ?? hash;
    if (used !== undefined) hashes.push(used);
  }
  return { leaves, own, hashes: hashes.length === tile.width ? hashes : undefined };
}

async function readEntries(claim: LogClaim, tile: Tile, found: Findings): Promise<readonly Uint8Array[]> {
  const name = entriesName(tile);
  const bytes = await readSmall(claim.source, claim.files, name, tile.width * (2 + LEAF_BYTES_MAX), found);
  if (bytes === undefined) return [];
  const { leaves, whole } = unpackEntries(bytes);
  if (leaves.length < tile.width) {
    found.entry(
      tile.index * 256 + leaves.length,
      "cannot be read: its length, or that of an entry before it, is wrong",
      name,
    );
  } else if (leaves.length > tile.width || !whole) {
    found.file(name, `holds more than its ${tile.width} entries`);
  }
  return leaves;
}

async function readHashes(claim: LogClaim, tile: Tile, found: Findings): Promise<readonly Uint8Array[]> {
  const name = tileName(tile);
  const bytes = await readSmall(claim.source, claim.files, name, 256 * HASH_BYTES, found);
  if (bytes === undefined) return [];
  if (bytes.length !== tile.width * HASH_BYTES) {
    found.file(name, `does not hold ${tile.width} hashes`);
    return [];
  }
  return Array.from({ length: tile.width }, (_, at) =>
    bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  );
}

function leafHasher({ sha256 }: Primitives): (leaf: Uint8Array) => Uint8Array {
  const buffer = new Uint8Array(1 + LEAF_BYTES_MAX);
  return (leaf) => {
    if (leaf.length > LEAF_BYTES_MAX) return sha256(Uint8Array.of(0x00, ...leaf));
    buffer.set(leaf, 1);
    return sha256(buffer.subarray(0, 1 + leaf.length));
  };
}

/** In canonical form the act is a leaf's first member. A leaf in another form is a fault anyway. */
const ERASING = Array.from('{"act":"payload-erased",', (letter) => letter.charCodeAt(0));
const FIRST_OF_ACT = '{"act":"'.length;

async function findErasures(claim: LogClaim, found: Findings): Promise<Erasures> {
  const erasures = new Erasures(found);
  for (const tile of presentTiles(claim)) {
    const file = claim.files.get(entriesName(tile));
    if (file === undefined || file.size > tile.width * (2 + LEAF_BYTES_MAX)) continue;
    const { leaves } = unpackEntries(await claim.source.read(file.offset, file.size));
    for (const [place, bytes] of leaves.entries()) {
      if (bytes[FIRST_OF_ACT] !== ERASING[FIRST_OF_ACT]) continue;
      if (!ERASING.every((code, at) => bytes[at] === code)) continue;
      const leaf = parseLeaf(bytes);
      const seq = tile.index * 256 + place;
      if (leaf.ok && leaf.value.seq === seq && leaf.value.log === claim.log) erasures.add(leaf.value);
    }
  }
  return erasures;
}
