import { createHash, randomBytes } from "node:crypto";
import { toBase64 } from "#app/core/audit/base64.ts";
import { equalBytes } from "#app/core/audit/bytes.ts";
import { SALT_BYTES } from "#app/core/audit/commitment.ts";
import { type Edge, emptyEdge, leafHash, push, rootOf } from "#app/core/audit/tree.ts";
import { carriedDraft } from "#app/core/incident/carried.ts";
import { draft, type Entry, type ReceivedFile } from "#app/core/incident/entry.ts";
import type { EvidenceFiles } from "../files/evidence-files.ts";
import type { PlacedFiles } from "../files/placed-files.ts";
import type { Head, StoredEntry, Tx } from "../store/port.ts";
import { append, type CommandContext, type EntryDraft } from "./append.ts";
import { entryFrom, leafAt } from "./entry.ts";
import { LogDamaged } from "./failures.ts";
import type { LiveLog } from "./live-log.ts";
import { sha256 } from "./sha256.ts";

// One log written again into the one that continues it: #0 says what it continues, then every entry of the earlier
// log as one of its own, then how many they were. docs/format.md, Restoring.

export interface Continuation {
  /** Origins: the log that is frozen, and the one that goes on. */
  readonly earlier: string;
  readonly next: string;
  /** Name of the folder of evidence, which both share. */
  readonly incident: string;
  readonly said: { readonly who: string; readonly because: string };
  readonly by: EntryDraft["by"];
}

interface Carrying {
  readonly tx: Tx;
  readonly files: EvidenceFiles;
  readonly placed: PlacedFiles;
  readonly context: Omit<CommandContext, "place">;
}

export interface Carried {
  readonly log: LiveLog;
  readonly head: Head;
}

/** So many entries are one command. */
const AT_ONCE = 500;

/** Tells `each` of every entry, in order. Throws LogDamaged where the earlier log does not verify. */
export async function carryLog(
  { earlier, next, incident, said, by }: Continuation,
  carrying: Carrying,
  each: (entry: Entry) => void,
): Promise<Carried> {
  const { tx } = carrying;
  const frozen = await tx.head(earlier);
  if (frozen === undefined) throw new LogDamaged(earlier, "it has no entry");
  const on = { t: "log", id: incident };
  const own = continuedFrom(earlier, frozen, frozen.size);
  const context: CommandContext = {
    ...carrying.context,
    place: async (file, commitment) => carrying.placed.place(incident, file, commitment),
  };
  const write = async (log: LiveLog, drafts: readonly EntryDraft[]) => {
    const done = await append(tx, log, drafts, context);
    for (const entry of done.entries) each(entry);
    return done;
  };
  let { log } = await write(emptyLog(next), [
    { ...draft("log-continued", on, said), own, ...(by === undefined ? {} : { by }) },
  ]);
  let edge: Edge = emptyEdge;
  for (let from = 0; from < frozen.size; from += AT_ONCE) {
    const page = await tx.entries(earlier, from, Math.min(frozen.size, from + AT_ONCE));
    if (page.length === 0) throw new LogDamaged(earlier, `entry #${from} is missing`);
    const drafts: EntryDraft[] = [];
    for (const stored of page) {
      edge = push(edge, leafHash(stored.leaf, sha256), sha256).edge;
      const att = await filesOf(stored, earlier, incident, carrying);
      drafts.push({ ...carriedDraft(entryFrom(earlier, stored)), ...(att.length === 0 ? {} : { att }) });
    }
    ({ log } = await write(log, drafts));
  }
  if (!equalBytes(rootOf(edge, sha256), frozen.root)) {
    throw new LogDamaged(earlier, `its entries do not give the root recorded at size ${frozen.size}`);
  }
  const done = await write(log, [draft("log-carried", on, { earlier, entries: frozen.size })]);
  return { log: done.log, head: done.head };
}

/** The member that says what a log goes on from. `known`: the largest size that is known to have been signed. */
export function continuedFrom(log: string, { size, root }: Head, known: number) {
  return { prev: { known, log, root: toBase64(root), size } };
}

export function emptyLog(origin: string): LiveLog {
  return { origin, edge: emptyEdge, named: new Set(), lastAt: undefined, reading: undefined };
}

/** The files that an entry still has, to be named by the new log: the same bytes under another commitment. */
async function filesOf(
  stored: StoredEntry,
  earlier: string,
  incident: string,
  { files, placed }: Carrying,
): Promise<readonly ReceivedFile[]> {
  const received: ReceivedFile[] = [];
  for (const slot of stored.slots) {
    if (slot.kind !== "att") continue;
    const commitment = leafAt(earlier, stored).att?.[slot.index] ?? "";
    const file = await files.find(incident, commitment);
    if (file === undefined) throw new LogDamaged(earlier, `the file of entry #${stored.seq} is not on disk`);
    const salt = new Uint8Array(randomBytes(SALT_BYTES));
    const hash = createHash("sha256").update(salt);
    for await (const part of file.stream()) hash.update(part);
    const again = {
      inner: new Uint8Array(hash.digest()),
      salt,
      content: "",
      upload: files.again(incident, commitment),
      name: "",
      type: "",
      size: file.size,
    };
    placed.take(again);
    received.push(again);
  }
  return received;
}
