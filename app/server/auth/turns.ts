// Checking a password takes time and memory on purpose. Whoever sends a thousand of them must not keep the others
// waiting: each address has a line of its own, and the lines take turns.

/** Checks at the same time: more would only slow each other down. */
const AT_ONCE = 2;
/** Waiting in one line; past it the line is closed. */
const LINE_MAX = 50;

export class Turns {
  readonly #lines = new Map<string, (() => void)[]>();
  #running = 0;

  /** Does the work when it is this line's turn. Undefined, and nothing is done, when the line is too long. */
  take<T>(line: string, work: () => Promise<T>): Promise<T> | undefined {
    const waiting = this.#lines.get(line) ?? [];
    if (waiting.length >= LINE_MAX) return undefined;
    const turn = new Promise<void>((resolve) => waiting.push(resolve));
    this.#lines.set(line, waiting);
    this.#next();
    return turn.then(work).finally(() => {
      this.#running -= 1;
      this.#next();
    });
  }

  /** The line that was served goes behind the others. */
  #next(): void {
    if (this.#running >= AT_ONCE) return;
    const [first] = this.#lines;
    if (first === undefined) return;
    const [line, waiting] = first;
    this.#lines.delete(line);
    const begin = waiting.shift();
    if (waiting.length > 0) this.#lines.set(line, waiting);
    if (begin === undefined) return;
    this.#running += 1;
    begin();
  }
}
