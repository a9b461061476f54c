/// <reference types="vite/client" />
import { NewerData, NotOurData, SchemaAltered } from "../failures.ts";
import { Connection } from "./connection.ts";
import { rowsWith } from "./values.ts";

// Migrations are files of SQL, numbered; `user_version` says how many have run. A migration never changes
// once released: this database and that of a stranger must be the same after the same number of them.

const FILES = import.meta.glob<string>("./migrations/*.sql", {
  query: "?raw",
  import: "default",
  eager: true,
});

const MIGRATIONS: readonly string[] = Object.entries(FILES)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([, sql]) => sql);

/** "sang" in ASCII: marks the file as ours. */
const APPLICATION_ID = 0x73616e67;

/** Brings the database to the newest layout, or refuses one that is newer, foreign or altered. */
export function migrate(connection: Connection, path: string): void {
  // The lock is taken first: two processes may open a new folder at the same moment.
  connection.script("BEGIN IMMEDIATE");
  try {
    const version = versionOf(connection, path);
    if (version < MIGRATIONS.length) {
      for (const sql of MIGRATIONS.slice(version)) connection.script(sql);
      connection.script(
        `PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${MIGRATIONS.length}`,
      );
    }
    refuseAltered(connection);
    connection.script("COMMIT");
  } catch (cause) {
    if (connection.inTransaction) connection.script("ROLLBACK");
    throw cause;
  }
}

function versionOf(connection: Connection, path: string): number {
  const version = Number(connection.pragma("user_version"));
  const isOurs = connection.pragma("application_id") === APPLICATION_ID;
  const isEmpty = schemaOf(connection).size === 0;
  if (!isOurs && !isEmpty) throw new NotOurData(path);
  if (version > MIGRATIONS.length) throw new NewerData(version, MIGRATIONS.length);
  return isEmpty ? 0 : version;
}

/** A dropped or rewritten trigger shows here: every definition must be the one the migrations give. */
function refuseAltered(connection: Connection): void {
  const due = freshSchema();
  const found = schemaOf(connection);
  const altered = [
    ...[...due].filter(([name, sql]) => found.get(name) !== sql).map(([name]) => name),
    ...[...found.keys()].filter((name) => !due.has(name)),
  ];
  if (altered.length > 0) throw new SchemaAltered(altered);
}

function freshSchema(): ReadonlyMap<string, string> {
  const scratch = Connection.inMemory();
  try {
    for (const sql of MIGRATIONS) scratch.script(sql);
    return schemaOf(scratch);
  } finally {
    scratch.close();
  }
}

/** Definitions by name, those that SQLite keeps for itself left out. */
function schemaOf(connection: Connection): ReadonlyMap<string, string> {
  const rows = connection
    .statement(
      "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'",
    )
    .all();
  return new Map(rowsWith(rows, (columns) => [columns.text(), columns.text()] as const));
}
