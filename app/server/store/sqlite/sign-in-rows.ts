import { z } from "zod";
import { StoreDamaged } from "../failures.ts";
import type { BreakGlassUse, OneTime, Passkey, SecondStep } from "../rows.ts";
import type { SignInReads, SignInWrites } from "../sign-in-port.ts";
import type { Connection } from "./connection.ts";
import { type Columns, rowsWith, rowWith } from "./values.ts";

const PASSKEY = "SELECT id, person, name, public_key, counter, transports, created_at, used_at FROM passkey";
const ONE_TIME = "SELECT hash, kind, person, body, expires_at FROM one_time";
const USE = "SELECT id, person, second, at FROM break_glass_use";

export function signInReads(connection: Connection): SignInReads {
  const sql = {
    passkey: connection.statement(`${PASSKEY} WHERE id = ?`),
    passkeysOf: connection.statement(`${PASSKEY} WHERE person = ? ORDER BY created_at, id`),
    secondStep: connection.statement(
      "SELECT person, seed, created_at, used_period FROM second_step WHERE person = ?",
    ),
    recoveryCodesOf: connection.statement("SELECT count(*) FROM recovery_code WHERE person = ?"),
    oneTime: connection.statement(`${ONE_TIME} WHERE hash = ?`),
    oneTimes: connection.statement(`${ONE_TIME} WHERE kind = ? ORDER BY expires_at`),
    isBreakGlass: connection.statement("SELECT 1 FROM break_glass WHERE person = ?"),
    breakGlassUses: connection.statement(`${USE} ORDER BY at DESC, id LIMIT ?`),
    breakGlassUsesUnseenBy: connection.statement(`
      ${USE} WHERE NOT EXISTS (SELECT 1 FROM break_glass_seen AS seen WHERE seen.use = id AND seen.person = ?)
      ORDER BY at DESC, id`),
  };

  return {
    async passkey(id) {
      return rowWith(sql.passkey.first(id), passkeyOf);
    },
    async passkeysOf(person) {
      return rowsWith(sql.passkeysOf.all(person), passkeyOf);
    },
    async secondStep(person) {
      return rowWith(sql.secondStep.first(person), secondStepOf);
    },
    async recoveryCodesOf(person) {
      return rowWith(sql.recoveryCodesOf.first(person), (columns) => columns.integer()) ?? 0;
    },
    async oneTime(hash) {
      return rowWith(sql.oneTime.first(hash), oneTimeOf);
    },
    async oneTimes(kind) {
      return rowsWith(sql.oneTimes.all(kind), oneTimeOf);
    },
    async isBreakGlass(person) {
      return sql.isBreakGlass.first(person) !== undefined;
    },
    async breakGlassUses(limit) {
      return rowsWith(sql.breakGlassUses.all(limit), useOf);
    },
    async breakGlassUsesUnseenBy(person) {
      return rowsWith(sql.breakGlassUsesUnseenBy.all(person), useOf);
    },
  };
}

export function signInWrites(connection: Connection): SignInWrites {
  const sql = {
    addPasskey: connection.statement(`
      INSERT INTO passkey (id, person, name, public_key, counter, transports, created_at, used_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`),
    changePasskey: connection.statement("UPDATE passkey SET counter = ?, used_at = ? WHERE id = ?"),
    removePasskey: connection.statement("DELETE FROM passkey WHERE id = ?"),
    setSecondStep: connection.statement(`
      INSERT INTO second_step (person, seed, created_at, used_period) VALUES (?, ?, ?, ?)
      ON CONFLICT (person) DO UPDATE
      SET seed = excluded.seed, created_at = excluded.created_at, used_period = excluded.used_period`),
    removeSecondStep: connection.statement("DELETE FROM second_step WHERE person = ?"),
    forgetRecoveryCodes: connection.statement("DELETE FROM recovery_code WHERE person = ?"),
    addRecoveryCode: connection.statement("INSERT INTO recovery_code (hash, person) VALUES (?, ?)"),
    findRecoveryCode: connection.statement("SELECT 1 FROM recovery_code WHERE hash = ? AND person = ?"),
    takeRecoveryCode: connection.statement("DELETE FROM recovery_code WHERE hash = ? AND person = ?"),
    setOneTime: connection.statement(`
      INSERT INTO one_time (hash, kind, person, body, expires_at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (hash) DO UPDATE SET kind = excluded.kind, person = excluded.person, body = excluded.body,
      expires_at = excluded.expires_at`),
    removeOneTime: connection.statement("DELETE FROM one_time WHERE hash = ?"),
    forgetOneTimes: connection.statement("DELETE FROM one_time WHERE expires_at < ?"),
    setBreakGlass: connection.statement(
      "INSERT INTO break_glass (person, since) VALUES (?, ?) ON CONFLICT (person) DO NOTHING",
    ),
    clearBreakGlass: connection.statement("DELETE FROM break_glass WHERE person = ?"),
    addBreakGlassUse: connection.statement(
      "INSERT INTO break_glass_use (id, person, second, at) VALUES (?, ?, ?, ?)",
    ),
    seeBreakGlassUse: connection.statement(
      "INSERT INTO break_glass_seen (use, person) VALUES (?, ?) ON CONFLICT DO NOTHING",
    ),
  };

  return {
    async addPasskey({ id, person, name, publicKey, counter, transports, createdAt, usedAt }) {
      const kept = JSON.stringify(transports);
      sql.addPasskey.run(id, person, name, publicKey, counter, kept, createdAt, usedAt);
    },
    async changePasskey(id, { counter, usedAt }) {
      sql.changePasskey.run(counter, usedAt, id);
    },
    async removePasskey(id) {
      sql.removePasskey.run(id);
    },
    async setSecondStep({ person, seed, createdAt, usedPeriod }) {
      sql.setSecondStep.run(person, seed, createdAt, usedPeriod);
    },
    async removeSecondStep(person) {
      sql.removeSecondStep.run(person);
    },
    async setRecoveryCodes(person, hashes) {
      sql.forgetRecoveryCodes.run(person);
      for (const hash of hashes) sql.addRecoveryCode.run(hash, person);
    },
    async takeRecoveryCode(person, hash) {
      if (sql.findRecoveryCode.first(hash, person) === undefined) return false;
      sql.takeRecoveryCode.run(hash, person);
      return true;
    },
    async setOneTime({ hash, kind, person, body, expiresAt }) {
      sql.setOneTime.run(hash, kind, person, body, expiresAt);
    },
    async removeOneTime(hash) {
      sql.removeOneTime.run(hash);
    },
    async forgetOneTimes(now) {
      sql.forgetOneTimes.run(now);
    },
    async setBreakGlass(person, since) {
      if (since === null) sql.clearBreakGlass.run(person);
      else sql.setBreakGlass.run(person, since);
    },
    async addBreakGlassUse({ id, person, second, at }) {
      sql.addBreakGlassUse.run(id, person, second, at);
    },
    async seeBreakGlassUse(id, person) {
      sql.seeBreakGlassUse.run(id, person);
    },
  };
}

const texts = z.array(z.string());

function passkeyOf(columns: Columns): Passkey {
  return {
    id: columns.text(),
    person: columns.userId(),
    name: columns.text(),
    publicKey: columns.bytes(),
    counter: columns.integer(),
    transports: texts.parse(JSON.parse(columns.text())),
    createdAt: columns.instant(),
    usedAt: columns.orNull((row) => row.instant()),
  };
}

function secondStepOf(columns: Columns): SecondStep {
  return {
    person: columns.userId(),
    seed: columns.text(),
    createdAt: columns.instant(),
    usedPeriod: columns.integer(),
  };
}

const KINDS = [
  "sign-in-link",
  "second-person",
  "form",
  "spent",
  "invitation",
] as const satisfies OneTime["kind"][];

function oneTimeOf(columns: Columns): OneTime {
  return {
    hash: columns.bytes(),
    kind: kindOf(columns.text()),
    person: columns.userId(),
    body: columns.text(),
    expiresAt: columns.instant(),
  };
}

function kindOf(text: string): OneTime["kind"] {
  const kind = KINDS.find((known) => known === text);
  if (kind === undefined) throw new StoreDamaged("something that may happen once is of an unknown kind");
  return kind;
}

function useOf(columns: Columns): BreakGlassUse {
  return { id: columns.text(), person: columns.userId(), second: columns.userId(), at: columns.instant() };
}
