import { siteOf } from "./slow-down.ts";

// Checking a password takes time and memory on purpose. Whoever sends a thousand of them must not keep the others
// waiting: each address has a line of its own, and the lines take turns.

/** Checks at the same time: more would only slow each other down. */
const AT_ONCE = 2;
/** Waiting in one line; past it the line is closed. */
const LINE_MAX = 50;
/** Lines of strangers; past it no new one is opened. */
const LINES_MAX = 500;
/** Lines of one site of IPv6, which has 65,536 to open. */
const SITE_MAX = 20;
/** Lines remembered as trusted; past it the one trusted longest ago is forgotten. */
const TRUSTED_MAX = 1000;

export class Turns {
  readonly #lines = new Map<string, (() => void)[]>();
  readonly #trusted = new Set<string>();
  #running = 0;
  #isTurnOfTrusted = false;

  /** Does the work when it is this line's turn. Undefined, and nothing is done, where it is closed. */
  take<T>(line: string, work: () => Promise<T>): Promise<T> | undefined {
    const waiting = this.#lines.get(line) ?? [];
    if (waiting.length >= LINE_MAX || (waiting.length === 0 && !this.#mayOpen(line))) return undefined;
    const turn = new Promise<void>((resolve) => waiting.push(resolve));
    this.#lines.set(line, waiting);
    this.#next();
    return turn.then(work).finally(() => {
      this.#running -= 1;
      this.#next();
    });
  }

  /** A right password came from here, or someone who is signed in waits here: every other turn is for such lines. */
  trust(line: string): void {
    this.#trusted.delete(line);
    this.#trusted.add(line);
    const [oldest] = this.#trusted;
    if (this.#trusted.size > TRUSTED_MAX && oldest !== undefined) this.#trusted.delete(oldest);
  }

  #mayOpen(line: string): boolean {
    if (this.#trusted.has(line)) return true;
    const strangers = [...this.#lines.keys()].filter((one) => !this.#trusted.has(one));
    const site = siteOf(line);
    return strangers.length < LINES_MAX && strangers.filter((one) => siteOf(one) === site).length < SITE_MAX;
  }

  /** The line that was served goes behind the others. */
  #next(): void {
    if (this.#running >= AT_ONCE) return;
    const line = this.#nextLine();
    const waiting = line === undefined ? undefined : this.#lines.get(line);
    if (line === undefined || waiting === undefined) return;
    this.#lines.delete(line);
    const begin = waiting.shift();
    if (waiting.length > 0) this.#lines.set(line, waiting);
    if (begin === undefined) return;
    this.#running += 1;
    begin();
  }

  #nextLine(): string | undefined {
    const lines = [...this.#lines.keys()];
    this.#isTurnOfTrusted = !this.#isTurnOfTrusted;
    const trusted = this.#isTurnOfTrusted ? lines.find((line) => this.#trusted.has(line)) : undefined;
    return trusted ?? lines[0];
  }
}
