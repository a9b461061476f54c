import type { Reads } from "../store/port.ts";

type Heard = () => void;

/** Logs that grow close together are told of once. */
const GATHER_MS = 15;

/**
 * Tells whoever listens to a log that it has grown. Nothing is asked of the store for it: what this process
 * writes it knows, and what another process wrote is looked for once, for all listeners, when the store changed.
 */
export class Growth {
  readonly #heard = new Map<string, Set<Heard>>();
  /** Size of each log that is listened to, as last looked for. */
  readonly #sizes = new Map<string, number>();
  readonly #due = new Set<string>();
  #gathering: NodeJS.Timeout | undefined;

  /** Answers how to stop listening. */
  listen(origin: string, heard: Heard): () => void {
    const all = this.#heard.get(origin) ?? new Set();
    all.add(heard);
    this.#heard.set(origin, all);
    return () => {
      all.delete(heard);
      if (all.size > 0 || this.#heard.get(origin) !== all) return;
      this.#heard.delete(origin);
      this.#sizes.delete(origin);
    };
  }

  grew(origin: string): void {
    if (!this.#heard.has(origin)) return;
    this.#due.add(origin);
    this.#gathering ??= setTimeout(() => this.#tell(), GATHER_MS);
  }

  /** Another process wrote: which of the logs that are listened to have grown by it? */
  async look(reads: Pick<Reads, "head">): Promise<void> {
    for (const origin of this.#heard.keys()) {
      const size = (await reads.head(origin))?.size ?? 0;
      if (this.#sizes.get(origin) !== size) this.grew(origin);
      this.#sizes.set(origin, size);
    }
  }

  #tell(): void {
    this.#gathering = undefined;
    const due = [...this.#due];
    this.#due.clear();
    for (const origin of due) for (const heard of this.#heard.get(origin) ?? []) heard();
  }
}
