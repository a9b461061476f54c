import type { Reads } from "../port.ts";
import { Connection } from "./connection.ts";
import { LogIds } from "./log-ids.ts";
import { logReads } from "./log-rows.ts";
import { rawReads } from "./raw-rows.ts";

/** What can be read of the logs alone, whatever became of the rest. */
export type LogsAsTheyLie = Pick<Reads, "installation" | "logs" | "logHeads" | "extent" | "raw">;

/**
 * Reads a file that the program would refuse to open: guards dropped, rows gone, key missing. Nothing is migrated
 * or written. Throws StoreDamaged where SQLite itself can't read it.
 */
export async function readAsItLies<T>(path: string, work: (reads: LogsAsTheyLie) => Promise<T>): Promise<T> {
  const connection = Connection.open(path, "read");
  try {
    const ids = new LogIds(connection);
    connection.script("BEGIN");
    return await work({ ...logReads(connection, ids), ...rawReads(connection, ids) });
  } finally {
    if (connection.inTransaction) connection.script("ROLLBACK");
    connection.close();
  }
}
