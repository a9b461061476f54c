import { join } from "node:path";
import { Connection } from "#app/server/store/sqlite/connection.ts";

/** Runs statements with every guard out of the way, as someone with the file and time would. */
export function forge(data: string, sql: string): void {
  const connection = Connection.open(join(data, "sangfroid.db"), "write");
  connection.script("PRAGMA foreign_keys = OFF");
  const triggers = connection.statement("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all();
  for (const [name] of triggers) connection.script(`DROP TRIGGER ${String(name)}`);
  connection.script(sql);
  for (const [, create] of triggers) connection.script(String(create));
  connection.close();
}
