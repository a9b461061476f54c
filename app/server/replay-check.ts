import { toBase64 } from "#app/core/audit/base64.ts";
import { equalBytes } from "#app/core/audit/bytes.ts";
import { commitSlot, innerHash } from "#app/core/audit/commitment.ts";
import type { Leaf } from "#app/core/audit/leaf.ts";
import { parseOrigin } from "#app/core/audit/origin.ts";
import { type Slot, slotName } from "#app/core/audit/slot.ts";
import { type Edge, emptyEdge, leafHash, push, rootOf } from "#app/core/audit/tree.ts";
import { evolve } from "#app/core/incident/evolve.ts";
import { emptyIncident, type Incident } from "#app/core/incident/incident.ts";
import type { Library } from "#app/core/playbook/template.ts";
import { isIncidentRef } from "#app/core/shared/ids.ts";
import type { EvidenceFiles } from "./files/evidence-files.ts";
import { incidentRow } from "./incident-row.ts";
import { committedFile } from "./log/committed-file.ts";
import { entryFrom, leafFrom, type TimedLeaf } from "./log/entry.ts";
import { LogFailure } from "./log/failures.ts";
import { ProjectedRows, projectLeaf } from "./log/projection.ts";
import { sha256 } from "./log/sha256.ts";
import { IndexReplay } from "./search/index-replay.ts";
import type { Reads, Store, StoredEntry } from "./store/port.ts";

// Replays every log from nothing and holds what comes out against what is stored: the heads, the values, the
// files of evidence, and every row that was made from entries. Nothing is written.

interface Difference {
  /** Origin of the log. */
  readonly log: string;
  readonly message: string;
}

export interface ReplayReport {
  readonly logs: number;
  readonly entries: number;
  readonly differences: readonly Difference[];
}

export interface Replayable {
  readonly store: Store;
  readonly files: EvidenceFiles;
  readonly library: Library;
}

const PAGE = 1000;

export async function replayAll(house: Replayable): Promise<ReplayReport> {
  const report = await replayLogs(house);
  if (await house.store.transact((tx) => tx.isIndexSound())) return report;
  const message = "what a search looks up is not what it was made from";
  return { ...report, differences: [...report.differences, { log: "search", message }] };
}

function replayLogs(house: Replayable): Promise<ReplayReport> {
  return house.store.snapshot(async (reads) => {
    const differences: Difference[] = [];
    const rows = new ProjectedRows();
    const origins: string[] = [];
    let entries = 0;
    const present = await reads.installation();
    for (let after = ""; ; ) {
      const page = await reads.logs(after, PAGE);
      for (const { origin } of page) {
        const replay = new LogReplay(origin, reads, house, rows, present);
        await replay.run();
        entries += replay.size;
        origins.push(origin);
        differences.push(...replay.differences.map((message) => ({ log: origin, message })));
      }
      const last = page.at(-1);
      if (page.length < PAGE || last === undefined) break;
      after = last.origin;
    }
    // Last, since the installation's log may name a log that comes before it.
    for (const log of origins) {
      const found = await reads.anchor(log);
      const due = rows.anchors.get(log);
      if (!sameRow(found, due))
        differences.push({ log, message: "its newest log-head is another than the row says" });
    }
    return { logs: origins.length, entries, differences };
  });
}

class LogReplay {
  readonly differences: string[] = [];
  size = 0;
  #edge: Edge = emptyEdge;
  #state: Incident | undefined;
  readonly #isFrozen: boolean;
  #index: IndexReplay | undefined;
  readonly #erased = new Set<string>();
  /** Slots without a value: no fault if a later entry erases them. */
  readonly #empty = new Set<string>();

  constructor(
    readonly origin: string,
    readonly reads: Reads,
    readonly house: Replayable,
    readonly rows: ProjectedRows,
    present: string | undefined,
  ) {
    const { kind, id = "", installation } = parseOrigin(origin) ?? {};
    this.#isFrozen = installation !== present;
    if (kind !== undefined && kind !== "installation" && isIncidentRef(id))
      this.#state = emptyIncident(id, kind);
  }

  async run(): Promise<void> {
    if (this.#state !== undefined) this.#index = await IndexReplay.begin(this.origin, this.reads);
    try {
      for (let from = 0; ; from += PAGE) {
        const page = await this.reads.entries(this.origin, from, from + PAGE);
        for (const stored of page) await this.#entry(stored);
        if (page.length < PAGE) break;
      }
      await this.#head();
    } catch (cause) {
      if (!(cause instanceof LogFailure)) throw cause;
      this.differences.push(cause.message);
      return;
    }
    for (const slot of await this.reads.erasedAgain(this.origin)) this.#erased.add(slotName(slot));
    for (const slot of this.#empty)
      if (!this.#erased.has(slot)) this.differences.push(`the value of ${slot} is missing`);
    await this.#compareRows();
  }

  async #entry(stored: StoredEntry): Promise<void> {
    const leaf = leafFrom(this.origin, stored.leaf);
    if (leaf.log !== this.origin) this.differences.push(`#${stored.seq} belongs to another log`);
    if (leaf.prev !== undefined) await this.#frozen(leaf.prev);
    if (leaf.cmd === stored.seq && stored.seq > 0) await this.#head();
    this.#edge = push(this.#edge, leafHash(stored.leaf, sha256), sha256).edge;
    this.size += 1;
    this.#compareSlots(leaf, stored);
    await projectLeaf(this.rows, leaf);
    for (const slot of leaf.erases ?? []) this.#erased.add(slotName(slot));
    await this.#compareFiles(leaf, stored);
    if (this.#state !== undefined) {
      const entry = entryFrom(this.origin, stored);
      this.#state = evolve(this.#state, entry, this.house.library);
      this.#index?.add(entry, this.#state);
    }
  }

  /** The log that this one goes on from must be as it was left. */
  async #frozen({ log, size, root }: NonNullable<Leaf["prev"]>): Promise<void> {
    const head = await this.reads.head(log);
    if (head?.size !== size || toBase64(head.root) !== root)
      this.differences.push(`the log it goes on from, ${log}, is not as it was at size ${size}`);
  }

  /** After each command its head must be the size and root of the entries so far. */
  async #head(): Promise<void> {
    const head = await this.reads.headAt(this.origin, this.size);
    if (head === undefined || !equalBytes(head.root, rootOf(this.#edge, sha256))) {
      this.differences.push(`the entries do not give the root recorded at size ${this.size}`);
    }
  }

  #compareSlots(leaf: TimedLeaf, { seq, slots }: StoredEntry): void {
    const due = new Map<string, { slot: Slot; commitment: string }>();
    for (const [name, commitment] of Object.entries(leaf.f ?? {})) {
      due.set(slotName([seq, "f", name]), { slot: [seq, "f", name], commitment });
    }
    for (const [index, commitment] of (leaf.att ?? []).entries()) {
      due.set(slotName([seq, "att", index]), { slot: [seq, "att", index], commitment });
    }
    for (const stored of slots) {
      const slot: Slot = stored.kind === "f" ? [seq, "f", stored.name] : [seq, "att", stored.index];
      const name = slotName(slot);
      const place = due.get(name);
      due.delete(name);
      if (place === undefined) this.differences.push(`${name} has a value, but the entry has no such field`);
      else if (stored.kind === "f") {
        const inner = innerHash(stored.salt, Buffer.from(stored.value), sha256);
        if (commitSlot(this.origin, slot, inner, sha256) !== place.commitment) {
          this.differences.push(`the value of ${name} is not the one the entry commits to`);
        }
      }
    }
    for (const name of due.keys()) this.#empty.add(name);
  }

  async #compareFiles(leaf: TimedLeaf, { slots }: StoredEntry): Promise<void> {
    for (const [index, commitment] of (leaf.att ?? []).entries()) {
      const salt = slots.find((slot) => slot.kind === "att" && slot.index === index)?.salt;
      if (salt === undefined) continue; // erased, or told above
      const name = slotName([leaf.seq, "att", index]);
      const file = await this.house.files.find(this.origin.slice(-26), commitment);
      if (file === undefined) {
        this.differences.push(`${name} is not on disk`);
        continue;
      }
      const found = await committedFile(this.origin, [leaf.seq, "att", index], salt, file);
      if (found !== commitment) this.differences.push(`${name} is not the file the entry commits to`);
    }
  }

  async #compareRows(): Promise<void> {
    const { origin, reads, rows } = this;
    if (!sameRow(await reads.namedIn(origin), rows.namedIn(origin))) {
      this.differences.push("the people named in it are others than the rows say");
    }
    if (!sameRow(await reads.evidenceIn(origin), rows.evidenceIn(origin))) {
      this.differences.push("the files of evidence it names are others than the rows say");
    }
    if (!sameRow(await reads.linksIn(origin), rows.linksIn(origin))) {
      this.differences.push("the incidents it links to are others than the rows say");
    }
    if (!sameRow(await reads.erasuresIn(origin), rows.erasuresIn(origin))) {
      this.differences.push("what was erased of it is other than the rows say");
    }
    if (this.#state === undefined) return;
    if (this.#state.declaredAt === undefined) {
      this.differences.push("it does not begin with a declaration");
      return;
    }
    if (this.#isFrozen) return; // the board shows the log that goes on from it
    if (this.#index !== undefined && !(await this.#index.isAsDue(reads))) {
      this.differences.push("a search finds it otherwise than its entries say");
    }
    const due = incidentRow({ origin, state: this.#state });
    if (!sameRow(await reads.incident(this.#state.ref), due)) {
      this.differences.push("the board shows it otherwise than its entries do");
    }
  }
}

/** Rows are plain values and bytes: they are the same when they are spelt the same. */
function sameRow(found: unknown, due: unknown): boolean {
  return JSON.stringify(spelt(found)) === JSON.stringify(spelt(due));
}

/** Bytes as base64: JSON would write a Buffer and a Uint8Array differently. */
function spelt(value: unknown): unknown {
  if (value instanceof Uint8Array) return toBase64(value);
  if (Array.isArray(value)) return value.map(spelt);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, spelt(member)]));
}
