import type { Head, LogSize, NewEntries, Reads, StoredEntry, StoredSlot, Tx } from "../port.ts";
import type { Connection, SqlValue } from "./connection.ts";
import type { LogIds } from "./log-ids.ts";
import { type Columns, rowsWith, rowWith } from "./values.ts";

type LogReads = Pick<
  Reads,
  | "installation"
  | "installations"
  | "head"
  | "headAt"
  | "entries"
  | "leaves"
  | "node"
  | "nodes"
  | "logs"
  | "unanchored"
  | "anchoredBefore"
  | "logHeads"
>;
type LogWrites = Pick<Tx, "setInstallation" | "succeed" | "append">;

// The JCS form of a leaf begins with its act.
const LOG_HEAD = '{"act":"log-head",';

/** Oldest first; the last one is the present one. */
const ORIGINS = "SELECT 0 AS n, origin FROM installation UNION ALL SELECT n, origin FROM succession";

export function logReads(connection: Connection, ids: LogIds): LogReads {
  const sql = {
    installation: connection.statement(`SELECT origin FROM (${ORIGINS}) ORDER BY n DESC LIMIT 1`),
    installations: connection.statement(`SELECT origin FROM (${ORIGINS}) ORDER BY n`),
    head: connection.statement("SELECT seq + 1, root FROM entry WHERE log = ? ORDER BY seq DESC LIMIT 1"),
    headAt: connection.statement(
      "SELECT seq + 1, root FROM entry WHERE log = ? AND seq = ? AND root IS NOT NULL",
    ),
    leaves: connection.statement(
      "SELECT leaf FROM entry WHERE log = ? AND seq >= ? AND seq < ? ORDER BY seq",
    ),
    payloads: connection.statement(
      "SELECT seq, slot, salt, value FROM payload WHERE log = ? AND seq >= ? AND seq < ? ORDER BY seq",
    ),
    // Level 0 alone is read in ranges: nodes of a higher level lie far apart.
    leafNodes: connection.statement(
      "SELECT substr(node, 1, 32) FROM entry WHERE log = ? AND seq >= ? AND seq < ? ORDER BY seq",
    ),
    node: connection.statement("SELECT substr(node, 32 * ? + 1, 32) FROM entry WHERE log = ? AND seq = ?"),
    logs: connection.statement(`
      SELECT origin, seq + 1, coalesce(root, x'') FROM log JOIN entry ON entry.log = log.id
      WHERE seq = (SELECT max(seq) FROM entry WHERE log = log.id) AND origin > ? ORDER BY origin LIMIT ?`),
    unanchored: connection.statement(`
      SELECT origin, entry.seq + 1, entry.root FROM log
      JOIN entry ON entry.log = log.id AND entry.seq = (SELECT max(seq) FROM entry WHERE log = log.id)
      LEFT JOIN anchor ON anchor.log = log.id
      WHERE entry.seq + 1 > coalesce(anchor.size, 0) AND entry.root IS NOT NULL
        AND log.id NOT IN (SELECT id FROM frozen_log) AND origin NOT IN (SELECT origin FROM (${ORIGINS}))
      ORDER BY log.id`),
    anchoredBefore: connection.statement(`
      SELECT origin FROM anchor JOIN log ON log.id = anchor.log
      WHERE anchor.seq < ? AND log.id NOT IN (SELECT id FROM frozen_log) ORDER BY log.id`),
    logHeads: connection.statement(`
      SELECT leaf FROM entry WHERE log = ? AND seq >= ?
      AND CAST(substr(leaf, 1, ${LOG_HEAD.length}) AS TEXT) = '${LOG_HEAD}' ORDER BY seq LIMIT ?`),
  };

  function leaves(log: number, from: number, until: number): readonly Uint8Array[] {
    return rowsWith(sql.leaves.all(log, from, until), (columns) => columns.bytes());
  }

  function node(origin: string, level: number, index: number): Uint8Array {
    const row = sql.node.first(level, ids.of(origin), completedBy(level, index));
    const hash = rowWith(row, (columns) => columns.bytes());
    if (hash?.length !== 32) throw new RangeError(`node ${level}/${index} of ${origin} is not perfect yet`);
    return hash;
  }

  return {
    async installation() {
      return rowWith(sql.installation.first(), (columns) => columns.text());
    },
    async installations() {
      return rowsWith(sql.installations.all(), (columns) => columns.text());
    },
    async head(origin) {
      const log = ids.find(origin);
      return log === undefined ? undefined : rowWith(sql.head.first(log), headOf);
    },
    async headAt(origin, size) {
      const log = ids.find(origin);
      return log === undefined ? undefined : rowWith(sql.headAt.first(log, size - 1), headOf);
    },
    async entries(origin, from, until) {
      const log = ids.find(origin);
      if (log === undefined) return [];
      const slots = slotsBySeq(sql.payloads.all(log, from, until));
      return leaves(log, from, until).map((leaf, place): StoredEntry => {
        const seq = from + place;
        return { seq, leaf, slots: slots.get(seq) ?? [] };
      });
    },
    async leaves(origin, from, until) {
      const log = ids.find(origin);
      return log === undefined ? [] : leaves(log, from, until);
    },
    async node(origin, level, index) {
      return node(origin, level, index);
    },
    async nodes(origin, level, from, until) {
      if (level > 0)
        return Array.from({ length: until - from }, (_, place) => node(origin, level, from + place));
      const rows = sql.leafNodes.all(ids.of(origin), from, until);
      if (rows.length !== until - from) throw new RangeError(`${origin} has no ${until} entries yet`);
      return rowsWith(rows, (columns) => columns.bytes());
    },
    async logs(after, limit) {
      return rowsWith(sql.logs.all(after, limit), logSizeOf);
    },
    async unanchored() {
      return rowsWith(sql.unanchored.all(), logSizeOf);
    },
    async anchoredBefore(seq) {
      return rowsWith(sql.anchoredBefore.all(seq), (columns) => columns.text());
    },
    async logHeads(installation, from, limit) {
      const log = ids.find(installation);
      if (log === undefined) return [];
      return rowsWith(sql.logHeads.all(log, from, limit), (columns) => columns.bytes());
    },
  };
}

export function logWrites(connection: Connection, ids: LogIds): LogWrites {
  const setInstallation = connection.statement("INSERT INTO installation (one, origin) VALUES (1, ?)");
  const succeed = connection.statement(
    "INSERT INTO succession (n, origin) VALUES ((SELECT count(*) + 1 FROM succession), ?)",
  );

  return {
    async setInstallation(origin) {
      setInstallation.run(origin);
    },
    async succeed(origin) {
      succeed.run(origin);
    },
    async append({ origin, entries, nodes, head }: NewEntries) {
      const log = ids.findOrAdd(origin);
      const slots = entries.flatMap(({ seq, slots }) => slots.map((slot) => [log, seq, ...slotRow(slot)]));
      insertRows(connection, "payload (log, seq, slot, salt, value)", slots);
      const completed = nodesBySeq(nodes);
      const rows = entries.map(({ seq, leaf }) => {
        const node = Buffer.concat(completed.get(seq) ?? []);
        return [log, seq, node, seq + 1 === head.size ? head.root : null, leaf];
      });
      insertRows(connection, "entry (log, seq, node, root, leaf)", rows);
    },
  };
}

/** The hashes each entry brings along, lowest level first. */
function nodesBySeq(nodes: NewEntries["nodes"]): ReadonlyMap<number, readonly Uint8Array[]> {
  const bySeq = new Map<number, Uint8Array[]>();
  for (const { level, index, hash } of nodes) {
    const seq = completedBy(level, index);
    const hashes = bySeq.get(seq) ?? [];
    hashes[level] = hash;
    bySeq.set(seq, hashes);
  }
  return bySeq;
}

/** Rows of one statement; at most this many, so that only a few texts are ever prepared. */
const ROWS_MAX = 16;

/** One statement for several rows: most of the cost of a small insert is the call. */
function insertRows(connection: Connection, into: string, rows: readonly (readonly SqlValue[])[]): void {
  for (let from = 0; from < rows.length; from += ROWS_MAX) {
    const part = rows.slice(from, from + ROWS_MAX);
    const marks = part.map((row) => `(${row.map(() => "?").join(", ")})`).join(", ");
    connection.statement(`INSERT INTO ${into} VALUES ${marks}`).run(...part.flat());
  }
}

function slotRow(slot: StoredSlot): readonly SqlValue[] {
  return slot.kind === "f"
    ? [`f:${slot.name}`, slot.salt, slot.value]
    : [`att:${slot.index}`, slot.salt, null];
}

function slotsBySeq(rows: readonly (readonly SqlValue[])[]): ReadonlyMap<number, readonly StoredSlot[]> {
  const bySeq = new Map<number, StoredSlot[]>();
  for (const { seq, slot } of rowsWith(rows, slotOf)) {
    const slots = bySeq.get(seq) ?? [];
    slots.push(slot);
    bySeq.set(seq, slots);
  }
  for (const slots of bySeq.values()) slots.sort(bySlot);
  return bySeq;
}

function slotOf(columns: Columns): { seq: number; slot: StoredSlot } {
  const seq = columns.integer();
  const [kind, place = ""] = columns.text().split(":");
  const salt = columns.bytes();
  if (kind === "att") return { seq, slot: { kind, index: Number(place), salt } };
  return { seq, slot: { kind: "f", name: place, salt, value: columns.text() } };
}

function bySlot(a: StoredSlot, b: StoredSlot): number {
  if (a.kind === "f") return b.kind === "f" && a.name > b.name ? 1 : -1;
  return b.kind === "f" ? 1 : a.index - b.index;
}

/** The entry that makes a node perfect: it is stored with it. */
function completedBy(level: number, index: number): number {
  return (index + 1) * 2 ** level - 1;
}

function headOf(columns: Columns): Head {
  return { size: columns.integer(), root: columns.bytes() };
}

function logSizeOf(columns: Columns): LogSize {
  return { origin: columns.text(), ...headOf(columns) };
}
