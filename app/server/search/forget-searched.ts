import { searchableEntry } from "#app/core/search/searchable.ts";
import { entryFrom } from "../log/entry.ts";
import type { Tx } from "../store/port.ts";
import { STATE_KINDS } from "./searchables.ts";

// Called where a value is erased, in the same transaction, after it was removed: `forgetSearched(tx, origin, seqs)`.

/**
 * What was erased can't be found any more. Of these entries what is left stays; the incident and its steps, which
 * may have borne an erased name, come back within seconds.
 */
export async function forgetSearched(tx: Tx, origin: string, seqs: readonly number[]): Promise<void> {
  const indexed = await tx.indexed(origin);
  if (indexed === undefined) return;
  const state = await tx.searchables(origin, STATE_KINDS);
  const places = seqs.map((seq) => `${seq}`);
  const gone = places.flatMap((place) => [
    { kind: "note", place } as const,
    { kind: "entry", place } as const,
  ]);
  const rows = [];
  for (const seq of seqs) {
    if (seq >= indexed.entries) continue;
    const read = await tx.entries(origin, seq, seq + 1);
    rows.push(...read.flatMap((stored) => searchableEntry(entryFrom(origin, stored)) ?? []));
  }
  await tx.index(origin, { indexed: { ...indexed, state: 0 }, gone: [...gone, ...state], rows });
  await tx.sweepIndex();
}
