import { toBase64 } from "#app/core/audit/base64.ts";
import { parseOrigin } from "#app/core/audit/origin.ts";

import type { LogSize, Tx } from "../store/port.ts";
import type { EntryDraft } from "./append.ts";
import { SYSTEM } from "./system.ts";

/** The log-head that records a log at this size in the installation's log. docs/format.md, Installation log. */
export function logHeadDraft(log: LogSize, rotations: number): EntryDraft {
  const { origin, size, root } = log;
  const id = parseOrigin(origin)?.id ?? "";
  return {
    act: "log-head",
    on: { t: "log", id },
    f: {},
    by: SYSTEM,
    own: { head: { log: origin, root: toBase64(root), rotations, size } },
  };
}

/** The logs among these that have grown since their newest log-head; all that have when none are named. */
export async function grownLogs(tx: Tx, origins?: Iterable<string>): Promise<readonly LogSize[]> {
  if (origins === undefined) return tx.unanchored();
  const grown: LogSize[] = [];
  for (const origin of new Set(origins)) {
    const head = await tx.head(origin);
    const anchor = await tx.anchor(origin);
    if (head !== undefined && head.size > (anchor?.size ?? 0)) grown.push({ origin, ...head });
  }
  return grown;
}
