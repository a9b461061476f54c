import { toBase64 } from "#app/core/audit/base64.ts";
import { equalBytes } from "#app/core/audit/bytes.ts";
import { commitSlot, innerHash } from "#app/core/audit/commitment.ts";
import { type Leaf, parseLeaf } from "#app/core/audit/leaf.ts";
import { parseOrigin } from "#app/core/audit/origin.ts";
import { type Slot, slotName } from "#app/core/audit/slot.ts";
import { type Edge, emptyEdge, leafHash, push, rootOf } from "#app/core/audit/tree.ts";
import type { EvidenceFile, EvidenceFiles } from "../files/evidence-files.ts";
import { StoreDamaged } from "../store/failures.ts";
import type { RawEntry, Reads } from "../store/port.ts";
import { committedFile } from "./committed-file.ts";
import { sha256 } from "./sha256.ts";

// What is left of a log, and everything in it that does not fit together. Unlike `rebuild --check` it never stops
// at the first thing that is wrong.

export const RESCUE_PAGE = 256;
const FAULTS_MAX = 10_000;

export interface RescueSource {
  readonly reads: Pick<Reads, "extent" | "raw" | "logHeads">;
  readonly files: Pick<EvidenceFiles, "find" | "namesIn">;
  readonly origin: string;
  /** Version of the program. */
  readonly app: string;
  /** Why there is no bundle, in sentences. */
  readonly why: string;
  /** The newest signed checkpoint of the installation's log that was kept. */
  readonly kept: string | undefined;
  /** True for what is kept back from whoever asks; without it nothing is. */
  readonly withholds?: (slot: Slot) => boolean;
}

export interface Remains {
  /** One more than the largest number of what is left. */
  readonly extent: number;
  /** Entries that are there. */
  readonly entries: number;
  /** One line each, in the order of the entries. */
  readonly faults: readonly string[];
  /** The leaves of the installation's log that recorded this one. */
  readonly recorded: readonly string[];
  readonly attachments: readonly Attachment[];
}

interface Attachment {
  /** Base64. */
  readonly commitment: string;
  readonly file: EvidenceFile;
}

export async function survey(source: RescueSource): Promise<Remains> {
  const { reads, origin } = source;
  const found = new Survey(source);
  const extent = await reads.extent(origin);
  for (let from = 0; from < extent; from += RESCUE_PAGE) {
    const page = await pageAsItLies(reads, origin, from, Math.min(extent, from + RESCUE_PAGE));
    for (const seq of page.unreadable) found.fault(seq, "can't be read: the database is damaged there");
    for (const row of page.rows) await found.row(row);
  }
  found.end(extent);
  await found.strayFiles();
  const recorded = await recordedOf(source, found);
  const faults = found.inOrder();
  return { extent, entries: found.entries, faults, recorded, attachments: found.attachments };
}

/** Rows of a page; where the database is damaged, those that can still be read one by one. */
export async function pageAsItLies(
  reads: Pick<Reads, "raw">,
  origin: string,
  from: number,
  until: number,
): Promise<{ readonly rows: readonly RawEntry[]; readonly unreadable: readonly number[] }> {
  try {
    return { rows: await reads.raw(origin, from, until), unreadable: [] };
  } catch (cause) {
    if (!(cause instanceof StoreDamaged)) throw cause;
    if (until - from === 1) return { rows: [], unreadable: [from] };
  }
  const rows: RawEntry[] = [];
  const unreadable: number[] = [];
  for (let seq = from; seq < until; seq++) {
    const one = await pageAsItLies(reads, origin, seq, seq + 1);
    rows.push(...one.rows);
    unreadable.push(...one.unreadable);
  }
  return { rows, unreadable };
}

const HEADS_PAGE = 1000;

/** The log-heads of this log, as the installation's log has them. */
async function recordedOf({ reads, origin }: RescueSource, found: Survey): Promise<readonly string[]> {
  const recorded: string[] = [];
  const installation = parseOrigin(origin)?.installation ?? "";
  try {
    for (let from = 0; ; ) {
      const page = await reads.logHeads(installation, from, HEADS_PAGE);
      const asked = from;
      for (const bytes of page) {
        const leaf = parseLeaf(bytes);
        if (!leaf.ok) continue;
        from = leaf.value.seq + 1;
        if (leaf.value.head?.log !== origin) continue;
        recorded.push(Buffer.from(bytes).toString("latin1"));
        found.recorded(leaf.value.head, leaf.value.seq);
      }
      if (page.length < HEADS_PAGE || from === asked) return recorded;
    }
  } catch (cause) {
    if (!(cause instanceof StoreDamaged)) throw cause;
    found.log("The installation's log can't be read whole: the database is damaged there");
    return recorded;
  }
}

class Survey {
  entries = 0;
  readonly attachments: Attachment[] = [];
  readonly #faults: { readonly seq: number; readonly text: string; readonly slot?: string }[] = [];
  readonly #erased = new Set<string>();
  readonly #named = new Set<string>();
  /** Undefined from the first gap on: no root can be made behind it. */
  #edge: Edge | undefined = emptyEdge;
  /** In base64, of each command's end as far as there is no gap. */
  readonly #rootsBySize = new Map<number, string>();
  #next = 0;
  /** The newest row is not the end of a command: what followed on it is gone. */
  #isOpen = false;

  constructor(readonly source: RescueSource) {}

  fault(seq: number, text: string, slot?: string): void {
    if (this.#faults.length >= FAULTS_MAX) return;
    this.#faults.push({ seq, text: `${slot ?? `#${seq}`} ${text}`, ...(slot === undefined ? {} : { slot }) });
  }

  async row(row: RawEntry): Promise<void> {
    const { seq, leaf } = row;
    this.gap(seq);
    this.#next = seq + 1;
    if (leaf === undefined || row.hash === undefined) {
      this.fault(seq, "is missing; only its values are left");
      this.#edge = undefined;
      return;
    }
    this.entries += 1;
    this.#isOpen = row.root === undefined;
    if (!equalBytes(leafHash(leaf, sha256), row.hash))
      this.fault(seq, "is not the entry that the tree was built with");
    this.#grow(row, leaf);
    const parsed = parseLeaf(leaf);
    if (!parsed.ok) return this.fault(seq, parsed.error);
    if (parsed.value.seq !== seq) this.fault(seq, `says it is #${parsed.value.seq}`);
    if (parsed.value.log !== this.source.origin) this.fault(seq, "belongs to another log");
    for (const slot of parsed.value.erases ?? []) this.#erased.add(slotName(slot));
    this.#values(row, parsed.value);
    await this.#files(row, parsed.value);
  }

  /** Notes what lies between the last row and this number. */
  gap(seq: number): void {
    if (seq <= this.#next) return;
    this.#edge = undefined;
    const last = seq - 1;
    this.fault(this.#next, this.#next === last ? "is missing" : `to #${last} are missing`);
    this.#next = seq;
  }

  /** What must lie behind the last row, as far as it tells itself. */
  end(extent: number): void {
    this.gap(extent);
    if (this.#isOpen)
      this.fault(this.#next - 1, "is not the end of a command: what followed on it is missing");
  }

  /** Files that no readable entry names go along too, where nothing is kept back. */
  async strayFiles(): Promise<void> {
    const { origin, files, withholds } = this.source;
    const parsed = parseOrigin(origin);
    if (withholds !== undefined || parsed === undefined || parsed.kind === "installation") return;
    for (const name of await files.namesIn(parsed.id)) {
      const commitment = /^[0-9a-f]{64}$/.test(name) ? toBase64(Buffer.from(name, "hex")) : undefined;
      if (commitment === undefined || this.#named.has(commitment)) continue;
      const file = await files.find(parsed.id, commitment);
      if (file === undefined) continue;
      this.attachments.push({ commitment, file });
      this.log(`The file ${name} is named by no entry that can be read`);
    }
  }

  /** What the installation's log recorded of this log must be here. */
  recorded({ size, root }: { readonly size: number; readonly root: string }, seq: number): void {
    if (size > this.#next) {
      this.log(`The installation's log recorded ${size} entries (its #${seq}), here are ${this.#next}`);
      return;
    }
    const found = this.#rootsBySize.get(size);
    if (found !== undefined && found !== root)
      this.log(`The installation's log recorded another root at size ${size} (its #${seq})`);
  }

  /** A fault of the log as a whole. */
  log(text: string): void {
    if (this.#faults.length < FAULTS_MAX) this.#faults.push({ seq: Number.MAX_SAFE_INTEGER, text });
  }

  inOrder(): readonly string[] {
    return this.#faults
      .filter(({ slot }) => slot === undefined || !this.#erased.has(slot))
      .sort((a, b) => a.seq - b.seq)
      .map(({ text }) => text);
  }

  #grow({ seq, root }: RawEntry, leaf: Uint8Array): void {
    if (this.#edge === undefined) return;
    this.#edge = push(this.#edge, leafHash(leaf, sha256), sha256).edge;
    if (root === undefined) return;
    const made = rootOf(this.#edge, sha256);
    if (equalBytes(made, root)) {
      this.#rootsBySize.set(this.#edge.size, toBase64(made));
      return;
    }
    this.fault(
      seq,
      "does not end in the root that was recorded with it: it, or an entry before it, was changed",
    );
    this.#edge = undefined;
  }

  #values({ seq, values }: RawEntry, leaf: Leaf): void {
    const stored = new Map(values.map((value) => [value.slot, value]));
    for (const [name, commitment] of Object.entries(leaf.f ?? {})) {
      const slot: Slot = [seq, "f", name];
      const value = stored.get(`f:${name}`);
      if (value === undefined || value.value === null)
        this.fault(seq, "has no value any more", slotName(slot));
      else if (
        commitSlot(leaf.log, slot, innerHash(value.salt, Buffer.from(value.value), sha256), sha256) !==
        commitment
      )
        this.fault(seq, `${name} has another value than the entry commits to`);
    }
  }

  async #files({ seq, values }: RawEntry, leaf: Leaf): Promise<void> {
    const { files, origin, withholds } = this.source;
    for (const [index, commitment] of (leaf.att ?? []).entries()) {
      const slot: Slot = [seq, "att", index];
      this.#named.add(commitment);
      if (withholds?.(slot)) continue;
      const salt = values.find((value) => value.slot === `att:${index}`)?.salt;
      const file = await files.find(origin.slice(-26), commitment);
      if (file === undefined) {
        this.fault(seq, "is not on disk", slotName(slot));
        continue;
      }
      this.attachments.push({ commitment, file });
      if (salt === undefined) this.fault(seq, "has no salt any more", slotName(slot));
      else if ((await committedFile(origin, slot, salt, file)) !== commitment)
        this.fault(seq, "is not the file the entry commits to", slotName(slot));
    }
  }
}
