import type { AnyText } from "#app/content/messages/keys.ts";
import type { Entry } from "#app/core/incident/entry.ts";
import type { Incident } from "#app/core/incident/incident.ts";
import type { House } from "#app/server/house.server.ts";
import { correctionsIn, entriesOf } from "#app/server/queries/log-entries.ts";
import { ENTRY_KINDS, type EntryKind, type EntryView, entryViews } from "./entry-view.server.ts";

const PAGE = 100;

export interface LogFilter {
  readonly kind: EntryKind | undefined;
  readonly text: string;
  /** Show the page on which this entry stands. */
  readonly at: number | undefined;
  /** Only entries before this one: the next page. */
  readonly before: number | undefined;
}

export interface LogPage {
  /** Newest first. */
  readonly entries: readonly EntryView[];
  /** The number to ask for the older ones before; undefined at the beginning of the log. */
  readonly older: number | undefined;
  readonly newest: boolean;
}

export function filterFrom(search: URLSearchParams): LogFilter {
  const kind = ENTRY_KINDS.find((candidate) => candidate === search.get("kind"));
  return {
    kind,
    text: (search.get("text") ?? "").trim(),
    at: numberIn(search, "at"),
    before: numberIn(search, "before"),
  };
}

function numberIn(search: URLSearchParams, name: string): number | undefined {
  const text = search.get(name);
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/**
 * Filtered by what an entry says, so the whole log is read when there is a filter: a log is as long as one
 * incident.
 */
export async function logPage(
  house: House,
  incident: Incident,
  filter: LogFilter,
  withheld: ReadonlySet<number>,
  text: AnyText,
): Promise<LogPage> {
  const { size } = incident;
  const until = Math.min(size, filter.before ?? (filter.at === undefined ? size : filter.at + PAGE / 2));
  const filtering = filter.kind !== undefined || filter.text !== "";
  const all = await entriesOf(house, incident, filtering ? 0 : Math.max(0, until - PAGE), size);
  const corrected = correctionsIn(all);
  const shown = all.filter((entry) => entry.seq < until);
  const views = entryViews(shown, incident, corrected, withheld, text)
    .filter((view) => matches(view, filter))
    .slice(-PAGE)
    .reverse();
  const first = views.at(-1)?.seq ?? 0;
  return {
    entries: views,
    older: first > 0 && (filtering ? views.length === PAGE : true) ? first : undefined,
    newest: until === size,
  };
}

function matches(view: EntryView, { kind, text }: LogFilter): boolean {
  if (kind !== undefined && view.kind !== kind) return false;
  if (text === "") return true;
  const wanted = text.toLocaleLowerCase("en");
  return [`#${view.seq}`, view.who, view.summary, view.quoted ?? ""].some((part) =>
    part.toLocaleLowerCase("en").includes(wanted),
  );
}

export async function entryAt(house: House, incident: Incident, seq: number): Promise<Entry | undefined> {
  const [entry] = await entriesOf(house, incident, seq, seq + 1);
  return entry;
}
