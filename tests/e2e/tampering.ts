import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";

// What someone can do who has the data folder in their hands while no server runs.

/** Runs statements on the database as if it had no guards, and puts the guards back. */
export function tamper(folder: string, ...statements: readonly string[]): number {
  const database = new Database(join(folder, "sangfroid.db"));
  const triggers = database.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all();
  for (const trigger of triggers) database.exec(`DROP TRIGGER "${textIn(trigger, "name")}"`);
  const changed = statements.reduce((count, sql) => count + database.prepare(sql).run().changes, 0);
  for (const trigger of triggers) database.exec(textIn(trigger, "sql"));
  database.close();
  return changed;
}

function textIn(row: unknown, column: string): string {
  return typeof row === "object" && row !== null ? String(Reflect.get(row, column)) : "";
}

export function copyFolder(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
}
