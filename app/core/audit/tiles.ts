// C2SP tlog-tiles: where the hashes and the leaves of a log stand in files. A tile holds up to 256 hashes; tile
// (L, N) holds the nodes of level 8·L from 256·N on. Only the last tile of a level may be partial.

export const TILE_WIDTH = 256;
export const HASH_BYTES = 32;

export interface Tile {
  readonly level: number;
  readonly index: number;
  /** How many hashes: 256, or fewer in the last tile of a level. */
  readonly width: number;
}

/** How many hashes the tiles of this level hold together, for a log of this size. */
function hashesAtLevel(size: number, level: number): number {
  return Math.floor(size / TILE_WIDTH ** level);
}

/** The tiles of one level, in order. */
export function* tilesAtLevel(size: number, level: number): Generator<Tile> {
  const hashes = hashesAtLevel(size, level);
  for (let index = 0; index * TILE_WIDTH < hashes; index++) {
    yield { level, index, width: Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH) };
  }
}

/** All tiles of hashes of a log of this size, level by level. */
export function* tilesOf(size: number): Generator<Tile> {
  for (let level = 0; hashesAtLevel(size, level) > 0; level++) yield* tilesAtLevel(size, level);
}

export function tileName({ level, index, width }: Tile): string {
  return `log/tile/${level}/${indexPath(index)}${partial(width)}`;
}

export function entriesName({ index, width }: Tile): string {
  return `log/tile/entries/${indexPath(index)}${partial(width)}`;
}

/** Payloads go by the same index as entries, but a partial file has no name of its own. */
export function payloadsName({ index }: Tile): string {
  return `payloads/${indexPath(index)}.jsonl`;
}

/** 1234067 → x001/x234/067. */
function indexPath(index: number): string {
  const groups = [digits(index % 1000)];
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${digits(rest % 1000)}`);
  }
  return groups.join("/");
}

function digits(group: number): string {
  return String(group).padStart(3, "0");
}

function partial(width: number): string {
  return width === TILE_WIDTH ? "" : `.p/${width}`;
}

/** The leaves of an entries file, each behind its length as big-endian uint16. */
export function packEntries(leaves: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(leaves.reduce((sum, leaf) => sum + 2 + leaf.length, 0));
  let at = 0;
  for (const leaf of leaves) {
    bytes[at] = leaf.length >> 8;
    bytes[at + 1] = leaf.length & 0xff;
    bytes.set(leaf, at + 2);
    at += 2 + leaf.length;
  }
  return bytes;
}

/** The leaves that can be cut out; `whole` is false when bytes are left that are no leaf. */
export function unpackEntries(bytes: Uint8Array): { leaves: readonly Uint8Array[]; whole: boolean } {
  const leaves: Uint8Array[] = [];
  let at = 0;
  while (at + 2 <= bytes.length) {
    const end = at + 2 + (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0));
    if (end > bytes.length) break;
    leaves.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return { leaves, whole: at === bytes.length };
}
