import Database from "libsql";
import { asFailure } from "./sqlite-failure.ts";

// The one door to libsql. It binds only what SQLite knows: a boolean, a Date or a lone Buffer as parameter
// would abort the whole process, uncatchably, so parameters always travel as one array of SqlValue.

export type SqlValue = string | number | bigint | null | Uint8Array;
export type SqlRow = readonly SqlValue[];

/** A prepared statement. Rows come as arrays, in the order of the columns. */
export interface Statement {
  first(...values: readonly SqlValue[]): SqlRow | undefined;
  all(...values: readonly SqlValue[]): readonly SqlRow[];
  run(...values: readonly SqlValue[]): void;
}

/** What every connection must answer, read back after setting: a pragma that is not understood is silently ignored. */
const PRAGMAS: readonly (readonly [name: string, value: string, answer: SqlValue])[] = [
  ["busy_timeout", "5000", 5000],
  ["journal_mode", "WAL", "wal"],
  // FULL is 2: in WAL mode each commit is an fdatasync of its own.
  ["synchronous", "FULL", 2],
  // 16 MiB: copying the log back costs several waits for the disk, whose price some 600 commits share.
  ["wal_autocheckpoint", "4000", 4000],
  ["foreign_keys", "ON", 1],
  // Without it INSERT OR REPLACE removes a row and no delete trigger fires.
  ["recursive_triggers", "ON", 1],
  ["trusted_schema", "OFF", 0],
  // Removed values are overwritten with zeros, not left in free pages.
  ["secure_delete", "ON", 1],
  ["cell_size_check", "ON", 1],
];

export class Connection {
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Statement>();
  #isOpen = true;

  private constructor(database: Database.Database) {
    this.#database = database;
  }

  /** Opens the file, making it if it is not there. `use` "read" refuses every write on this connection. */
  static open(path: string, use: "read" | "write"): Connection {
    const connection = attempt(() => new Connection(new Database(path)));
    try {
      for (const [name, value, answer] of PRAGMAS) connection.#set(name, value, answer);
      if (use === "read") connection.#set("query_only", "ON", 1);
    } catch (cause) {
      connection.close();
      throw cause;
    }
    return connection;
  }

  /** A file that holds nothing: a lock on it is all that is wanted. Asking for a lock that is held fails at once. */
  static lockFile(path: string): Connection {
    return attempt(() => new Connection(new Database(path)));
  }

  /** Empty, private, gone when closed. */
  static inMemory(): Connection {
    return attempt(() => new Connection(new Database(":memory:")));
  }

  get inTransaction(): boolean {
    return this.#isOpen && this.#database.inTransaction;
  }

  /** The statement stays prepared for the life of the connection; call it with text that is not made from data. */
  statement(sql: string): Statement {
    this.#refuseClosed();
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const prepared = attempt(() => this.#database.prepare(sql));
    const made = prepared.columns().length > 0 ? reading(prepared.raw()) : writing(prepared);
    this.#statements.set(sql, made);
    return made;
  }

  /** Several statements, without parameters. */
  script(sql: string): void {
    this.#refuseClosed();
    attempt(() => this.#database.exec(sql));
  }

  pragma(name: string): SqlValue | undefined {
    this.#refuseClosed();
    return attempt(() => rowOf(this.#database.prepare(`PRAGMA ${name}`).raw().get([]))?.[0]);
  }

  /** Closing again does nothing: libsql would abort the process, as for any use after closing. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#statements.clear();
    this.#database.close();
  }

  #refuseClosed(): void {
    if (!this.#isOpen) throw new Error("the database is closed");
  }

  #set(name: string, value: string, answer: SqlValue): void {
    this.script(`PRAGMA ${name} = ${value}`);
    const found = this.pragma(name);
    if (found !== answer) throw new Error(`PRAGMA ${name} answers ${found} after it was set to ${value}`);
  }
}

function reading(prepared: Database.Statement): Statement {
  return {
    first: (...values) => attempt(() => rowOf(prepared.get(values))),
    all: (...values) => attempt(() => rowsOf(prepared.all(values))),
    run: (...values) => void attempt(() => prepared.all(values)),
  };
}

function writing(prepared: Database.Statement): Statement {
  return {
    first: () => undefined,
    all: () => [],
    run: (...values) => void attempt(() => prepared.run(values)),
  };
}

function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw asFailure(cause);
  }
}

function rowOf(row: unknown): SqlRow | undefined {
  return Array.isArray(row) ? (row as SqlRow) : undefined; // raw rows hold what SQLite holds
}

function rowsOf(rows: readonly unknown[]): readonly SqlRow[] {
  return rows as readonly SqlRow[]; // as above
}
