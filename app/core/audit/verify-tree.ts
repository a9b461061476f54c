import type { ByteSource } from "./byte-source.ts";
import { equalBytes } from "./bytes.ts";
import type { Sha256 } from "./primitives.ts";
import type { Findings } from "./report.ts";
import { HASH_BYTES, TILE_WIDTH, tileName } from "./tiles.ts";
import { emptyRoot } from "./tree.ts";
import type { Files } from "./verify-container.ts";
import { readSmall } from "./verify-files.ts";

// Makes the tree again from its leaf hashes, one tile at a time, and holds the tiles above level 0 against it.
// It keeps one tile for each level and one hash for each bit of the size.

interface Level {
  index: number;
  hashes: Uint8Array[];
}

interface Peak {
  /** In leaves. */
  readonly width: number;
  readonly hash: Uint8Array;
}

export class TreeRecorder {
  /** Leaves so far. */
  size = 0;
  /** Roots at the sizes asked for, as far as the tree could be made. */
  readonly roots = new Map<number, Uint8Array>();
  private readonly peaks: Peak[] = [];
  private readonly levels: Level[] = [];
  private readonly node: (left: Uint8Array, right: Uint8Array) => Uint8Array;

  constructor(
    private readonly source: ByteSource,
    private readonly files: Files,
    private readonly wanted: ReadonlySet<number>,
    private readonly found: Findings,
    sha256: Sha256,
  ) {
    this.node = nodeHasher(sha256);
    if (wanted.has(0)) this.roots.set(0, emptyRoot(sha256));
  }

  /** Leaf hashes of the next tile: 256 of them, fewer only in the last. */
  async add(hashes: readonly Uint8Array[]): Promise<void> {
    for (const size of this.wanted) {
      const into = size - this.size;
      if (into > 0 && into <= hashes.length) this.roots.set(size, this.rootWith(hashes.slice(0, into)));
    }
    this.size += hashes.length;
    if (hashes.length < TILE_WIDTH) return;
    const root = this.fold(hashes);
    this.pushPeak(root);
    await this.pushUp(1, root);
  }

  /** Checks the partial tiles, once all leaves are in. */
  async finish(): Promise<void> {
    for (const place of this.levels.keys()) await this.checkTile(place + 1);
  }

  private async pushUp(level: number, hash: Uint8Array): Promise<void> {
    const held = this.levels[level - 1] ?? { index: 0, hashes: [] };
    this.levels[level - 1] = held;
    held.hashes.push(hash);
    if (held.hashes.length < TILE_WIDTH) return;
    await this.checkTile(level);
    const root = this.fold(held.hashes);
    held.hashes = [];
    held.index += 1;
    await this.pushUp(level + 1, root);
  }

  private async checkTile(level: number): Promise<void> {
    const { index, hashes } = this.levels[level - 1] ?? { index: 0, hashes: [] };
    if (hashes.length === 0) return;
    const name = tileName({ level, index, width: hashes.length });
    const told = await readSmall(this.source, this.files, name, TILE_WIDTH * HASH_BYTES, this.found);
    if (told === undefined) return;
    const fits = told.length === hashes.length * HASH_BYTES;
    if (
      !fits ||
      hashes.some((hash, at) => !equalBytes(hash, told.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES)))
    ) {
      this.found.file(name, "does not hold the hashes that the entries give");
    }
  }

  private pushPeak(root: Uint8Array): void {
    let peak: Peak = { width: TILE_WIDTH, hash: root };
    for (let left = this.peaks.at(-1); left?.width === peak.width; left = this.peaks.at(-1)) {
      this.peaks.pop();
      peak = { width: peak.width * 2, hash: this.node(left.hash, peak.hash) };
    }
    this.peaks.push(peak);
  }

  private rootWith(rest: readonly Uint8Array[]): Uint8Array {
    return this.peaks.reduceRight((root, peak) => this.node(peak.hash, root), this.fold(rest));
  }

  /** RFC 6962 §2.1 over at least one hash. Pairing up level by level gives the same tree as splitting. */
  private fold(hashes: readonly Uint8Array[]): Uint8Array {
    let row = hashes;
    while (row.length > 1) {
      const above: Uint8Array[] = [];
      for (let at = 0; at < row.length; at += 2) {
        const left = row[at];
        const right = row[at + 1];
        if (left !== undefined) above.push(right === undefined ? left : this.node(left, right));
      }
      row = above;
    }
    const [root] = row;
    if (root === undefined) throw new RangeError("a tile holds at least one hash");
    return root;
  }
}

/** One buffer for all nodes: most of a verification's time is hashing. */
function nodeHasher(sha256: Sha256): (left: Uint8Array, right: Uint8Array) => Uint8Array {
  const buffer = new Uint8Array(1 + 2 * HASH_BYTES);
  buffer[0] = 0x01;
  return (left, right) => {
    buffer.set(left, 1);
    buffer.set(right, 1 + HASH_BYTES);
    return sha256(buffer);
  };
}
