import { DiskFailed, DiskFull } from "../store/failures.ts";

/** Names what the disk said; any other error goes on as it is. EFBIG is a limit on the size of files. */
export function throwDiskFailure(cause: unknown): never {
  const code = codeOf(cause);
  if (code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG") throw new DiskFull({ cause });
  if (code === "EIO" || code === "EROFS") throw new DiskFailed(code, { cause });
  throw cause;
}

/** The system's code of an error, such as ENOENT. */
export function codeOf(cause: unknown): string | undefined {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
}
