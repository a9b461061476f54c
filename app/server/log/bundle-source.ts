import { toBase64 } from "#app/core/audit/base64.ts";
import { type BundleSource, writeBundle } from "#app/core/audit/bundle.ts";
import type { ByteSink } from "#app/core/audit/container.ts";
import type { Leaf } from "#app/core/audit/leaf.ts";
import { exportName, parseOrigin } from "#app/core/audit/origin.ts";
import type { FieldDisclosure, FileDisclosure, PayloadLine } from "#app/core/audit/payload-line.ts";
import type { Primitives } from "#app/core/audit/primitives.ts";
import { type Slot, slotName } from "#app/core/audit/slot.ts";
import { formatVkey } from "#app/core/audit/vkey.ts";
import type { Entry } from "#app/core/incident/entry.ts";

import type { Json } from "#app/core/shared/json.ts";
import type { EvidenceFiles } from "../files/evidence-files.ts";
import type { House } from "../house.server.ts";
import { receiptIn } from "../queries/receipts.ts";
import type { Reads, StoredEntry, StoredSlot } from "../store/port.ts";
import { entryOf, jsonIn, leafAt, leafFrom, type TimedLeaf } from "./entry.ts";
import { LogDamaged, NothingSigned } from "./failures.ts";
import { frozenKey, rotationFiles } from "./rotations.ts";

// A bundle holds the log as its newest log-head recorded it, so that the anchor fits; all of it is read from one
// snapshot, and the log may grow meanwhile. docs/format.md, Bundle.

/** Told to whoever writes README.txt and report.html. It gives no clock: the same log gives the same texts. */
export interface BundleStory {
  readonly origin: string;
  readonly size: number;
  /** Version of the program. */
  readonly app: string;
  /** The entries with what this bundle discloses of them. May be walked more than once. */
  readonly entries: () => AsyncIterable<Entry>;
}

export interface BundleTexts {
  readonly readme: string;
  readonly report: string;
  /** The text of verify.html. */
  readonly verifier: string;
}

export interface BundleOptions {
  readonly texts: (story: BundleStory) => Promise<BundleTexts>;
  readonly primitives?: Primitives;
  /** True for what is kept back: a redacted export has the same leaves, fewer disclosures. */
  readonly withholds?: (slot: Slot) => boolean;
}

/**
 * Writes the bundle of one incident. Its log is recorded in the installation's log first, at once. Undefined
 * when there is no such log. Throws LogDamaged when something is missing that no erasure accounts for, and
 * NothingSigned where nothing may be signed.
 */
export async function exportBundle(
  house: House,
  origin: string,
  sink: ByteSink,
  options: BundleOptions,
): Promise<{ readonly size: number } | undefined> {
  house.refuseUnsound();
  await house.anchor([origin]);
  return house.store.snapshot(async (reads) => {
    const source = await bundleSource(house, reads, origin, options);
    if (source === undefined) return undefined;
    await writeBundle(source, house.key.as(exportName(origin)), sink, options.primitives);
    return { size: source.size };
  });
}

async function bundleSource(
  house: House,
  reads: Reads,
  origin: string,
  options: BundleOptions,
): Promise<BundleSource | undefined> {
  const installation = parseOrigin(origin)?.installation ?? "";
  await refuseGoneKey(house, reads, installation);
  const anchor = await reads.anchor(origin);
  const ownHead = await reads.head(installation);
  if (anchor === undefined || ownHead === undefined) return undefined;
  if ((await reads.headAt(origin, anchor.size)) === undefined)
    throw new LogDamaged(
      origin,
      `it was recorded with ${anchor.size} entries, and they are not there any more`,
    );
  const receipt = await there(installation, () => receiptIn(house, reads, installation, anchor.seq, ownHead));
  if (receipt === undefined) throw new LogDamaged(installation, `entry #${anchor.seq} is missing`);
  const disclosure = await Disclosure.of(reads, origin, anchor.size, options.withholds ?? (() => false));
  const texts = await options.texts({
    origin,
    size: anchor.size,
    app: house.app,
    entries: () => disclosure.entries(),
  });
  return {
    ...texts,
    origin,
    size: anchor.size,
    publicKey: house.key.publicKey,
    checkpoint: await house.sign(origin, anchor),
    leaves: async (from, to) => all(origin, from, to, await reads.leaves(origin, from, to)),
    payloads: async (from, to) => all(origin, from, to, await disclosure.lines(from, to)),
    nodes: (level, from, to) => there(origin, () => reads.nodes(origin, level, from, to)),
    files: disclosure.files.map((commitment) => ({
      commitment,
      open: () => streamOf(house.files, origin, commitment),
    })),
    anchor: receipt,
    rotations: await rotationsBefore(reads, installation, anchor.seq),
  };
}

/** Frozen logs go on to be exported under the key they were signed with, as long as it is there. */
async function refuseGoneKey(house: House, reads: Reads, installation: string): Promise<void> {
  const due = await frozenKey(reads, installation);
  if (due === undefined || due === formatVkey(house.key.as(installation).vkey)) return;
  throw new NothingSigned(
    `The logs of ${installation} are frozen, and the key they were signed with (${due}) has been changed since. What is here leaves unsigned.`,
  );
}

function all<T>(origin: string, from: number, to: number, rows: readonly T[]): readonly T[] {
  if (rows.length === to - from) return rows;
  throw new LogDamaged(origin, `of the entries #${from} to #${to - 1}, ${rows.length} are there`);
}

/** A node that is not there is damage: the log is long enough to have it. */
async function there<T>(origin: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof RangeError) throw new LogDamaged(origin, cause.message);
    throw cause;
  }
}

/** The receipts kept at each rotation of the key that the anchor counts. */
async function rotationsBefore(
  reads: Reads,
  installation: string,
  anchorSeq: number,
): Promise<readonly string[]> {
  const [leaf] = await reads.logHeads(installation, anchorSeq, 1);
  const head = leaf === undefined ? undefined : leafFrom(installation, leaf).head;
  const files = await rotationFiles(reads, installation);
  if (head?.rotations === files.length) return files;
  throw new LogDamaged(
    head?.log ?? installation,
    "its newest log-head is from before the log key was changed, and nothing could be added to it since",
  );
}

async function* streamOf(
  files: EvidenceFiles,
  origin: string,
  commitment: string,
): AsyncIterable<Uint8Array> {
  const file = await files.find(origin.slice(-26), commitment);
  if (file === undefined) throw new LogDamaged(origin, `the file of evidence ${commitment} is missing`);
  yield* file.stream();
}

const PAGE = 256;
/** Leaves are read for these members only where their text has them. */
const SPECIAL = /"att":|"erases":/;

/** What is disclosed of a log: which slots were erased and by which entry, which are kept back, which files go along. */
class Disclosure {
  private constructor(
    readonly reads: Reads,
    readonly origin: string,
    readonly size: number,
    readonly erased: ReadonlyMap<string, number>,
    readonly withholds: (slot: Slot) => boolean,
    /** Commitments of the disclosed files, in base64. */
    readonly files: readonly string[],
  ) {}

  static async of(
    reads: Reads,
    origin: string,
    size: number,
    withholds: (slot: Slot) => boolean,
  ): Promise<Disclosure> {
    const erased = new Map<string, number>();
    const named: { readonly slot: Slot; readonly commitment: string }[] = [];
    for (let from = 0; from < size; from += PAGE) {
      for (const bytes of await reads.leaves(origin, from, Math.min(size, from + PAGE))) {
        if (!SPECIAL.test(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1")))
          continue;
        const { seq, att = [], erases = [] } = leafFrom(origin, bytes);
        for (const slot of erases) erased.set(slotName(slot), seq);
        for (const [index, commitment] of att.entries())
          named.push({ slot: [seq, "att", index], commitment });
      }
    }
    // Erased once more after a restore, and no entry says so any more: it counts as withheld (docs/format.md).
    const again = new Set((await reads.erasedAgain(origin)).map(slotName));
    const keepsBack = (slot: Slot) => again.has(slotName(slot)) || withholds(slot);
    const files = named.filter(({ slot }) => !erased.has(slotName(slot)) && !keepsBack(slot));
    return new Disclosure(
      reads,
      origin,
      size,
      erased,
      keepsBack,
      files.map(({ commitment }) => commitment),
    );
  }

  async lines(from: number, to: number): Promise<readonly PayloadLine[]> {
    const stored = await this.reads.entries(this.origin, from, to);
    return stored.map((entry) => this.#line(leafAt(this.origin, entry), entry));
  }

  async *entries(): AsyncIterable<Entry> {
    for (let from = 0; from < this.size; from += PAGE) {
      for (const stored of await this.reads.entries(this.origin, from, Math.min(this.size, from + PAGE))) {
        const leaf = leafAt(this.origin, stored);
        const line = this.#line(leaf, stored);
        const entry = entryOf(leaf, disclosedFields(line));
        const gone = [...(entry.gone ?? []), ...erasedIn(line)];
        yield { ...entry, ...(gone.length === 0 ? {} : { gone }) };
      }
    }
  }

  #line(leaf: TimedLeaf, { seq, slots }: StoredEntry): PayloadLine {
    const bySlot = new Map(slots.map((slot) => [slotName(slotOf(seq, slot)), slot]));
    const f: Record<string, FieldDisclosure> = {};
    for (const name of Object.keys(leaf.f ?? {})) f[name] = this.#field([seq, "f", name], bySlot);
    const att = (leaf.att ?? []).map((_, index) => this.#file([seq, "att", index], bySlot));
    return { seq, ...fieldsOf(leaf, f), ...(att.length === 0 ? {} : { att }) };
  }

  #field(slot: Slot, bySlot: ReadonlyMap<string, StoredSlot>): FieldDisclosure {
    const found = this.#disclosed(slot, bySlot);
    if (!("kind" in found)) return found;
    if (found.kind !== "f") throw new LogDamaged(this.origin, `${slotName(slot)} is no field`);
    return { salt: toBase64(found.salt), value: jsonIn(this.origin, slotName(slot), found.value) };
  }

  #file(slot: Slot, bySlot: ReadonlyMap<string, StoredSlot>): FileDisclosure {
    const found = this.#disclosed(slot, bySlot);
    return "kind" in found ? { salt: toBase64(found.salt) } : found;
  }

  #disclosed(
    slot: Slot,
    bySlot: ReadonlyMap<string, StoredSlot>,
  ): StoredSlot | { erased: number } | { withheld: true } {
    const erased = this.erased.get(slotName(slot));
    if (erased !== undefined) return { erased };
    if (this.withholds(slot)) return { withheld: true };
    const found = bySlot.get(slotName(slot));
    if (found === undefined) throw new LogDamaged(this.origin, `the value of ${slotName(slot)} is missing`);
    return found;
  }
}

function slotOf(seq: number, slot: StoredSlot): Slot {
  return slot.kind === "f" ? [seq, "f", slot.name] : [seq, "att", slot.index];
}

function fieldsOf(leaf: Leaf, f: Readonly<Record<string, FieldDisclosure>>): Pick<PayloadLine, "f"> {
  return leaf.f === undefined ? {} : { f };
}

/** What an entry erased, not what is kept back. */
function erasedIn({ f = {}, att = [] }: PayloadLine): readonly string[] {
  const fields = Object.entries(f).flatMap(([name, slot]) => ("erased" in slot ? [`f:${name}`] : []));
  return [...fields, ...att.flatMap((slot, index) => ("erased" in slot ? [`att:${index}`] : []))];
}

function disclosedFields({ f = {} }: PayloadLine): Readonly<Record<string, Json>> {
  const fields: Record<string, Json> = {};
  for (const [name, slot] of Object.entries(f)) if ("value" in slot) fields[name] = slot.value;
  return fields;
}
