import type { Slot } from "#app/core/audit/slot.ts";
import type { ErasureReads, ErasureWrites } from "../erasure-port.ts";
import type { Connection } from "./connection.ts";
import type { LogIds } from "./log-ids.ts";
import { type Columns, rowsWith, rowWith } from "./values.ts";

export function erasureReads(connection: Connection, ids: LogIds): ErasureReads {
  const sql = {
    erasures: connection.statement("SELECT seq, slot, erased FROM erasure WHERE log = ? ORDER BY seq, slot"),
    again: connection.statement("SELECT seq, slot FROM erased_again WHERE log = ? ORDER BY seq, slot"),
    bytes: connection.statement(
      "SELECT coalesce(length(CAST(value AS BLOB)), 0) FROM payload WHERE log = ? AND seq = ? AND slot = ?",
    ),
  };
  return {
    async erasuresIn(origin) {
      const log = ids.find(origin);
      if (log === undefined) return [];
      return rowsWith(sql.erasures.all(log), (columns) => ({
        slot: slotOf(columns),
        erased: columns.integer(),
      }));
    },
    async erasedAgain(origin) {
      const log = ids.find(origin);
      return log === undefined ? [] : rowsWith(sql.again.all(log), slotOf);
    },
    async bytesIn(origin, slots) {
      const log = ids.find(origin);
      if (log === undefined) return 0;
      const sizes = slots.map(
        (slot) => rowWith(sql.bytes.first(log, slot[0], nameOf(slot)), (columns) => columns.integer()) ?? 0,
      );
      return sizes.reduce((sum, size) => sum + size, 0);
    },
  };
}

export function erasureWrites(connection: Connection, ids: LogIds): ErasureWrites {
  const sql = {
    record: connection.statement("INSERT INTO erasure (log, seq, slot, erased) VALUES (?, ?, ?, ?)"),
    again: connection.statement(
      "INSERT INTO erased_again (log, seq, slot) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
    ),
    remove: connection.statement("DELETE FROM payload WHERE log = ? AND seq = ? AND slot = ?"),
    answers: connection.statement("DELETE FROM answer WHERE made = ? AND first <= ? AND size > ?"),
    drafts: connection.statement("DELETE FROM draft WHERE page LIKE ?"),
    forms: connection.statement("DELETE FROM one_time WHERE kind = 'form'"),
  };
  return {
    async erase(origin, { slot, erased }) {
      const log = ids.of(origin);
      sql.record.run(log, slot[0], nameOf(slot), erased);
      sql.remove.run(log, slot[0], nameOf(slot));
    },
    async eraseAgain(origin, slot) {
      const log = ids.of(origin);
      sql.again.run(log, slot[0], nameOf(slot));
      sql.remove.run(log, slot[0], nameOf(slot));
    },
    async forgetAround(origin, ref, seq) {
      sql.answers.run(ids.of(origin), seq, seq);
      sql.drafts.run(`/i/${ref}/log/${seq}/%`); // a ref and a number hold no wildcard
      sql.forms.run();
    },
  };
}

function nameOf([, kind, place]: Slot): string {
  return `${kind}:${place}`;
}

function slotOf(columns: Columns): Slot {
  const seq = columns.integer();
  const [kind, place = ""] = columns.text().split(":");
  return kind === "att" ? [seq, "att", Number(place)] : [seq, "f", place];
}
