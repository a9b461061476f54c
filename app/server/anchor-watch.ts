import type { House } from "./house.server.ts";

// Sees to it that what has grown is recorded in the installation's log within a second, whoever wrote it.

/** How long after an act its log is recorded. */
const ANCHOR_AFTER_MS = 400;
/** How often to look whether another process, such as the command line, has written. */
const LOOK_EVERY_MS = 1000;

export class AnchorWatch {
  readonly #grown = new Set<string>();
  /** Another process has written, and its logs are not all recorded yet. */
  #isBehind = false;
  #anchoring: NodeJS.Timeout | undefined;
  #looking: NodeJS.Timeout | undefined;

  constructor(readonly house: Pick<House, "anchor" | "growth" | "report" | "searchIndex" | "store">) {}

  grew(origin: string): void {
    this.#grown.add(origin);
    this.#anchoring ??= setTimeout(() => void this.#anchorSoon(), ANCHOR_AFTER_MS);
  }

  /** From now on other processes' writes are noticed too. */
  start(): void {
    this.#looking ??= setInterval(() => void this.#look(), LOOK_EVERY_MS);
    this.#looking.unref();
  }

  /** Answers the logs that are still due. */
  stop(): readonly string[] {
    clearTimeout(this.#anchoring);
    clearInterval(this.#looking);
    return [...this.#grown];
  }

  async #anchorSoon(): Promise<void> {
    this.#anchoring = undefined;
    const origins = [...this.#grown];
    this.#grown.clear();
    try {
      await this.house.anchor(origins);
    } catch (error) {
      this.house.report(error);
      for (const origin of origins) this.grew(origin);
    }
  }

  async #look(): Promise<void> {
    const { store, growth, searchIndex } = this.house;
    try {
      if (await store.changedElsewhere()) {
        this.#isBehind = true;
        searchIndex.lookAgain();
        await store.snapshot((reads) => growth.look(reads));
      }
      if (!this.#isBehind) return;
      await this.house.anchor();
      this.#isBehind = false;
    } catch (error) {
      this.house.report(error);
    }
  }
}
