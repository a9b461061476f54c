import Database from "libsql";
import { DiskFailed, DiskFull, StoreBusy, StoreDamaged } from "../failures.ts";

/** Names what the world did; anything else (a constraint, a misspelt statement) is a bug and stays as it is. */
export function asFailure(cause: unknown): unknown {
  if (!(cause instanceof Database.SqliteError)) return cause;
  const { code, message } = cause;
  if (code === "SQLITE_FULL") return new DiskFull({ cause });
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) return new StoreBusy({ cause });
  // A limit on the size of files arrives as a failed write.
  if (code === "SQLITE_IOERR_WRITE") return new DiskFull({ cause });
  if (code.startsWith("SQLITE_IOERR")) return new DiskFailed(code, { cause });
  if (code.startsWith("SQLITE_CORRUPT") || code === "SQLITE_NOTADB")
    return new StoreDamaged(message, { cause });
  return cause;
}
