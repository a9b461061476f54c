import { setImmediate } from "node:timers/promises";

// Whoever wants to write waits for a turn. All who wait when a turn begins share it: the wait for the disk at its
// end is by far the longest part, and one wait serves them all.

/** One who waits: does its work when its turn comes, and is told once the turn is over. */
export interface Waiting {
  run(): Promise<void>;
  settle(): void;
  fail(cause: unknown): void;
}

/** At most this many share a turn, so that the first of them does not wait long for the last. */
const SHARED_MAX = 64;

export class Turns {
  readonly #waiting: Waiting[] = [];
  #going: Promise<void> | undefined;

  /** `take` does what the waiting ones want, in their order, and tells each of them. */
  constructor(readonly take: (group: readonly Waiting[]) => Promise<void>) {}

  join(waiting: Waiting): void {
    this.#waiting.push(waiting);
    this.#going ??= this.#go();
  }

  /** When nobody waits any more. */
  async ended(): Promise<void> {
    await this.#going;
  }

  async #go(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Requests that have arrived are read first, so that they share this turn.
      await setImmediate();
      const group = this.#waiting.splice(0, SHARED_MAX);
      try {
        await this.take(group);
      } catch (cause) {
        for (const waiting of group) waiting.fail(cause); // those who come next may fare better
      }
    }
    this.#going = undefined;
  }
}
