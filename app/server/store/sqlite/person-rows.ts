import type { AuthMethod } from "#app/core/audit/leaf.ts";
import { AUTHS } from "#app/core/incident/entry.ts";
import { INSTALLATION_ROLES, type InstallationRole } from "#app/core/incident/permission.ts";
import { StoreDamaged } from "../failures.ts";
import type { Reads, Tx } from "../port.ts";
import type { Person, Session, Token } from "../rows.ts";
import type { Connection, SqlValue } from "./connection.ts";
import { type Columns, rowsWith, rowWith } from "./values.ts";

type PersonReads = Pick<
  Reads,
  | "person"
  | "personByEmail"
  | "people"
  | "password"
  | "session"
  | "sessionsOf"
  | "token"
  | "tokens"
  | "setting"
>;
type PersonWrites = Pick<
  Tx,
  | "addPerson"
  | "changePerson"
  | "setPassword"
  | "addSession"
  | "changeSession"
  | "endSession"
  | "endSessionsOf"
  | "endOtherSessions"
  | "endExpiredSessions"
  | "addToken"
  | "changeToken"
  | "setSetting"
  | "removeSetting"
>;

const PERSON = "SELECT id, email, name, role, active, created_at, access_until FROM person";
const SESSION =
  "SELECT hash, person, auth, created_at, seen_at, proved_at, expires_at, device, address FROM session";
const TOKEN = "SELECT id, hash, person, name, created_at, expires_at, used_at, revoked_at FROM token";

export function personReads(connection: Connection): PersonReads {
  const sql = {
    person: connection.statement(`${PERSON} WHERE id = ?`),
    personByEmail: connection.statement(`${PERSON} WHERE email = ?`),
    people: connection.statement(`${PERSON} ORDER BY created_at, id`),
    password: connection.statement("SELECT hash FROM password WHERE person = ?"),
    session: connection.statement(`${SESSION} WHERE hash = ?`),
    sessionsOf: connection.statement(`${SESSION} WHERE person = ? ORDER BY created_at`),
    token: connection.statement(`${TOKEN} WHERE hash = ?`),
    tokens: connection.statement(`${TOKEN} ORDER BY created_at, id`),
    setting: connection.statement("SELECT value FROM setting WHERE name = ?"),
  };

  return {
    async person(id) {
      return rowWith(sql.person.first(id), personOf);
    },
    async personByEmail(email) {
      return rowWith(sql.personByEmail.first(email), personOf);
    },
    async people() {
      return rowsWith(sql.people.all(), personOf);
    },
    async password(id) {
      return rowWith(sql.password.first(id), (columns) => columns.text());
    },
    async session(hash) {
      return rowWith(sql.session.first(hash), sessionOf);
    },
    async sessionsOf(person) {
      return rowsWith(sql.sessionsOf.all(person), sessionOf);
    },
    async token(hash) {
      return rowWith(sql.token.first(hash), tokenOf);
    },
    async tokens() {
      return rowsWith(sql.tokens.all(), tokenOf);
    },
    async setting(name) {
      return rowWith(sql.setting.first(name), (columns) => columns.text());
    },
  };
}

export function personWrites(connection: Connection): PersonWrites {
  const sql = {
    addPerson: connection.statement(
      "INSERT INTO person (id, email, name, role, active, created_at, access_until) VALUES (?, ?, ?, ?, ?, ?, ?)",
    ),
    changePerson: connection.statement(`
      UPDATE person SET email = coalesce(?, email), name = coalesce(?, name), role = coalesce(?, role),
      active = coalesce(?, active), access_until = coalesce(?, access_until) WHERE id = ?`),
    setPassword: connection.statement(`
      INSERT INTO password (person, hash, changed_at) VALUES (?, ?, ?)
      ON CONFLICT (person) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at`),
    addSession: connection.statement(`
      INSERT INTO session (hash, person, auth, created_at, seen_at, proved_at, expires_at, device, address)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`),
    changeSession: connection.statement(
      "UPDATE session SET seen_at = coalesce(?, seen_at), proved_at = coalesce(?, proved_at) WHERE hash = ?",
    ),
    endSession: connection.statement("DELETE FROM session WHERE hash = ?"),
    endSessionsOf: connection.statement("DELETE FROM session WHERE person = ?"),
    endOtherSessions: connection.statement("DELETE FROM session WHERE person = ? AND hash <> ?"),
    endExpiredSessions: connection.statement("DELETE FROM session WHERE expires_at < ?"),
    addToken: connection.statement(`
      INSERT INTO token (id, hash, person, name, created_at, expires_at, used_at, revoked_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`),
    changeToken: connection.statement(
      "UPDATE token SET used_at = coalesce(?, used_at), revoked_at = coalesce(?, revoked_at) WHERE id = ?",
    ),
    setSetting: connection.statement(
      "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    ),
    removeSetting: connection.statement("DELETE FROM setting WHERE name = ?"),
  };

  return {
    async addPerson({ id, email, name, role, active, createdAt, accessUntil }) {
      sql.addPerson.run(id, email, name, role, flag(active), createdAt, accessUntil);
    },
    async changePerson(id, { email, name, role, active, accessUntil }) {
      const activeFlag = active === undefined ? null : flag(active);
      sql.changePerson.run(email ?? null, name ?? null, role ?? null, activeFlag, accessUntil ?? null, id);
    },
    async setPassword(id, hash, at) {
      sql.setPassword.run(id, hash, at);
    },
    async addSession({ hash, person, auth, createdAt, seenAt, provedAt, expiresAt, device, address }) {
      sql.addSession.run(hash, person, auth, createdAt, seenAt, provedAt, expiresAt, device, address);
    },
    async changeSession(hash, { seenAt, provedAt }) {
      sql.changeSession.run(seenAt ?? null, provedAt ?? null, hash);
    },
    async endSession(hash) {
      sql.endSession.run(hash);
    },
    async endSessionsOf(person) {
      sql.endSessionsOf.run(person);
    },
    async endOtherSessions(person, kept) {
      sql.endOtherSessions.run(person, kept);
    },
    async endExpiredSessions(now) {
      sql.endExpiredSessions.run(now);
    },
    async addToken({ id, hash, person, name, createdAt, expiresAt, usedAt, revokedAt }) {
      sql.addToken.run(id, hash, person, name, createdAt, expiresAt, usedAt, revokedAt);
    },
    async changeToken(id, { usedAt, revokedAt }) {
      sql.changeToken.run(usedAt ?? null, revokedAt ?? null, id);
    },
    async setSetting(name, value) {
      sql.setSetting.run(name, value);
    },
    async removeSetting(name) {
      sql.removeSetting.run(name);
    },
  };
}

function flag(value: boolean): SqlValue {
  return value ? 1 : 0;
}

function personOf(columns: Columns): Person {
  return {
    id: columns.userId(),
    email: columns.text(),
    name: columns.text(),
    role: roleOf(columns.text()),
    active: columns.flag(),
    createdAt: columns.instant(),
    accessUntil: columns.orNull((row) => row.instant()),
  };
}

function roleOf(text: string): InstallationRole {
  const role = INSTALLATION_ROLES.find((known) => known === text);
  if (role === undefined) throw new StoreDamaged("a person's role is unknown");
  return role;
}

function authOf(text: string): AuthMethod {
  const auth = AUTHS.find((known) => known === text);
  if (auth === undefined) throw new StoreDamaged("a session's way of signing in is unknown");
  return auth;
}

function sessionOf(columns: Columns): Session {
  return {
    hash: columns.bytes(),
    person: columns.userId(),
    auth: authOf(columns.text()),
    createdAt: columns.instant(),
    seenAt: columns.instant(),
    provedAt: columns.instant(),
    expiresAt: columns.instant(),
    device: columns.text(),
    address: columns.text(),
  };
}

function tokenOf(columns: Columns): Token {
  return {
    id: columns.text(),
    hash: columns.bytes(),
    person: columns.userId(),
    name: columns.text(),
    createdAt: columns.instant(),
    expiresAt: columns.orNull((row) => row.instant()),
    usedAt: columns.orNull((row) => row.instant()),
    revokedAt: columns.orNull((row) => row.instant()),
  };
}
