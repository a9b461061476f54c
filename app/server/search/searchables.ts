import type { Incident } from "#app/core/incident/incident.ts";
import { type Searchable, type SearchKind, searchableState } from "#app/core/search/searchable.ts";
import { LANGUAGES } from "#app/core/shared/language.ts";
import { readIn } from "../content/read-in.server.ts";

/** The kinds that are made from where an incident stands; the others are entries. */
export const STATE_KINDS: readonly SearchKind[] = ["incident", "step"];

/** The incident and its steps, by their titles in every language there are. */
export function stateOf(incident: Incident): readonly Searchable[] {
  const readings = LANGUAGES.map((language) => readIn(incident, language));
  return searchableState([...new Set([incident, ...readings])]);
}

/** What tells one row of a log from another. */
export function placeOf({ kind, place }: Pick<Searchable, "kind" | "place">): string {
  return `${kind} ${place}`;
}

/** As the index keeps it: times to the second. */
export function isSame(one: Searchable, other: Searchable): boolean {
  return second(one) === second(other) && one.tokens.join(" ") === other.tokens.join(" ");
}

function second({ at }: Searchable): string {
  return at.slice(0, "2026-11-24T03:00:00".length);
}
