import { type Searchable, searchableEntry } from "#app/core/search/searchable.ts";
import { type IncidentRef, isIncidentRef } from "#app/core/shared/ids.ts";
import type { House } from "../house.server.ts";
import { isErasure } from "../incident-cache.ts";
import { entryFrom } from "../log/entry.ts";
import { LogDamaged } from "../log/failures.ts";
import type { Reads } from "../store/port.ts";
import type { IndexChange, Indexed } from "../store/search-port.ts";
import { EDITION, EDITION_SETTING } from "./edition.ts";
import { isSame, placeOf, STATE_KINDS, stateOf } from "./searchables.ts";

// The index is made from the logs, a moment after the commit: no act waits for it. One path does it all, whether a
// log has grown, comes from before there was an index, or has lost a value to an erasure (`forget-searched.ts`).
// Invariants
// (1) The rows of a log are those that its entries gave at the sizes in `Indexed`; "rebuild --check" makes them anew.
// (2) Rows and `Indexed` are written in one transaction: a crash costs a turn, and the next start repeats it.
// (3) What was read is not written when something was erased in between: it may hold what is gone.

/** Rows of one turn. The write lock is held while they are written, for some 5 ms. */
const TURN = 250;
/** How long after an act its log is read, unless a search comes before. Acts close together are read once. */
const AFTER_MS = 2000;

interface Change extends IndexChange {
  readonly origin: string;
  readonly before: Indexed | undefined;
  readonly size: number;
}

export class SearchIndex {
  /** Logs that are behind. */
  readonly #due = new Map<string, IncidentRef>();
  #hasLooked = false;
  #isWatching = false;
  /** The last turn was as long as it may be. */
  #isFull = false;
  #going: NodeJS.Timeout | undefined;
  #gone: Promise<void> | undefined;

  constructor(readonly house: Pick<House, "store" | "incidents" | "installation" | "report" | "standing">) {}

  /** That is committed. */
  grew(origin: string): void {
    const ref = origin.slice(-26);
    if (origin === this.house.installation || !isIncidentRef(ref)) return;
    this.#due.set(origin, ref);
    this.#goIn(AFTER_MS);
  }

  /** Another process has written: which logs are behind by it is looked up before the next turn. */
  lookAgain(): void {
    this.#hasLooked = false;
    this.#goIn(AFTER_MS);
  }

  /** From now on the index follows the logs by itself. */
  watch(): void {
    this.#isWatching = true;
    this.#goIn(0);
  }

  /** When nothing of it runs any more. */
  async stop(): Promise<void> {
    this.#isWatching = false;
    clearTimeout(this.#going);
    await this.#gone;
  }

  /** Reads what is due, in so many turns at most. True when nothing is due any more. */
  async catchUp(turns = Number.POSITIVE_INFINITY): Promise<boolean> {
    if (!this.#hasLooked) await this.#look();
    // Nothing is written to data that a person has to decide about first.
    for (let turn = 0; turn < turns && this.#due.size > 0 && this.house.standing === "sound"; turn++)
      await this.#turn();
    return this.#due.size === 0;
  }

  async #look(): Promise<void> {
    this.#hasLooked = true;
    const { store, standing } = this.house;
    if (
      standing === "sound" &&
      (await store.snapshot((reads) => reads.setting(EDITION_SETTING))) !== EDITION
    ) {
      await store.transact(async (tx) => {
        await tx.unindexAll();
        await tx.setSetting(EDITION_SETTING, EDITION);
      });
    }
    for (const { origin, ref } of await store.snapshot((reads) => reads.unindexed()))
      this.#due.set(origin, ref);
  }

  async #turn(): Promise<void> {
    const changes: Change[] = [];
    let rows = 0;
    for (const [origin, ref] of this.#due) {
      this.#due.delete(origin); // what grows from here on is due again
      const change = await this.#changeOf(origin, ref, TURN - rows);
      if (change !== undefined) changes.push(change);
      rows += change?.rows.length ?? 0;
      this.#isFull = rows >= TURN || changes.length >= TURN;
      if (this.#isFull) break;
    }
    try {
      await this.#write(changes);
    } catch (cause) {
      for (const { origin } of changes) this.grew(origin);
      throw cause;
    }
  }

  async #changeOf(origin: string, ref: IncidentRef, most: number): Promise<Change | undefined> {
    try {
      return await this.house.store.snapshot((reads) => this.#read(origin, ref, most, reads));
    } catch (cause) {
      if (!(cause instanceof LogDamaged)) throw cause;
      this.house.report(cause); // what is left of it is exported, not searched
      return undefined;
    }
  }

  async #read(origin: string, ref: IncidentRef, most: number, reads: Reads): Promise<Change | undefined> {
    const size = (await reads.head(origin))?.size ?? 0;
    const before = await reads.indexed(origin);
    const from = before?.entries ?? 0;
    const entries = Math.min(size, from + Math.max(1, most));
    const read = await reads.entries(origin, from, entries);
    const rows = read.flatMap((stored) => searchableEntry(entryFrom(origin, stored)) ?? []);
    const change = { origin, before, size };
    if (entries < size) return { ...change, indexed: { entries, state: before?.state ?? 0 }, gone: [], rows };
    const live = await this.house.incidents.load(ref, reads);
    if (live === undefined) return undefined;
    const { gone, due } = difference(await reads.searchables(origin, STATE_KINDS), stateOf(live.state));
    return { ...change, indexed: { entries, state: size }, gone, rows: [...rows, ...due] };
  }

  async #write(changes: readonly Change[]): Promise<void> {
    if (changes.length === 0) return;
    const left = await this.house.store.transact(async (tx) => {
      const left: string[] = [];
      for (const { origin, before, size, ...change } of changes) {
        const now = await tx.indexed(origin);
        const isAsRead =
          now?.entries === before?.entries &&
          now?.state === before?.state &&
          !(await isErasedSince(tx, origin, size));
        if (isAsRead) await tx.index(origin, change);
        if (!isAsRead || change.indexed.state < ((await tx.head(origin))?.size ?? 0)) left.push(origin);
      }
      return left;
    });
    for (const origin of left) this.grew(origin);
  }

  #goIn(ms: number): void {
    if (!this.#isWatching || this.#going !== undefined) return;
    this.#going = setTimeout(() => {
      this.#gone = this.#go();
    }, ms).unref();
  }

  async #go(): Promise<void> {
    let again: number | undefined;
    try {
      const isDone = (await this.catchUp(1)) || this.house.standing !== "sound";
      // What has grown meanwhile is read with what grows next.
      if (!isDone) again = this.#isFull ? 0 : AFTER_MS;
    } catch (error) {
      this.house.report(error);
      again = AFTER_MS;
    }
    this.#going = undefined;
    if (again !== undefined) this.#goIn(again);
  }
}

async function isErasedSince(reads: Reads, origin: string, size: number): Promise<boolean> {
  const head = await reads.head(origin);
  if (head === undefined || head.size === size) return false;
  const since = await reads.entries(origin, size, head.size);
  return since.some((stored) => isErasure(entryFrom(origin, stored)));
}

/** What has to go and what has to come for `held` to be `wanted`. */
function difference(held: readonly Searchable[], wanted: readonly Searchable[]) {
  const there = new Map(held.map((row) => [placeOf(row), row]));
  const due = wanted.filter((row) => {
    const same = there.get(placeOf(row));
    return same === undefined || !isSame(same, row);
  });
  const kept = new Set(wanted.map(placeOf));
  return { gone: held.filter((row) => !kept.has(placeOf(row))), due };
}
