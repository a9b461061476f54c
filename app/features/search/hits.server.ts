import type { AnyText } from "#app/content/messages/keys.ts";
import { steps } from "#app/core/incident/incident.ts";
import { excerpt, marked, type Piece } from "#app/core/search/marked.ts";
import type { Query } from "#app/core/search/query.ts";
import { type SearchKind, typedIn } from "#app/core/search/searchable.ts";
import { readIn } from "#app/server/content/read-in.server.ts";
import type { House } from "#app/server/house.server.ts";
import { entriesOf } from "#app/server/queries/log-entries.ts";
import { type Found, refOf } from "#app/server/queries/search.ts";
import type { SearchHit } from "#app/server/store/search-port.ts";
import { entryViews } from "../log/entry-view.server.ts";

/** One thing that was found, as its reader sees it. */
export interface HitView {
  readonly kind: SearchKind;
  readonly to: string;
  readonly codename: readonly Piece[];
  /** What has the words: a title, or the part around the first of them. */
  readonly pieces: readonly Piece[];
  readonly isDrill: boolean;
  readonly isClosed: boolean;
  /** The step's number in its playbook, or the entry's in its log. */
  readonly number?: number;
  /** Of a note or an entry. */
  readonly said?: { readonly at: string; readonly who: string; readonly act: string };
}

/** A log that can't be read is left out: what is left of it stands on its own pages. */
export async function hitViews(
  house: House,
  { hits, query }: Found,
  text: AnyText,
): Promise<readonly HitView[]> {
  const views: HitView[] = [];
  for (const hit of hits) {
    const view = await hitView(house, hit, query, text);
    if (view !== undefined) views.push(view);
  }
  return views;
}

async function hitView(
  house: House,
  { origin, kind, place }: SearchHit,
  query: Query,
  text: AnyText,
): Promise<HitView | undefined> {
  const incident = await house.incident(refOf(origin));
  if (incident === undefined) return undefined;
  const base = `/i/${incident.ref}`;
  const shared = {
    kind,
    codename: marked(incident.codename.value ?? "", query),
    isDrill: incident.kind === "drill",
    isClosed: incident.closed !== undefined,
  };
  if (kind === "incident") return { ...shared, to: base, pieces: marked(incident.title.value ?? "", query) };
  const reading = readIn(incident, text.language);
  if (kind === "step") {
    const step = [...steps(reading).values()].find(({ id }) => id === place);
    if (step === undefined) return undefined;
    return {
      ...shared,
      to: `${base}/steps/${step.id}`,
      number: step.number,
      pieces: marked(step.title, query),
    };
  }
  const seq = Number(place);
  const read = await entriesOf(house, incident, seq, seq + 1);
  const [entry] = read;
  const [view] = entryViews(read, reading, new Map(), new Set(), text);
  if (entry === undefined || view === undefined) return undefined;
  const texts = typedIn(entry);
  const found = texts.map((typed) => excerpt(typed, query)).find((pieces) => pieces !== undefined);
  return {
    ...shared,
    to: `${base}/log?at=${seq}#e${seq}`,
    number: seq,
    pieces: found ?? marked(texts[0] ?? "", query),
    said: { at: view.at, who: view.who, act: view.summary },
  };
}
