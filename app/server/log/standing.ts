import { fromBase64 } from "#app/core/audit/base64.ts";
import { equalBytes } from "#app/core/audit/bytes.ts";
import type { SignedCheckpoint } from "#app/core/audit/checkpoint.ts";
import { verifyNote } from "#app/core/audit/note.ts";
import { rootAt } from "#app/core/audit/proofs.ts";
import { vkeyFor } from "#app/core/audit/vkey.ts";
import { StoreDamaged } from "../store/failures.ts";
import type { Reads } from "../store/port.ts";
import { leafFrom } from "./entry.ts";
import { LogFailure } from "./failures.ts";
import type { KeptCheckpoint } from "./kept-checkpoint.ts";
import type { LogKey } from "./key.ts";
import { sha256 } from "./sha256.ts";

/**
 * Whether the logs may be added to. Read-only means: something that was signed once is not in the database,
 * so going on would sign a second, contradicting history. A person decides what to do about it.
 */
export type Standing = "sound" | ReadOnly;

interface ReadOnly {
  /** Sentences for people: what was found, and what to do. */
  readonly readOnly: string;
  readonly because: "behind-checkpoint" | "contradicts-checkpoint" | "log-missing" | "log-damaged";
}

const WAY_OUT =
  "Nothing can be recorded until a person decides: put the newer database back, or go on in a new data folder and keep this one. What is here can be read and exported meanwhile.";

/** Looks once at start: the kept checkpoint, then each log that the installation's log has recorded. */
export async function examine(
  reads: Reads,
  installation: string,
  kept: KeptCheckpoint,
  key: LogKey,
): Promise<Standing> {
  try {
    return (await againstKept(reads, installation, kept, key)) ?? (await againstLogHeads(reads)) ?? "sound";
  } catch (cause) {
    if (cause instanceof LogFailure || cause instanceof StoreDamaged)
      return { readOnly: cause.message, because: "log-damaged" };
    throw cause;
  }
}

async function againstKept(
  reads: Reads,
  installation: string,
  kept: KeptCheckpoint,
  key: LogKey,
): Promise<ReadOnly | undefined> {
  const found = kept.read();
  if (found === undefined) return undefined;
  if (!found.ok || !isOurs(found.value, installation, key)) {
    return {
      readOnly: `The kept checkpoint ${kept.path} is not one this installation signed${found.ok ? "" : `: it ${found.error}`}. If you know why, move it away and start again. ${WAY_OUT}`,
      because: "contradicts-checkpoint",
    };
  }
  const { size, root } = found.value;
  const head = await reads.head(installation);
  const have = head?.size ?? 0;
  if (have < size) {
    return {
      readOnly: `The database is older than it was: its installation log has ${have} entries, but a checkpoint over ${size} was signed and kept (${kept.path}). An older database was put back. ${WAY_OUT}`,
      because: "behind-checkpoint",
    };
  }
  const rootThen = await rootAt(size, (level, index) => reads.node(installation, level, index), sha256);
  if (equalBytes(rootThen, root)) return undefined;
  return {
    readOnly: `The installation log is not the one whose checkpoint over ${size} entries was signed and kept (${kept.path}): its entries have been rewritten. ${WAY_OUT}`,
    because: "contradicts-checkpoint",
  };
}

function isOurs(checkpoint: SignedCheckpoint, installation: string, key: LogKey): boolean {
  if (checkpoint.origin !== installation) return false;
  return verifyNote(checkpoint.note, [vkeyFor(installation, key.publicKey)]).verified.length > 0;
}

const PAGE = 5000;

/** Every log-head must have its log, at least that long, with that root. Reads the installation's log itself, no projection. */
async function againstLogHeads(reads: Reads): Promise<ReadOnly | undefined> {
  const newest = new Map<string, { size: number; root: string }>();
  for (let from = 0; ; ) {
    const leaves = await reads.logHeads(from, PAGE);
    for (const bytes of leaves) {
      const { head, seq } = leafFrom("the installation's log", bytes);
      from = seq + 1;
      if (head !== undefined) newest.set(head.log, head);
    }
    if (leaves.length < PAGE) break;
  }
  const missing: string[] = [];
  for (const [origin, { size, root }] of newest) {
    const found = await reads.headAt(origin, size);
    const due = fromBase64(root);
    if (found === undefined || due === undefined || !equalBytes(found.root, due)) missing.push(origin);
  }
  if (missing.length === 0) return undefined;
  return {
    readOnly: `${missing.length === 1 ? "A log is" : `${missing.length} logs are`} missing, shorter or other than the installation log recorded: ${missing.slice(0, 5).join(", ")}${missing.length > 5 ? " …" : ""}. ${WAY_OUT}`,
    because: "log-missing",
  };
}
