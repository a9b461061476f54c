import type { Entry } from "#app/core/incident/entry.ts";
import { type Incident, isLive, steps } from "#app/core/incident/incident.ts";
import { isUserId } from "#app/core/shared/ids.ts";
import { type Instant, isInstant } from "#app/core/shared/instant.ts";
import { tokensOfAll } from "./tokens.ts";

// What a search finds: the incident by its names, its steps by their titles, notes and other entries by what people
// typed. Entries are codes shown in the reader's language: the words of the interface are not looked for.

/** In the order they are shown. */
export const SEARCH_KINDS = ["incident", "step", "note", "entry"] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

/** One thing that can be found. `place` is the step's id or the entry's number, and empty for the incident itself. */
export interface Searchable {
  readonly kind: SearchKind;
  readonly place: string;
  readonly at: Instant;
  readonly tokens: readonly string[];
}

/**
 * The incident and its steps as they stand. `readings` are the same incident with the texts of its playbooks in each
 * language they exist in, the incident itself first.
 */
export function searchableState(readings: readonly Incident[]): readonly Searchable[] {
  const [incident] = readings;
  if (incident?.declaredAt === undefined) return [];
  const { ref, title, codename, declaredAt: at } = incident;
  const names = [codename.value, title.value].filter((name) => name !== undefined);
  const rows: Searchable[] = [{ kind: "incident", place: "", at, tokens: tokensOfAll([...names, ref]) }];
  const read = readings.map(steps);
  for (const step of steps(incident).values()) {
    if (!isLive(incident, step)) continue;
    const titles = new Set(read.map((reading) => reading.get(step.id)?.title ?? step.title));
    const at = incident.runs.get(step.run)?.startedAt ?? incident.declaredAt;
    rows.push({ kind: "step", place: step.id, at, tokens: tokensOfAll([...titles]) });
  }
  return rows;
}

/** An entry by what is left of what was typed; undefined where there is nothing. */
export function searchableEntry(entry: Entry): Searchable | undefined {
  const tokens = tokensOfAll(typedIn(entry));
  if (tokens.length === 0) return undefined;
  const kind = entry.act === "note-added" ? "note" : "entry";
  return { kind, place: `${entry.seq}`, at: entry.at, tokens };
}

/** The texts that people typed, of whatever is still there. */
export function typedIn({ f }: Pick<Entry, "f">): readonly string[] {
  return Object.entries(f).flatMap(([name, value]) => textsIn(value, name));
}

function textsIn(value: unknown, name: string): readonly string[] {
  if (typeof value === "string") return CODED.has(name) || isInstant(value) || isUserId(value) ? [] : [value];
  if (typeof value !== "object" || value === null) return [];
  // Items of a list are what the list is; the fields of a step are named by its playbook, whatever it calls them.
  const isNamed = !Array.isArray(value) && name !== "fields";
  return Object.entries(value).flatMap(([member, inner]) => textsIn(inner, isNamed ? member : name));
}

/** Members that hold codes, ids and hashes, in fields of entries and in commands that wait for an approval. */
const CODED: ReadonlySet<string> = new Set([
  "added",
  "as",
  "basis",
  "beyond",
  "classification",
  "collection",
  "confidence",
  "hash",
  "id",
  "key",
  "kind",
  "option",
  "outcome",
  "phase",
  "playbookId",
  "reasonCode",
  "removed",
  "roles",
  "run",
  "runId",
  "severity",
  "sheet",
  "slots",
  "stepId",
  "track",
  "type",
  "version",
  "vkey",
]);
