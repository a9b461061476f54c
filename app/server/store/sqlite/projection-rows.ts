import type { Anchor, EvidencePlace, OutboxItem, Reads, Tx } from "../port.ts";
import type { Answer, PlaybookVersion } from "../rows.ts";
import type { Connection } from "./connection.ts";
import type { LogIds } from "./log-ids.ts";
import { type Columns, rowsWith, rowWith } from "./values.ts";

type ProjectionReads = Pick<
  Reads,
  | "anchor"
  | "isNamed"
  | "namedIn"
  | "evidence"
  | "evidenceIn"
  | "linksIn"
  | "linksTo"
  | "playbook"
  | "playbooks"
  | "answer"
  | "due"
>;
type ProjectionWrites = Pick<
  Tx,
  | "setAnchor"
  | "setNamed"
  | "setEvidence"
  | "setLink"
  | "keepPlaybook"
  | "remember"
  | "forget"
  | "queue"
  | "postpone"
  | "settle"
>;

const PLAYBOOK = "SELECT hash, id, version, template FROM playbook";

export function projectionReads(connection: Connection, ids: LogIds): ProjectionReads {
  const sql = {
    anchor: connection.statement("SELECT size, root, seq FROM anchor WHERE log = ?"),
    isNamed: connection.statement("SELECT 1 FROM named WHERE log = ? AND person = ?"),
    namedIn: connection.statement("SELECT person, seq FROM named WHERE log = ? ORDER BY person"),
    evidenceIn: connection.statement(
      "SELECT seq, place, commitment FROM evidence WHERE log = ? ORDER BY seq, place",
    ),
    evidence: connection.statement("SELECT seq, place FROM evidence WHERE log = ? AND commitment = ?"),
    linksIn: connection.statement("SELECT target, seq FROM link WHERE log = ? ORDER BY seq"),
    linksTo: connection.statement(
      "SELECT origin, seq FROM link JOIN log ON log.id = link.log WHERE target = ? ORDER BY link.log, seq",
    ),
    playbook: connection.statement(`${PLAYBOOK} WHERE hash = ?`),
    playbooks: connection.statement(`${PLAYBOOK} ORDER BY id, version, hash`),
    answer: connection.statement(
      `SELECT body, origin, first, size, at FROM answer JOIN log ON log.id = made
       WHERE log = ? AND actor = ? AND key = ?`,
    ),
    due: connection.statement(`
      SELECT outbox.id, origin, seq, kind, body, due_at, attempts FROM outbox JOIN log ON log.id = outbox.log
      WHERE settled = 0 AND due_at <= ? ORDER BY due_at, outbox.id LIMIT ?`),
  };

  return {
    async anchor(origin) {
      const log = ids.find(origin);
      return log === undefined ? undefined : rowWith(sql.anchor.first(log), anchorOf);
    },
    async isNamed(origin, person) {
      const log = ids.find(origin);
      return log !== undefined && sql.isNamed.first(log, person) !== undefined;
    },
    async evidence(origin, commitment) {
      const log = ids.find(origin);
      return log === undefined ? undefined : rowWith(sql.evidence.first(log, commitment), placeOf);
    },
    async namedIn(origin) {
      const log = ids.find(origin);
      if (log === undefined) return [];
      return rowsWith(sql.namedIn.all(log), (columns) => ({
        person: columns.text(),
        seq: columns.integer(),
      }));
    },
    async evidenceIn(origin) {
      const log = ids.find(origin);
      if (log === undefined) return [];
      return rowsWith(sql.evidenceIn.all(log), (columns) => ({
        ...placeOf(columns),
        commitment: columns.bytes(),
      }));
    },
    async linksIn(origin) {
      const log = ids.find(origin);
      if (log === undefined) return [];
      return rowsWith(sql.linksIn.all(log), (columns) => ({
        target: columns.text(),
        seq: columns.integer(),
      }));
    },
    async linksTo(target) {
      return rowsWith(sql.linksTo.all(target), (columns) => ({
        origin: columns.text(),
        seq: columns.integer(),
      }));
    },
    async playbook(hash) {
      return rowWith(sql.playbook.first(hash), playbookOf);
    },
    async playbooks() {
      return rowsWith(sql.playbooks.all(), playbookOf);
    },
    async answer(origin, actor, key) {
      const log = ids.find(origin);
      if (log === undefined) return undefined;
      return rowWith(sql.answer.first(log, actor, key), (columns) =>
        answerOf(columns, { origin, actor, key }),
      );
    },
    async due(now, limit) {
      return rowsWith(sql.due.all(now, limit), outboxItemOf);
    },
  };
}

export function projectionWrites(connection: Connection, ids: LogIds): ProjectionWrites {
  const sql = {
    setAnchor: connection.statement(`
      INSERT INTO anchor (log, seq, size, root) VALUES (?, ?, ?, ?)
      ON CONFLICT (log) DO UPDATE SET seq = excluded.seq, size = excluded.size, root = excluded.root`),
    setNamed: connection.statement(
      "INSERT INTO named (log, person, seq) VALUES (?, ?, ?) ON CONFLICT (log, person) DO NOTHING",
    ),
    setEvidence: connection.statement(
      "INSERT INTO evidence (log, commitment, seq, place) VALUES (?, ?, ?, ?)",
    ),
    setLink: connection.statement("INSERT INTO link (log, target, seq) VALUES (?, ?, ?)"),
    keepPlaybook: connection.statement(`
      INSERT INTO playbook (hash, id, version, template) VALUES (?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING`),
    remember: connection.statement(`
      INSERT INTO answer (log, actor, key, body, made, first, size, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`),
    forget: connection.statement("DELETE FROM answer WHERE at < ?"),
    queue: connection.statement(`
      INSERT INTO outbox (id, log, seq, kind, body, due_at, attempts, settled) VALUES (?, ?, ?, ?, ?, ?, ?, 0)`),
    postpone: connection.statement("UPDATE outbox SET due_at = ?, attempts = attempts + 1 WHERE id = ?"),
    settle: connection.statement("UPDATE outbox SET settled = 1, body = '' WHERE id = ?"),
  };

  return {
    async setAnchor(origin, { seq, size, root }) {
      sql.setAnchor.run(ids.of(origin), seq, size, root);
    },
    async setNamed(origin, person, seq) {
      sql.setNamed.run(ids.of(origin), person, seq);
    },
    async setEvidence(origin, commitment, { seq, index }) {
      sql.setEvidence.run(ids.of(origin), commitment, seq, index);
    },
    async setLink(origin, target, seq) {
      sql.setLink.run(ids.of(origin), target, seq);
    },
    async keepPlaybook({ hash, id, version, template }) {
      sql.keepPlaybook.run(hash, id, version, template);
    },
    async remember({ origin, actor, key, body, made, first, size, at }) {
      sql.remember.run(ids.of(origin), actor, key, body, ids.of(made), first, size, at);
    },
    async forget(before) {
      sql.forget.run(before);
    },
    async queue({ id, origin, seq, kind, body, dueAt, attempts }) {
      sql.queue.run(id, ids.of(origin), seq, kind, body, dueAt, attempts);
    },
    async postpone(id, dueAt) {
      sql.postpone.run(dueAt, id);
    },
    async settle(id) {
      sql.settle.run(id);
    },
  };
}

function anchorOf(columns: Columns): Anchor {
  return { size: columns.integer(), root: columns.bytes(), seq: columns.integer() };
}

function placeOf(columns: Columns): EvidencePlace {
  return { seq: columns.integer(), index: columns.integer() };
}

function playbookOf(columns: Columns): PlaybookVersion {
  return { hash: columns.text(), id: columns.text(), version: columns.text(), template: columns.text() };
}

function answerOf(columns: Columns, to: Pick<Answer, "origin" | "actor" | "key">): Answer {
  return {
    ...to,
    body: columns.bytes(),
    made: columns.text(),
    first: columns.integer(),
    size: columns.integer(),
    at: columns.instant(),
  };
}

function outboxItemOf(columns: Columns): OutboxItem {
  return {
    id: columns.text(),
    origin: columns.text(),
    seq: columns.integer(),
    kind: columns.text(),
    body: columns.text(),
    dueAt: columns.instant(),
    attempts: columns.integer(),
  };
}
