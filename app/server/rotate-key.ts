import { signCheckpoint } from "#app/core/audit/checkpoint.ts";
import { parseOrigin } from "#app/core/audit/origin.ts";
import { formatReceipt } from "#app/core/audit/proof-files.ts";
import { inclusionProof } from "#app/core/audit/proofs.ts";
import type { Rotation } from "#app/core/audit/rotation.ts";
import { formatVkey } from "#app/core/audit/vkey.ts";
import { type By, draft } from "#app/core/incident/entry.ts";
import { isIncidentRef } from "#app/core/shared/ids.ts";
import type { House } from "./house.server.ts";
import { keepWritten, type Written } from "./incident-writer.ts";
import type { Appended } from "./log/append.ts";
import { leafFrom } from "./log/entry.ts";
import { LogFailure } from "./log/failures.ts";
import { adoptNextKey, type LogKey, makeNextKey } from "./log/key.ts";
import { keepRotation, newestRotation, rotationCount } from "./log/rotations.ts";
import { sha256 } from "./log/sha256.ts";
import type { Reads, Tx } from "./store/port.ts";
import { recordBySystem } from "./system-entries.ts";

// The log key is changed in four steps. docs/format.md, Changing the key; docs/decisions/0007-key-rotation.md.
// Invariants
// (1) The database names a new key only when that key is on disk.
// (2) The entry that changes the key and its receipt, signed by both keys, are committed together or not at all.
// (3) A start finishes what a crash broke off: it puts a waiting key in its place if the database names it, and
//     gives each log whose newest log-head counts fewer changes than there were an entry, and so a new log-head.

export interface KeyChange {
  /** 1 for the first change of this installation. */
  readonly k: number;
  /** The new verifier key of the installation. */
  readonly vkey: string;
}

/**
 * Changes the log key. Nobody else may be writing to the data folder with the old one: the caller is the server
 * of this folder, or holds its lock. Throws NothingSigned while the logs must not be added to, and what the
 * system says when the key can't be written; the old key then goes on.
 */
export async function rotateKey(
  house: House,
  by: By,
  said: { readonly who: string; readonly because: string },
): Promise<KeyChange> {
  house.refuseUnsound();
  await house.anchor();
  const next = makeNextKey(house.key.path);
  // Dying here leaves a key that has signed nothing: the next rotation replaces it.
  const recorded = await house.store.transact((tx) => recordRotation(house, tx, next, by, said));
  // Dying here leaves the new key waiting beside the old one, and the database naming it.
  house.signWith(next);
  adoptNextKey(next.path);
  // Dying here leaves logs that have not been told.
  await house.own.committed(recorded.appended);
  await house.anchor();
  return recorded.change;
}

/** The key-rotated entry with what is kept of it. The checkpoint under it leaves this process only once committed. */
export async function recordRotation(
  house: House,
  tx: Tx,
  next: LogKey,
  by: By,
  said: { readonly who: string; readonly because: string },
): Promise<{ readonly change: KeyChange; readonly appended: Appended }> {
  const origin = house.installation;
  const signers = [house.key.as(origin), next.as(origin)];
  const [old, vkey] = [formatVkey(house.signingKey), formatVkey(next.as(origin).vkey)];
  const k = (await rotationCount(tx)) + 1;
  const on = { t: "key", id: next.as(origin).vkey.keyId };
  const own = { keys: { k, new: vkey, old } };
  const appended = await house.own.append(tx, [{ act: "key-rotated", on, f: said, own }], by);
  const { size, root } = appended.head;
  const index = appended.from.size;
  const [leaf] = await tx.leaves(origin, index, index + 1);
  if (leaf === undefined) throw new Error(`${origin} has lost the entry it was just given`);
  const proof = await inclusionProof(index, size, (level, at) => tx.node(origin, level, at), sha256);
  const checkpoint = signCheckpoint({ origin, size, root }, signers);
  await keepRotation(tx, { k, vkey, file: formatReceipt({ leaf, index, proof, checkpoint }) });
  return { change: { k, vkey }, appended };
}

/** So many logs are told in one transaction. */
const TOLD_AT_ONCE = 50;

/**
 * Gives an entry to each of these logs (without a list: to all) whose newest log-head stands before the newest
 * change of the key. Without one it could get no new log-head, since sizes must grow, and its bundle would count
 * too few changes. A log that can't be added to is reported, and the others are told.
 */
export async function tellOfRotation(house: House, origins?: readonly string[]): Promise<void> {
  const due = await house.store.snapshot((reads) => outdated(reads, house.installation, origins));
  if (due === undefined) return;
  for (let from = 0; from < due.logs.length; from += TOLD_AT_ONCE) {
    const part = due.logs.slice(from, from + TOLD_AT_ONCE);
    const done = await house.store.transact(async (tx) => {
      const recorded: Written[] = [];
      for (const origin of part) {
        try {
          const one = await told(house, tx, origin, due);
          if (one !== undefined) recorded.push(one);
        } catch (cause) {
          if (!(cause instanceof LogFailure)) throw cause;
          house.report(cause);
        }
      }
      return recorded;
    });
    for (const one of done) keepWritten(house, one);
  }
}

/** Undefined where that log has been told already, or meanwhile. */
async function told(
  house: House,
  tx: Tx,
  origin: string,
  { rotation: { k, index, new: key } }: Outdated,
): Promise<Written | undefined> {
  const ref = parseOrigin(origin)?.id ?? "";
  const anchor = await tx.anchor(origin);
  if (!isIncidentRef(ref) || anchor === undefined || anchor.seq > index) return undefined;
  const head = await tx.head(origin);
  const since = await tx.leaves(origin, anchor.size, head?.size ?? anchor.size);
  if (since.some((leaf) => leafFrom(origin, leaf).act === TOLD)) return undefined;
  const fields = { rotation: k, vkey: formatVkey(key) };
  return recordBySystem(house, tx, ref, [draft(TOLD, { t: "key", id: key.keyId }, fields)]);
}

const TOLD = "log-key-changed";

interface Outdated {
  readonly rotation: Rotation;
  readonly logs: readonly string[];
}

async function outdated(
  reads: Reads,
  installation: string,
  origins: readonly string[] | undefined,
): Promise<Outdated | undefined> {
  const rotation = await newestRotation(reads, installation);
  if (rotation === undefined) return undefined;
  const logs = origins === undefined ? await reads.anchoredBefore(rotation.index) : [];
  const named: string[] = [];
  for (const origin of origins ?? []) {
    const anchor = await reads.anchor(origin);
    if (anchor !== undefined && anchor.seq < rotation.index) named.push(origin);
  }
  return { rotation, logs: [...logs, ...named] };
}
