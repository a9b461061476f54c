import { join } from "node:path";
import Database from "libsql";

/** As if everyone had signed in long ago: nobody waits six minutes in a test. */
export function forgetProofs(folder: string): void {
  proved(folder, new Date("2020-01-01"));
}

/** As if everyone had signed in just now. */
export function freshProofs(folder: string): void {
  proved(folder, new Date());
}

function proved(folder: string, at: Date): void {
  const database = new Database(join(folder, "sangfroid.db"));
  try {
    database.prepare("UPDATE session SET proved_at = ?").run(at.toISOString());
  } finally {
    database.close();
  }
}
