import { join } from "node:path";
import Database from "libsql";

/** As if everyone had signed in long ago: nobody waits six minutes in a test. */
export function forgetProofs(folder: string): void {
  const database = new Database(join(folder, "sangfroid.db"));
  try {
    database.prepare("UPDATE session SET proved_at = '2020-01-01T00:00:00.000Z'").run();
  } finally {
    database.close();
  }
}
