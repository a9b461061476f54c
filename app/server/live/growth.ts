import type { Reads } from "../store/port.ts";

type Heard = () => void;

/** Logs that grow close together are told of once. */
const GATHER_MS = 15;
/** Whoever listens to all of them is told less often. */
const GATHER_ALL_MS = 300;
const PAGE = 1000;

/**
 * Tells whoever listens to a log that it has grown. Nothing is asked of the store for it: what this process
 * writes it knows, and what another process wrote is looked for once, for all listeners, when the store changed.
 */
export class Growth {
  readonly #now: () => number;
  readonly #heard = new Map<string, Set<Heard>>();
  readonly #heardOfAll = new Set<Heard>();
  /** Size of each log that is listened to, as last known. */
  readonly #sizes = new Map<string, number>();
  /** Someone has listened to all logs: the sizes are those of all. */
  #knowsAll = false;
  /** When each log last grew while this process ran. */
  readonly #grewAt = new Map<string, number>();
  #latest = 0;
  readonly #due = new Set<string>();
  #gathering: NodeJS.Timeout | undefined;
  #gatheringAll: NodeJS.Timeout | undefined;

  /** `now` gives milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Answers how to stop listening. */
  listen(origin: string, heard: Heard): () => void {
    const all = this.#heard.get(origin) ?? new Set();
    all.add(heard);
    this.#heard.set(origin, all);
    return () => {
      all.delete(heard);
      if (all.size > 0 || this.#heard.get(origin) !== all) return;
      this.#heard.delete(origin);
      if (!this.#knowsAll) this.#sizes.delete(origin);
    };
  }

  /** Answers how to stop listening. */
  async listenToAll(reads: Pick<Reads, "logs">, heard: Heard): Promise<() => void> {
    if (!this.#knowsAll) await this.#eachLog(reads, (origin, size) => this.#sizes.set(origin, size));
    this.#knowsAll = true;
    this.#heardOfAll.add(heard);
    return () => this.#heardOfAll.delete(heard);
  }

  /**
   * A moment that is later than all before it. It is the time, so that it tells nothing of how much happened; the
   * fraction only keeps apart what falls into one millisecond.
   */
  mark(): number {
    this.#latest = Math.max(this.#now(), this.#latest + 0.001);
    return this.#latest;
  }

  /** Origins of the logs that grew after this mark, as far back as this process has run. */
  grownSince(mark: number): readonly string[] {
    return [...this.#grewAt].flatMap(([origin, at]) => (at > mark ? [origin] : []));
  }

  /** What this process wrote need not be looked for. */
  wrote(origin: string, size: number): void {
    if (this.#knowsAll || this.#heard.has(origin)) this.#sizes.set(origin, size);
  }

  grew(origin: string): void {
    this.#grewAt.set(origin, this.mark());
    if (this.#heardOfAll.size > 0) {
      this.#gatheringAll ??= setTimeout(() => this.#tellAll(), GATHER_ALL_MS);
      this.#gatheringAll.unref();
    }
    if (!this.#heard.has(origin)) return;
    this.#due.add(origin);
    this.#gathering ??= setTimeout(() => this.#tell(), GATHER_MS);
  }

  /** Another process wrote: which of the logs that are listened to have grown by it? */
  async look(reads: Pick<Reads, "head" | "logs">): Promise<void> {
    if (this.#knowsAll) return this.#eachLog(reads, (origin, size) => this.#compare(origin, size));
    for (const origin of this.#heard.keys()) {
      this.#compare(origin, (await reads.head(origin))?.size ?? 0);
    }
  }

  #compare(origin: string, size: number): void {
    if (this.#sizes.get(origin) !== size) this.grew(origin);
    this.#sizes.set(origin, size);
  }

  async #eachLog(reads: Pick<Reads, "logs">, each: (origin: string, size: number) => unknown): Promise<void> {
    for (let after: string | undefined = ""; after !== undefined; ) {
      const page: Awaited<ReturnType<Reads["logs"]>> = await reads.logs(after, PAGE);
      for (const { origin, size } of page) each(origin, size);
      after = page.length < PAGE ? undefined : page.at(-1)?.origin;
    }
  }

  #tell(): void {
    this.#gathering = undefined;
    const due = [...this.#due];
    this.#due.clear();
    for (const origin of due) for (const heard of this.#heard.get(origin) ?? []) heard();
  }

  #tellAll(): void {
    this.#gatheringAll = undefined;
    for (const heard of this.#heardOfAll) heard();
  }
}
