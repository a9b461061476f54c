import type { Actor } from "#app/core/incident/context.ts";
import type { Entry } from "#app/core/incident/entry.ts";
import { type Incident, isLive, steps } from "#app/core/incident/incident.ts";
import type { IncidentSummary } from "#app/core/incident/summary.ts";
import type { Step } from "#app/core/playbook/run.ts";
import { hasWords, searchWords } from "#app/core/shared/search-words.ts";
import type { House } from "../house.server.ts";
import { entryFrom } from "../log/entry.ts";
import { closedIncidents, openIncidents } from "./board.ts";
import { originOf } from "./log-entries.ts";
import { withheldIn } from "./log-for.ts";

// Reads what is searched instead of keeping an index of it: nothing is kept that an erasure would have to find.
// What a search costs is bounded by how many entries it reads, the newest incidents first.

const FOUND_MAX = 50;
const ENTRIES_MAX = 20_000;
const PAGE = 200;

interface FoundIn {
  readonly summary: IncidentSummary;
  readonly incident: Incident;
  /** By its codename or title. */
  readonly itself: boolean;
  readonly steps: readonly Step[];
  /** Newest first. */
  readonly entries: readonly Entry[];
}

export interface Found {
  readonly in: readonly FoundIn[];
  readonly count: number;
  /** False: there is more that has these words, or that was not read. */
  readonly whole: boolean;
}

/** What has all of these words, of what this person is shown: the same rows as on their board. */
export async function search(house: House, actor: Actor, typed: string): Promise<Found> {
  const wanted = searchWords(typed);
  if (wanted.length === 0) return { in: [], count: 0, whole: true };
  const shown = [...(await openIncidents(house, actor)), ...(await closedIncidents(house, actor))];
  const found: FoundIn[] = [];
  let count = 0;
  let budget = ENTRIES_MAX;
  for (const summary of shown) {
    if (count >= FOUND_MAX || budget <= 0) return { in: found, count, whole: false };
    budget -= summary.size;
    const here = await searchIn(house, actor, summary, wanted, FOUND_MAX - count);
    if (here === undefined) continue;
    found.push(here);
    count += Number(here.itself) + here.steps.length + here.entries.length;
  }
  return { in: found, count, whole: count < FOUND_MAX };
}

async function searchIn(
  house: House,
  actor: Actor,
  summary: IncidentSummary,
  wanted: readonly string[],
  most: number,
): Promise<FoundIn | undefined> {
  const incident = await house.incident(summary.ref);
  if (incident === undefined) return undefined;
  const itself = hasWords(`${summary.codename} ${summary.title}`, wanted);
  const found = [...steps(incident).values()]
    .filter((step) => isLive(incident, step) && hasWords(step.title, wanted))
    .slice(0, most);
  const withheld = await withheldIn(house, actor, incident);
  const entries = await entriesWith(house, incident, wanted, withheld, most - found.length);
  if (!itself && found.length === 0 && entries.length === 0) return undefined;
  return { summary, incident, itself, steps: found, entries };
}

async function entriesWith(
  house: House,
  incident: Incident,
  wanted: readonly string[],
  withheld: ReadonlySet<number>,
  most: number,
): Promise<readonly Entry[]> {
  const origin = originOf(house, incident);
  const found: Entry[] = [];
  for (let until = incident.size; until > 0 && found.length < most; until -= PAGE) {
    const from = Math.max(0, until - PAGE);
    const page = await house.store.snapshot((reads) => reads.entries(origin, from, until));
    for (const stored of [...page].reverse()) {
      if (found.length >= most) break;
      if (withheld.has(stored.seq)) continue;
      const entry = entryFrom(origin, stored);
      if (hasWords(typedIn(entry), wanted)) found.push(entry);
    }
  }
  return found;
}

/** What people wrote, of whatever is still there. */
function typedIn({ f }: Entry): string {
  const texts: string[] = [];
  const collect = (value: unknown) => {
    if (typeof value === "string") texts.push(value);
    else if (typeof value === "object" && value !== null)
      for (const member of Object.values(value)) collect(member);
  };
  collect(f);
  return texts.join(" ");
}
