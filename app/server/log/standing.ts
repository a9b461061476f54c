import { fromBase64 } from "#app/core/audit/base64.ts";
import { equalBytes } from "#app/core/audit/bytes.ts";
import type { SignedCheckpoint } from "#app/core/audit/checkpoint.ts";
import { verifyNote } from "#app/core/audit/note.ts";
import { parseReceipt } from "#app/core/audit/proof-files.ts";
import { followRotations } from "#app/core/audit/rotation.ts";
import { type Edge, emptyEdge, leafHash, push, rootOf } from "#app/core/audit/tree.ts";
import { type Vkey, vkeyFor } from "#app/core/audit/vkey.ts";
import { StoreDamaged } from "../store/failures.ts";
import type { Head, Reads } from "../store/port.ts";
import { leafFrom } from "./entry.ts";
import { LogDamaged, LogFailure } from "./failures.ts";
import type { KeptCheckpoint } from "./kept-checkpoint.ts";
import type { LogKey } from "./key.ts";
import { rotationFiles } from "./rotations.ts";
import { sha256 } from "./sha256.ts";

/**
 * Whether the logs may be added to. Read-only means: something that was signed once is not in the database,
 * so going on would sign a second, contradicting history. A person decides what to do about it.
 */
export type Standing = "sound" | ReadOnly;

interface ReadOnly {
  /** Sentences for people: what was found, and what to do. */
  readonly readOnly: string;
  readonly because:
    | "behind-checkpoint"
    | "contradicts-checkpoint"
    | "no-checkpoint"
    | "log-missing"
    | "log-damaged";
}

const MEANWHILE =
  "What is here can be read meanwhile; nothing is signed, so there are no checkpoints, receipts and bundles of it.";

const WAY_OUT = `Nothing can be recorded until a person decides: put the database back as it was, or go on in a new data folder and keep this one. ${MEANWHILE}`;

/** What a person can do about a database that is known to be older than what was signed. */
export const BEGINNING_ANEW =
  'If the newer database is gone, go on from this one under a new origin, on record: sangfroid restore --begin-anew "why" --data DIR, then start the server again. Every incident goes on in a new log that says so; the old logs stay as they are, to be exported and verified.';

const BEHIND = `Nothing can be recorded until a person decides. Put the newer database back if there is one. ${BEGINNING_ANEW} ${MEANWHILE}`;

/** What a person can do who knows where a database comes from. */
export const ACCEPTING = `If you know that nothing was recorded after this state, accept it, on record: sangfroid restore --accept-as-newest "how you know" --data DIR, then start the server again. If something was, do not: put the newer database back. ${BEGINNING_ANEW}`;

export interface Examined {
  readonly standing: Standing;
  /** For each log the newest state that is known to have been signed or recorded; none where a log cannot be read. */
  readonly recorded: ReadonlyMap<string, Head>;
}

/** Looks once at start: the installation's log, leaf by leaf, the kept checkpoint, then each log it has recorded. */
export async function examine(
  reads: Reads,
  installation: string,
  kept: KeptCheckpoint,
  key: LogKey,
): Promise<Examined> {
  try {
    const own = await readOwnLog(reads, installation);
    const standing =
      (await againstKept(own, kept, () => keysOf(reads, installation, key, own))) ??
      (await againstLogHeads(reads, own)) ??
      withoutKept(own, kept) ??
      "sound";
    return { standing, recorded: recordedIn(own, installation) };
  } catch (cause) {
    if (cause instanceof LogFailure || cause instanceof StoreDamaged)
      return { standing: { readOnly: cause.message, because: "log-damaged" }, recorded: new Map() };
    throw cause;
  }
}

/** The installation's log as its leaves have it: no stored root or node is taken at its word. */
interface OwnLog {
  readonly edge: Edge;
  readonly rootAt: (size: number) => Promise<Uint8Array>;
  /** What its log-heads recorded last of each log. */
  readonly newest: ReadonlyMap<string, Head>;
}

const PAGE = 5000;
/** The JCS form of a leaf begins with its act. */
const LOG_HEAD = new Uint8Array(Buffer.from('{"act":"log-head",'));

async function readOwnLog(reads: Reads, installation: string): Promise<OwnLog> {
  const newest = new Map<string, Head>();
  const all = (await reads.head(installation)) ?? { size: 0, root: rootOf(emptyEdge, sha256) };
  const each = async (leaf: (bytes: Uint8Array) => void, size: number) => {
    for (let from = 0; from < size; from += PAGE)
      for (const bytes of await reads.leaves(installation, from, Math.min(size, from + PAGE))) leaf(bytes);
  };
  const edgeAt = async (size: number, seen: (bytes: Uint8Array) => void = () => {}) => {
    let edge = emptyEdge;
    await each((bytes) => {
      seen(bytes);
      edge = push(edge, leafHash(bytes, sha256), sha256).edge;
    }, size);
    return edge;
  };
  const edge = await edgeAt(all.size, (bytes) => {
    if (!equalBytes(bytes.subarray(0, LOG_HEAD.length), LOG_HEAD)) return;
    const { head } = leafFrom(installation, bytes);
    const root = head === undefined ? undefined : fromBase64(head.root);
    if (head !== undefined && root !== undefined) newest.set(head.log, { size: head.size, root });
  });
  if (!equalBytes(rootOf(edge, sha256), all.root)) {
    throw new LogDamaged(installation, `its entries do not give the root recorded at size ${all.size}`);
  }
  return { edge, newest, rootAt: async (size) => rootOf(await edgeAt(size), sha256) };
}

function recordedIn({ edge, newest }: OwnLog, installation: string): ReadonlyMap<string, Head> {
  if (edge.size === 0) return newest;
  return new Map([...newest, [installation, { size: edge.size, root: rootOf(edge, sha256) }]]);
}

async function againstKept(
  own: OwnLog,
  kept: KeptCheckpoint,
  keys: () => Promise<readonly Vkey[]>,
): Promise<ReadOnly | undefined> {
  const found = kept.read();
  if (found === undefined) return undefined;
  if (!found.ok || !isOurs(found.value, await keys())) {
    return {
      readOnly: `The kept checkpoint ${kept.path} is not one this installation signed${found.ok ? "" : `: it ${found.error}`}. If you know why, move it away and start again. ${WAY_OUT}`,
      because: "contradicts-checkpoint",
    };
  }
  const { size, root } = found.value;
  if (own.edge.size < size) {
    return {
      readOnly: `The database is older than it was: its installation log has ${own.edge.size} entries, but a checkpoint over ${size} was signed and kept (${kept.path}). An older database was put back. ${BEHIND}`,
      because: "behind-checkpoint",
    };
  }
  if (equalBytes(size === own.edge.size ? rootOf(own.edge, sha256) : await own.rootAt(size), root))
    return undefined;
  return {
    readOnly: `The installation log is not the one whose checkpoint over ${size} entries was signed and kept (${kept.path}): its entries have been rewritten. ${WAY_OUT}`,
    because: "contradicts-checkpoint",
  };
}

/**
 * The key, and those before it as far as rotations lead to it that it has signed itself and that stand in this very
 * log: dying right after a rotation leaves a kept checkpoint of the key before. A rotation that this log does not
 * hold would let an old key, once stolen, vouch for a history of its own.
 */
async function keysOf(
  reads: Reads,
  installation: string,
  key: LogKey,
  own: OwnLog,
): Promise<readonly Vkey[]> {
  const newest = vkeyFor(installation, key.publicKey);
  const files = await rotationFiles(reads, installation);
  const rotations = followRotations(installation, files);
  if (!rotations.ok) throw new LogDamaged(installation, rotations.error);
  const last = rotations.value.at(-1);
  if (last !== undefined && !equalBytes(last.new.publicKey, key.publicKey)) return [newest];
  for (const file of files) if (!(await standsIn(own, file))) return [newest];
  return [newest, ...rotations.value.map(({ old }) => old)];
}

async function standsIn(own: OwnLog, receipt: string): Promise<boolean> {
  const parsed = parseReceipt(Buffer.from(receipt));
  if (!parsed.ok) return false;
  const { size, root } = parsed.value.checkpoint;
  return size <= own.edge.size && equalBytes(await own.rootAt(size), root);
}

function isOurs(checkpoint: SignedCheckpoint, keys: readonly Vkey[]): boolean {
  const { verified, failed } = verifyNote(checkpoint.note, keys);
  return failed.length === 0 && verified.some(({ name }) => name === checkpoint.origin);
}

/** Every log-head must have its log, at least that long, with that root. */
async function againstLogHeads(reads: Reads, { newest }: OwnLog): Promise<ReadOnly | undefined> {
  const missing: string[] = [];
  for (const [origin, { size, root }] of newest) {
    const found = await reads.headAt(origin, size);
    if (found === undefined || !equalBytes(found.root, root)) missing.push(origin);
  }
  if (missing.length === 0) return undefined;
  return {
    readOnly: `${missing.length === 1 ? "A log is" : `${missing.length} logs are`} missing, shorter or other than the installation log recorded: ${missing.slice(0, 5).join(", ")}${missing.length > 5 ? " …" : ""}. ${WAY_OUT}`,
    because: "log-missing",
  };
}

/** Begun data has a kept checkpoint from its first entry on. Where it is gone, nothing here tells what was signed. */
function withoutKept({ edge }: OwnLog, kept: KeptCheckpoint): ReadOnly | undefined {
  if (edge.size === 0 || kept.read() !== undefined) return undefined;
  return {
    readOnly: `No kept checkpoint lies at ${kept.path}, so nobody can tell whether this database, with ${edge.size} entries in its installation log, is the newest state that was signed. Nothing is recorded or signed until a person decides. If you have that file, put it there (or name its folder with SANGFROID_CHECKPOINT_DIR) and start again. ${ACCEPTING}`,
    because: "no-checkpoint",
  };
}
