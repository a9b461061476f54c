import { chmodSync, closeSync, existsSync, openSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** What others must not read in a data folder: the database with all its companions, and the evidence. */
const PRIVATE = /^(sangfroid\.db.*|files)$/;

/**
 * Closes what lies in a data folder to other users of the machine, however the folder was made: by hand with 0755,
 * by a copy, by a container. The folder itself may be shared and is left as it is. `database` is made, empty, when
 * it is not there, so that everything SQLite puts beside it takes its mode.
 */
export function closeToOthers(data: string, database: string): void {
  if (process.platform === "win32") return; // access is inherited there
  const path = join(data, database);
  if (!existsSync(path)) closeSync(openSync(path, "a", 0o600));
  for (const name of readdirSync(data)) {
    if (!PRIVATE.test(name)) continue;
    const found = join(data, name);
    const { mode } = statSync(found);
    if ((mode & 0o077) !== 0) chmodSync(found, mode & 0o700);
  }
}
