import type { Entry } from "#app/core/incident/entry.ts";
import type { Incident } from "#app/core/incident/incident.ts";
import { SEARCH_KINDS, type Searchable, searchableEntry } from "#app/core/search/searchable.ts";
import type { Reads } from "../store/port.ts";
import type { Indexed } from "../store/search-port.ts";
import { EDITION, EDITION_SETTING } from "./edition.ts";
import { isSame, placeOf, stateOf } from "./searchables.ts";

/** Makes the rows of the index anew from a log, as far as the index is, to hold them against those that are there. */
export class IndexReplay {
  readonly #due = new Map<string, Searchable>();

  private constructor(
    readonly origin: string,
    readonly indexed: Indexed,
  ) {}

  /** Undefined for an index of another edition: it is emptied before it is read. */
  static async begin(origin: string, reads: Reads): Promise<IndexReplay | undefined> {
    if ((await reads.setting(EDITION_SETTING)) !== EDITION) return undefined;
    return new IndexReplay(origin, (await reads.indexed(origin)) ?? { entries: 0, state: 0 });
  }

  /** `incident` as it stands with this entry. */
  add(entry: Entry, incident: Incident): void {
    const row = entry.seq < this.indexed.entries ? searchableEntry(entry) : undefined;
    const state = incident.size === this.indexed.state ? stateOf(incident) : [];
    for (const due of row === undefined ? state : [row, ...state]) this.#due.set(placeOf(due), due);
  }

  async isAsDue(reads: Reads): Promise<boolean> {
    const held = await reads.searchables(this.origin, SEARCH_KINDS);
    const isDue = (row: Searchable) => {
      const due = this.#due.get(placeOf(row));
      return due !== undefined && isSame(row, due);
    };
    return held.length === this.#due.size && held.every(isDue);
  }
}
