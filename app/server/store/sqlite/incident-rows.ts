import type { Instant } from "#app/core/shared/instant.ts";
import type { IncidentFilter, IncidentRow, Reads, Tx } from "../port.ts";
import type { Connection, SqlValue } from "./connection.ts";
import type { LogIds } from "./log-ids.ts";
import { type Columns, rowsWith, rowWith } from "./values.ts";

type IncidentReads = Pick<Reads, "incident" | "incidents" | "urgentIncidents" | "countIncidents">;
type IncidentWrites = Pick<Tx, "setIncident" | "moveIncident">;

const INCIDENT = `SELECT ref, kind, origin, size, open, declared_at, restricted, urgent_at, summary
  FROM incident JOIN log ON log.id = incident.log`;

export function incidentReads(connection: Connection): IncidentReads {
  const sql = {
    incident: connection.statement(`${INCIDENT} WHERE ref = ?`),
  };

  return {
    async incident(ref) {
      return rowWith(sql.incident.first(ref), incidentOf);
    },
    async incidents(query) {
      const { parts, values } = conditions(query);
      if (query.after !== undefined) {
        parts.push("(declared_at, ref) < (?, ?)");
        values.push(query.after.declaredAt, query.after.ref);
      }
      const text = `${INCIDENT} ${where(parts)} ORDER BY declared_at DESC, ref DESC LIMIT ?`;
      return rowsWith(connection.statement(text).all(...values, query.limit), incidentOf);
    },
    async urgentIncidents(filter, { from, limit }) {
      const { parts, values } = conditions(filter);
      const text = `${INCIDENT} ${where(parts)}
        ORDER BY urgent_at NULLS LAST, declared_at DESC, ref DESC LIMIT ? OFFSET ?`;
      return rowsWith(connection.statement(text).all(...values, limit, from), incidentOf);
    },
    async countIncidents(filter) {
      const { parts, values } = conditions(filter);
      const counted = connection.statement(`SELECT count(*) FROM incident ${where(parts)}`).first(...values);
      return rowWith(counted, (columns) => columns.integer()) ?? 0;
    },
  };
}

export function incidentWrites(connection: Connection, ids: LogIds): IncidentWrites {
  const sql = {
    addIncident: connection.statement(
      `INSERT INTO incident (ref, log, kind, size, open, declared_at, restricted, urgent_at, summary)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    // Without the columns of an index none changes: pages less to write with nearly every command.
    changeIncident: connection.statement(`
      UPDATE incident SET size = ?, summary = ?
      WHERE ref = ? AND open = ? AND restricted = ? AND urgent_at IS ? RETURNING 1`),
    resortIncident: connection.statement(`
      UPDATE incident SET size = ?, summary = ?, open = ?, restricted = ?, urgent_at = ?
      WHERE ref = ? RETURNING 1`),
    moveIncident: connection.statement("UPDATE incident SET log = ? WHERE ref = ?"),
  };

  return {
    async setIncident({ ref, origin, kind, size, open, declaredAt, restricted, urgentAt, summary }) {
      const sorted = [open ? 1 : 0, restricted ? 1 : 0, urgentAt ?? null] as const;
      if (sql.changeIncident.first(size, summary, ref, ...sorted) !== undefined) return;
      if (sql.resortIncident.first(size, summary, ...sorted, ref) !== undefined) return;
      const [isOpen, ...rest] = sorted;
      sql.addIncident.run(ref, ids.of(origin), kind, size, isOpen, declaredAt, ...rest, summary);
    },
    async moveIncident(ref, origin) {
      sql.moveIncident.run(ids.of(origin), ref);
    },
  };
}

function conditions(filter: IncidentFilter): { parts: string[]; values: SqlValue[] } {
  const parts: string[] = [];
  const values: SqlValue[] = [];
  if (filter.open !== undefined) {
    parts.push("open = ?");
    values.push(filter.open ? 1 : 0);
  }
  if (filter.kind !== undefined) {
    parts.push("kind = ?");
    values.push(filter.kind);
  }
  if (filter.restricted !== undefined) {
    parts.push("restricted = ?");
    values.push(filter.restricted ? 1 : 0);
  }
  if (filter.waiting) parts.push(`instr(summary, '"waitingApprovals":0,') = 0`);
  return { parts, values };
}

function where(parts: readonly string[]): string {
  return parts.length === 0 ? "" : `WHERE ${parts.join(" AND ")}`;
}

function incidentOf(columns: Columns): IncidentRow {
  return {
    ref: columns.incidentRef(),
    kind: columns.text() === "drill" ? "drill" : "incident",
    origin: columns.text(),
    size: columns.integer(),
    open: columns.flag(),
    declaredAt: columns.instant(),
    restricted: columns.flag(),
    ...urgency(columns.orNull((column) => column.instant())),
    summary: columns.text(),
  };
}

function urgency(urgentAt: Instant | null): Pick<IncidentRow, "urgentAt"> {
  return urgentAt === null ? {} : { urgentAt };
}
