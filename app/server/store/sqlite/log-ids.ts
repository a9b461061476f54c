import type { Connection } from "./connection.ts";

/** Origins are long; rows name their log by a small number. The pairs never change, so they are kept in memory. */
export class LogIds {
  readonly #known = new Map<string, number>();
  constructor(readonly connection: Connection) {}

  find(origin: string): number | undefined {
    const known = this.#known.get(origin);
    if (known !== undefined) return known;
    const id = this.connection.statement("SELECT id FROM log WHERE origin = ?").first(origin)?.[0];
    if (typeof id !== "number") return undefined;
    this.#known.set(origin, id);
    return id;
  }

  /** For a row that needs its log to be there. */
  of(origin: string): number {
    const id = this.find(origin);
    if (id === undefined) throw new Error(`there is no log ${origin}`);
    return id;
  }

  findOrAdd(origin: string): number {
    const id = this.find(origin);
    if (id !== undefined) return id;
    this.connection.statement("INSERT INTO log (origin) VALUES (?)").run(origin);
    return this.of(origin);
  }

  /** After a rollback: a log that was begun in it is no more. */
  forget(): void {
    this.#known.clear();
  }
}
