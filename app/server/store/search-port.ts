import type { Query } from "#app/core/search/query.ts";
import type { Searchable, SearchKind } from "#app/core/search/searchable.ts";
import type { IncidentRef } from "#app/core/shared/ids.ts";
import type { IncidentRow } from "./port.ts";

// What a search reads, made from the logs of incidents a moment after them. A store is given tokens, never texts, and
// compares them as they are: every adapter finds the same.

/** How much of a log is in the index. */
export interface Indexed {
  /** Entries with a smaller number are. */
  readonly entries: number;
  /** The incident and its steps are as they stood at this size; 0 for not at all. */
  readonly state: number;
}

/** `gone` and whatever stands in the place of `rows` is removed, then `rows` are added. */
export interface IndexChange {
  readonly indexed: Indexed;
  readonly gone: readonly Pick<Searchable, "kind" | "place">[];
  readonly rows: readonly Searchable[];
}

export interface SearchQuery extends Query {
  /** In these logs alone, or in all but these. */
  readonly among: { readonly only: readonly string[] } | { readonly not: readonly string[] };
  readonly limit: number;
}

export interface SearchHit extends Pick<Searchable, "kind" | "place"> {
  readonly origin: string;
}

export interface SearchReads {
  /**
   * What has all phrases, in the order of SEARCH_KINDS and the newest first within each. How long it takes does not
   * depend on what the logs that are left out hold.
   */
  searched(query: SearchQuery): Promise<readonly SearchHit[]>;
  /** Undefined for a log of which nothing is in the index. */
  indexed(origin: string): Promise<Indexed | undefined>;
  /** What the index holds of a log, of these kinds, in no particular order; times to the second. */
  searchables(origin: string, kinds: readonly SearchKind[]): Promise<readonly Searchable[]>;
  /** The incidents of which the index lacks something; newest declared first. */
  unindexed(): Promise<readonly Pick<IncidentRow, "ref" | "origin">[]>;

  /** The incidents in whose logs this person is named: everyone on a team is. */
  incidentsNaming(person: string): Promise<readonly IncidentRef[]>;
}

export interface SearchWrites {
  index(origin: string, change: IndexChange): Promise<void>;
  /** From here on nothing of what was removed is left anywhere in the index. Rewrites all of it. */
  sweepIndex(): Promise<void>;
  /** Empties the index. */
  unindexAll(): Promise<void>;
  /** True when what is looked up is what `searchables` gives. Reads all of it and changes nothing. */
  isIndexSound(): Promise<boolean>;
}
