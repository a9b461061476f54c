import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FolderTaken, StoreBusy } from "./store/failures.ts";
import { Connection } from "./store/sqlite/connection.ts";

/**
 * One server on one data folder. The lock is an SQLite file held locked for as long as the process lives:
 * the system itself lets go of it when the process ends, however it ends, so no stale lock is ever left.
 */
export class FolderLock {
  readonly #connection: Connection;

  private constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Throws FolderTaken when another server holds it. */
  static take(folder: string): FolderLock {
    const connection = Connection.lockFile(join(folder, "server.lock"));
    const owner = join(folder, "server.pid");
    try {
      connection.script("BEGIN EXCLUSIVE");
    } catch (cause) {
      connection.close();
      if (cause instanceof StoreBusy) throw new FolderTaken(folder, ownerIn(owner));
      throw cause;
    }
    writeFileSync(owner, `${process.pid}\n`, { mode: 0o600 });
    return new FolderLock(connection);
  }

  release(): void {
    if (this.#connection.inTransaction) this.#connection.script("ROLLBACK");
    this.#connection.close();
  }
}

/** For the message alone; the lock does not rest on it. */
function ownerIn(path: string): string | undefined {
  try {
    return `process ${readFileSync(path, "utf8").trim()}`;
  } catch {
    return undefined; // the other server has not got so far as to write it
  }
}
