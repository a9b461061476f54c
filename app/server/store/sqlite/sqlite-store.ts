import { DiskFull, StoreBusy, StoreDamaged } from "../failures.ts";
import type { Reads, Store, Tx } from "../port.ts";
import { Connection } from "./connection.ts";
import { draftReads, draftWrites } from "./draft-rows.ts";
import { erasureReads, erasureWrites } from "./erasure-rows.ts";
import { incidentReads, incidentWrites } from "./incident-rows.ts";
import { LogIds } from "./log-ids.ts";
import { logReads, logWrites } from "./log-rows.ts";
import { migrate } from "./migrations.ts";
import { personReads, personWrites } from "./person-rows.ts";
import { preferenceReads, preferenceWrites } from "./preference-rows.ts";
import { projectionReads, projectionWrites } from "./projection-rows.ts";
import { rawReads } from "./raw-rows.ts";
import { searchReads, searchWrites } from "./search-rows.ts";
import { signInReads, signInWrites } from "./sign-in-rows.ts";
import { Turns, type Waiting } from "./turns.ts";

interface Reader {
  readonly connection: Connection;
  readonly reads: Reads;
}

/** Between two tries to write the database anew: five seconds together. */
const REWRITE_WAITS_MS = [20, 80, 200, 500, 1000, 1500, 1700] as const;

/** Readers kept open while nobody reads. */
const IDLE_READERS = 4;

/** The store in one SQLite file. Reads have connections of their own, so they never see an open transaction. */
export class SqliteStore implements Store {
  readonly path: string;
  readonly #writer: Connection;
  readonly #ids: LogIds;
  readonly #tx: Tx;
  readonly #idle: Reader[] = [];
  readonly #turns = new Turns((group) => this.#transaction(group));
  #dataVersion: unknown;
  #isClosed = false;

  private constructor(path: string, writer: Connection) {
    this.path = path;
    this.#writer = writer;
    this.#ids = new LogIds(writer);
    this.#tx = {
      ...readsOf(writer, this.#ids),
      ...logWrites(writer, this.#ids),
      ...incidentWrites(writer, this.#ids),
      ...projectionWrites(writer, this.#ids),
      ...personWrites(writer),
      ...signInWrites(writer),
      ...preferenceWrites(writer),
      ...draftWrites(writer),
      ...erasureWrites(writer, this.#ids),
      ...searchWrites(writer, this.#ids),
    };
    this.#dataVersion = writer.pragma("data_version");
  }

  /**
   * Opens or makes the file and brings it to the newest layout. Throws NewerData, NotOurData,
   * SchemaAltered or StoreDamaged when it must not be used.
   */
  static open(path: string): SqliteStore {
    const writer = Connection.open(path, "write");
    try {
      migrate(writer, path);
      return new SqliteStore(path, writer);
    } catch (cause) {
      writer.close();
      throw cause;
    }
  }

  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      let settle = () => {};
      this.#turns.join({
        run: async () => {
          const result = await work(this.#tx);
          settle = () => resolve(result);
        },
        settle: () => settle(),
        fail: reject,
      });
    });
  }

  async snapshot<T>(work: (reads: Reads) => Promise<T>): Promise<T> {
    if (this.#isClosed) throw new Error("the store is closed");
    const reader = this.#idle.pop() ?? this.#openReader();
    try {
      reader.connection.script("BEGIN");
      return await work(reader.reads);
    } finally {
      if (reader.connection.inTransaction) reader.connection.script("ROLLBACK");
      if (this.#idle.length < IDLE_READERS && !this.#isClosed) this.#idle.push(reader);
      else reader.connection.close();
    }
  }

  async changedElsewhere(): Promise<boolean> {
    const found = this.#writer.pragma("data_version");
    const changed = found !== this.#dataVersion;
    this.#dataVersion = found;
    return changed;
  }

  /**
   * `secure_delete` overwrites a removed cell where it lies, but not the copies that balancing the tree left behind in
   * the gaps of other pages: only a database written anew holds none.
   */
  async rewrite(): Promise<boolean> {
    const connection = Connection.open(this.path, "write");
    try {
      // Whoever holds a lock is in this process and goes on only when this does: waiting inside SQLite would be in vain.
      connection.script("PRAGMA busy_timeout = 0");
      for (const waitMs of REWRITE_WAITS_MS) {
        if (rewritten(connection)) return true;
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
      return false;
    } finally {
      connection.close();
    }
  }

  async close(): Promise<void> {
    await this.#turns.ended();
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const { connection } of this.#idle.splice(0)) connection.close();
    // Closing leaves the write-ahead log where it is; emptied, the data is one file again.
    try {
      this.#writer.pragma("wal_checkpoint(TRUNCATE)");
    } catch (cause) {
      // A full disk leaves the write-ahead log beside the data; whoever opens it next reads both.
      if (!(cause instanceof DiskFull)) throw cause;
    } finally {
      this.#writer.close();
    }
  }

  /** Writes a copy of the whole store as it is at one moment into a new file. Writers go on meanwhile. */
  copyTo(path: string): void {
    const connection = Connection.open(this.path, "write");
    try {
      connection.statement("VACUUM INTO ?").run(path);
    } finally {
      connection.close();
    }
  }

  /** Reads every page and index. Throws StoreDamaged. */
  checkIntegrity(): void {
    const [first] = this.#writer.statement("PRAGMA integrity_check").all();
    if (first?.[0] !== "ok") throw new StoreDamaged(String(first?.[0]));
    const [broken] = this.#writer.statement("PRAGMA foreign_key_check").all();
    if (broken !== undefined) throw new StoreDamaged(`a row of ${String(broken[0])} refers to nothing`);
  }

  /** For tests that play the application's own connection at its worst. */
  get connection(): Connection {
    return this.#writer;
  }

  /** One transaction for all of them; each within a savepoint, so that what fails is undone alone. */
  async #transaction(group: readonly Waiting[]): Promise<void> {
    const done: Waiting[] = [];
    const [only] = group.length === 1 ? group : [];
    try {
      this.#writer.statement("BEGIN IMMEDIATE").run();
      if (only !== undefined) await only.run();
      else for (const waiting of group) if (await this.#isDone(waiting)) done.push(waiting);
      this.#writer.statement("COMMIT").run();
    } catch (cause) {
      // A full disk may have rolled back already.
      if (this.#writer.inTransaction) this.#writer.statement("ROLLBACK").run();
      this.#ids.forget();
      for (const waiting of group) waiting.fail(cause); // those that failed before have been told already
      return;
    }
    for (const waiting of only === undefined ? done : group) waiting.settle();
  }

  /** False when it failed, was undone and told. Throws when the transaction of all was lost with it. */
  async #isDone(waiting: Waiting): Promise<boolean> {
    this.#writer.statement("SAVEPOINT one").run();
    try {
      await waiting.run();
      this.#writer.statement("RELEASE one").run();
      return true;
    } catch (cause) {
      this.#ids.forget();
      if (!this.#writer.inTransaction) throw cause;
      this.#writer.script("ROLLBACK TO one; RELEASE one");
      waiting.fail(cause);
      return false;
    }
  }

  #openReader(): Reader {
    const connection = Connection.open(this.path, "read");
    return { connection, reads: readsOf(connection, new LogIds(connection)) };
  }
}

function rewritten(connection: Connection): boolean {
  try {
    connection.script("VACUUM");
    return connection.pragma("wal_checkpoint(TRUNCATE)") === 0;
  } catch (cause) {
    if (cause instanceof StoreBusy) return false;
    throw cause;
  }
}

function readsOf(connection: Connection, ids: LogIds): Reads {
  return {
    ...logReads(connection, ids),
    ...rawReads(connection, ids),
    ...incidentReads(connection),
    ...projectionReads(connection, ids),
    ...personReads(connection),
    ...signInReads(connection),
    ...preferenceReads(connection),
    ...draftReads(connection),
    ...erasureReads(connection, ids),
    ...searchReads(connection, ids),
  };
}
