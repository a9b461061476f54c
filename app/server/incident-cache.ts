import { equalBytes } from "#app/core/audit/bytes.ts";
import { emptyEdge, leafHash, push, rootOf } from "#app/core/audit/tree.ts";
import { evolve } from "#app/core/incident/evolve.ts";
import { emptyIncident, type Incident } from "#app/core/incident/incident.ts";
import type { Library } from "#app/core/playbook/template.ts";
import type { IncidentRef } from "#app/core/shared/ids.ts";
import { epochOf } from "#app/core/shared/instant.ts";
import { entryFrom } from "./log/entry.ts";
import { LogDamaged } from "./log/failures.ts";
import type { LiveLog } from "./log/live-log.ts";
import { sha256 } from "./log/sha256.ts";
import { StoreDamaged } from "./store/failures.ts";
import type { Head, Reads } from "./store/port.ts";

/** An incident at one size of its log. A value: the next entry makes another. */
export interface LiveIncident {
  readonly log: LiveLog;
  readonly state: Incident;
}

/** Entries whose states are kept in memory, all incidents together. */
const ENTRIES_MAX = 200_000;
/** States of one incident: a snapshot that began while others acted finds one a few entries older than its own. */
const STATES_MAX = 32;
const PAGE = 2000;

/**
 * The incidents used last, evolved. Nothing here is trusted without asking the store for the log's head:
 * another process may have written. An incident that is not here is replayed from its log.
 */
export class IncidentCache {
  /** The newest state last. What they have in common they share. */
  readonly #byRef = new Map<IncidentRef, readonly LiveIncident[]>();
  #entries = 0;

  constructor(
    readonly installation: string,
    readonly library: () => Library,
  ) {}

  /** The incident as `reads` has it; undefined when it has no entry. Throws LogDamaged. */
  async load(ref: IncidentRef, reads: Reads): Promise<LiveIncident | undefined> {
    const known = this.#byRef.get(ref) ?? [];
    const newest = known.at(-1) ?? (await this.#find(ref, reads));
    if (newest === undefined) return undefined;
    const head = await headOf(newest.log.origin, reads);
    if (head === undefined) return undefined;
    // A snapshot may be older than the newest: it is served from its own entries.
    const from = known.findLast(({ log }) => log.edge.size <= head.size);
    return this.#replay(from ?? this.begin(ref, newest.state.kind), reads, head.size, head.root);
  }

  /** Replayed from its first entry, whatever is known of it. Throws LogDamaged. */
  async anew(ref: IncidentRef, reads: Reads): Promise<LiveIncident> {
    const fresh = await this.#find(ref, reads);
    const head = fresh === undefined ? undefined : await headOf(fresh.log.origin, reads);
    if (fresh === undefined || head === undefined) throw new Error(`there is no incident ${ref}`);
    return this.#replay(fresh, reads, head.size, head.root);
  }

  /** Before its first entry. */
  begin(ref: IncidentRef, kind: Incident["kind"]): LiveIncident {
    const origin = `${this.installation}/${kind === "drill" ? "d" : "i"}/${ref}`;
    const log = {
      origin,
      edge: emptyEdge,
      named: new Set<string>(),
      lastAt: undefined,
      reading: undefined,
    };
    return { log, state: emptyIncident(ref, kind) };
  }

  /** Only for what is committed. */
  keep(incident: LiveIncident): void {
    const { ref } = incident.state;
    const known = this.#byRef.get(ref) ?? [];
    const newest = known.at(-1)?.state;
    if (newest !== undefined && newest.size > incident.state.size) return;
    // What was erased stands in the states from before.
    const isErased = newest?.scars !== incident.state.scars;
    const earlier = isErased ? [] : known.filter(({ state }) => state.size < incident.state.size);
    this.#byRef.delete(ref); // so that it becomes the youngest
    this.#byRef.set(ref, [...earlier, incident].slice(-STATES_MAX));
    this.#entries += incident.state.size - (newest?.size ?? 0);
    for (const [oldest, states] of this.#byRef) {
      if (this.#entries <= ENTRIES_MAX || oldest === ref) break;
      this.#byRef.delete(oldest);
      this.#entries -= states.at(-1)?.state.size ?? 0;
    }
  }

  async #find(ref: IncidentRef, reads: Reads): Promise<LiveIncident | undefined> {
    for (const kind of ["incident", "drill"] as const) {
      const fresh = this.begin(ref, kind);
      if ((await headOf(fresh.log.origin, reads)) !== undefined) return fresh;
    }
    return undefined;
  }

  async #replay(from: LiveIncident, reads: Reads, size: number, root: Uint8Array): Promise<LiveIncident> {
    if (from.state.size === size) return from;
    const { origin } = from.log;
    let { edge, lastAt } = from.log;
    let { state } = from;
    const named = new Set(from.log.named);
    while (state.size < size) {
      const page = await reads.entries(origin, state.size, Math.min(size, state.size + PAGE));
      if (page.length === 0) throw new LogDamaged(origin, `entry #${state.size} is missing`);
      for (const stored of page) {
        const entry = entryFrom(origin, stored);
        // Another process erased something: what is known here was made of it.
        if (isErasure(entry) && from.state.size > 0)
          return this.#replay(this.begin(state.ref, state.kind), reads, size, root);
        state = evolve(state, entry, this.library());
        edge = push(edge, leafHash(stored.leaf, sha256), sha256).edge;
        lastAt = epochOf(entry.carried?.at ?? entry.at);
        if (entry.act === "person-named" && entry.carried === undefined) named.add(entry.on.id);
      }
    }
    if (!equalBytes(rootOf(edge, sha256), root)) {
      throw new LogDamaged(origin, `its entries do not give the root recorded at size ${size}`);
    }
    return { log: { ...from.log, edge, lastAt, named }, state };
  }
}

/** Takes values from entries that came before it. */
export function isErasure({ act }: { readonly act: string }): boolean {
  return act === "payload-erased";
}

/** A log whose newest row is not the end of a command is damaged: rows behind it are gone. */
async function headOf(origin: string, reads: Reads): Promise<Head | undefined> {
  try {
    return await reads.head(origin);
  } catch (cause) {
    if (cause instanceof StoreDamaged) throw new LogDamaged(origin, "its newest entries are missing");
    throw cause;
  }
}
