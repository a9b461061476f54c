import type { RawEntry, RawValue, Reads } from "../port.ts";
import type { Connection } from "./connection.ts";
import type { LogIds } from "./log-ids.ts";
import { type Columns, rowsWith, rowWith } from "./values.ts";

// The rows of a log as they lie there, gaps and all: what is left to rescue of one that has been damaged.

export function rawReads(connection: Connection, ids: LogIds): Pick<Reads, "extent" | "raw"> {
  const sql = {
    extent: connection.statement(
      "SELECT max(seq) + 1 FROM (SELECT seq FROM entry WHERE log = ? UNION ALL SELECT seq FROM payload WHERE log = ?)",
    ),
    entries: connection.statement(
      "SELECT seq, leaf, substr(node, 1, 32), root FROM entry WHERE log = ? AND seq >= ? AND seq < ? ORDER BY seq",
    ),
    values: connection.statement(
      "SELECT seq, slot, salt, value FROM payload WHERE log = ? AND seq >= ? AND seq < ? ORDER BY seq, slot",
    ),
  };
  return {
    async extent(origin) {
      const log = ids.find(origin);
      if (log === undefined) return 0;
      const row = sql.extent.first(log, log);
      return rowWith(row, (columns) => columns.orNull((found) => found.integer())) ?? 0;
    },
    async raw(origin, from, until) {
      const log = ids.find(origin);
      if (log === undefined) return [];
      const bySeq = new Map<number, RawEntry>();
      for (const entry of rowsWith(sql.entries.all(log, from, until), entryOf)) bySeq.set(entry.seq, entry);
      for (const { seq, value } of rowsWith(sql.values.all(log, from, until), storedValue)) {
        const entry = bySeq.get(seq) ?? { seq, values: [] };
        bySeq.set(seq, { ...entry, values: [...entry.values, value] });
      }
      return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
    },
  };
}

function entryOf(columns: Columns): RawEntry {
  const seq = columns.integer();
  const leaf = columns.bytes();
  const hash = columns.bytes();
  const root = columns.orNull((found) => found.bytes());
  return { seq, leaf, hash, ...(root === null ? {} : { root }), values: [] };
}

function storedValue(columns: Columns): { readonly seq: number; readonly value: RawValue } {
  const seq = columns.integer();
  const slot = columns.text();
  const salt = columns.bytes();
  return { seq, value: { slot, salt, value: columns.orNull((found) => found.text()) } };
}
