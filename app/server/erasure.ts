import { randomBytes } from "node:crypto";
import { parseOrigin } from "#app/core/audit/origin.ts";
import { movedSlot, type Slot } from "#app/core/audit/slot.ts";
import { draft, type Entry } from "#app/core/incident/entry.ts";
import type { Erasure } from "#app/core/incident/incident.ts";
import { idFrom, isIncidentRef } from "#app/core/shared/ids.ts";
import { addSeconds, instantFromEpoch } from "#app/core/shared/instant.ts";
import type { EvidenceFiles } from "./files/evidence-files.ts";
import type { House } from "./house.server.ts";
import { keepWritten } from "./incident-writer.ts";
import { instantOf } from "./log/clock.ts";
import { leafFrom } from "./log/entry.ts";
import { earlierIn } from "./queries/earlier-logs.ts";
import { forgetSearched } from "./search/forget-searched.ts";
import { StoreBusy } from "./store/failures.ts";
import type { OutboxItem, Reads, Tx } from "./store/port.ts";
import { recordBySystem } from "./system-entries.ts";

// Erasing what two people ordered. The order stands in the log and, as an item to be done, in the outbox; the server
// takes it up right after the order and again at each start, and each step may be done twice.
//
//   order ──► list beside the key ──► one transaction { files, values, drafts, answers; "payload-erased" } ──► commit
//                                                                                                               │
//                                            settled ◄── database written anew, write-ahead log emptied ◄────────┘
//
// Invariants
// (1) What is erased is listed beside the key before it goes, so that no backup brings it back.
// (2) "payload-erased" stands only where values, salts and files are gone.
// (3) An order is settled only once nothing of the values is left in the files of the database.

const KIND = "erase";
const MOST = 1000;
const LATER_THAN_ANY = instantFromEpoch(Date.UTC(9999, 11, 31));
const AGAIN_SECONDS = 3600;

/** Where copies may lie that no program can call back. Told with each erasure, as codes. */
export const BEYOND = ["bundles", "backups", "prints", "devices"] as const;

/** In the transaction of the order. */
export async function queueErasures(tx: Tx, origin: string, entries: readonly Entry[]): Promise<boolean> {
  const orders = entries.filter(({ act }) => act === "erasure-ordered");
  for (const { seq, at } of orders) {
    const id = idFrom(randomBytes(17));
    await tx.queue({ id, origin, seq, kind: KIND, body: "{}", dueAt: at, attempts: 0 });
  }
  return orders.length > 0;
}

/** Does what was ordered and is due. What fails is told and tried again later. */
export async function eraseDue(house: House): Promise<void> {
  if (house.standing !== "sound") return;
  const now = instantOf(house.clock());
  const due = await house.store.snapshot((reads) => reads.due(now, MOST));
  const orders = due.filter(({ kind }) => kind === KIND);
  const done: OutboxItem[] = [];
  for (const order of orders) if (await carriedOut(house, order)) done.push(order);
  if (done.length === 0) return;
  // Dying here leaves the values in freed pages and in the write-ahead log: the order is still due at the next start.
  if (!(await house.store.rewrite())) throw new StoreBusy();
  await house.store.transact(async (tx) => {
    for (const { id } of done) await tx.settle(id);
  });
}

/** False while a hold forbids it. */
async function carriedOut(house: House, item: OutboxItem): Promise<boolean> {
  const { origin, seq } = item;
  const ref = parseOrigin(origin)?.id ?? "";
  if (!isIncidentRef(ref)) throw new Error(`${origin} is no incident's log`);
  const outcome = await house.store.transact(async (tx) => {
    const state = (await house.incidents.load(ref, tx))?.state;
    const order = state?.erasures.get(seq);
    if (state === undefined || order === undefined) throw new Error(`${origin} has no order #${seq}`);
    if (order.done !== undefined) return "done";
    if (state.hold !== undefined) {
      await tx.postpone(item.id, addSeconds(instantOf(house.clock()), AGAIN_SECONDS));
      return "held";
    }
    house.erasures.keep(origin, order.slots);
    const bytes =
      (await tx.bytesIn(origin, order.slots)) + (await eraseFiles(house.files, tx, origin, order.slots));
    await eraseEarlier(house, tx, origin, order.slots);
    // Dying here leaves an order that is done again; its files are gone already.
    for (const seq of seqsOf(order.slots)) await tx.forgetAround(origin, ref, seq);
    const written = await recordBySystem(house, tx, ref, [doneEntry(order, bytes)]);
    await forgetSearched(tx, origin, seqsOf(order.slots));
    return written;
  });
  if (outcome === "done" || outcome === "held") return outcome === "done";
  if (outcome === undefined) throw new Error(`${origin} has no incident`);
  keepWritten(house, outcome);
  house.grew(origin);
  return true;
}

/** The same values stand in the frozen logs that this one goes on from, where no entry can say that they went. */
async function eraseEarlier(house: House, tx: Tx, origin: string, slots: readonly Slot[]): Promise<void> {
  for (const { origin: earlier, size, shift } of await earlierIn(tx, origin)) {
    const there = slots.map((slot) => movedSlot(slot, -shift)).filter(([seq]) => seq >= 0 && seq < size);
    house.erasures.keep(earlier, there);
    await eraseFiles(house.files, tx, earlier, there);
    for (const slot of there) await tx.eraseAgain(earlier, slot);
  }
}

/** What was ordered and not done lapses with the log it was ordered in: its approval stands there. */
export async function lapseErasures(tx: Tx, installation: string): Promise<void> {
  for (const { id, kind, origin } of await tx.due(LATER_THAN_ANY, Number.MAX_SAFE_INTEGER))
    if (kind === KIND && origin.startsWith(`${installation}/`)) await tx.settle(id);
}

/** By whoever ordered it: the format asks for a person, and for the approval of another one. */
function doneEntry({ seq, on, slots, orderedBy, approval }: Erasure, bytes: number) {
  const files = slots.filter(([, kind]) => kind === "att").length;
  const ref = approval === undefined ? [seq] : [approval, seq].sort((a, b) => a - b);
  const fields = { values: slots.length - files, files, bytes, beyond: [...BEYOND] };
  return { ...draft("payload-erased", on, fields, { ref, by: orderedBy }), own: { erases: slots } };
}

function seqsOf(slots: readonly Slot[]): readonly number[] {
  return [...new Set(slots.map(([seq]) => seq))];
}

/** Removes the files of these slots; answers how many bytes they had. */
async function eraseFiles(
  files: EvidenceFiles,
  reads: Pick<Reads, "leaves">,
  origin: string,
  slots: readonly Slot[],
): Promise<number> {
  let bytes = 0;
  for (const [seq, kind, place] of slots) {
    if (kind === "f") continue;
    const [leaf] = await reads.leaves(origin, seq, seq + 1);
    const commitment = leaf === undefined ? undefined : leafFrom(origin, leaf).att?.[place];
    if (commitment !== undefined) bytes += await files.erase(origin.slice(-26), commitment);
  }
  return bytes;
}

/**
 * Erases once more what a restore brought back, by the list beside the key. Before anything is served; on a database
 * that is sound or not. Answers how many slots held something.
 */
export async function eraseAgain(house: Pick<House, "store" | "files" | "erasures">): Promise<number> {
  const listed = house.erasures.read();
  if (listed.length === 0) return 0;
  let found = 0;
  await house.store.transact(async (tx) => {
    for (const { log, slot } of listed) {
      const [stored] = await tx.entries(log, slot[0], slot[0] + 1);
      const [, kind, place] = slot;
      const isThere = stored?.slots.some((one) =>
        one.kind === "f" ? kind === "f" && one.name === place : kind === "att" && one.index === place,
      );
      if (!isThere) continue;
      await eraseFiles(house.files, tx, log, [slot]);
      await tx.eraseAgain(log, slot);
      await forgetSearched(tx, log, [slot[0]]);
      found += 1;
    }
  });
  if (found > 0 && !(await house.store.rewrite())) throw new StoreBusy();
  return found;
}
