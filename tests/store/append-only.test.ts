import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SchemaAltered } from "#app/server/store/failures.ts";
import { Connection } from "#app/server/store/sqlite/connection.ts";
import { SqliteStore } from "#app/server/store/sqlite/sqlite-store.ts";
import { aFolder, aRef, bytes, LogMaker } from "./fixture.ts";

// Through the application's own connection: whoever can make it run a statement still cannot rewrite history.

async function aStoreWithEntries() {
  const path = join(aFolder(), "store.db");
  const store = SqliteStore.open(path);
  const log = new LogMaker(`example.org/sangfroid/0123456789ABCDEFGHJKMNPQRS/i/${aRef()}`);
  const slots = [{ kind: "f", name: "text", salt: bytes(32), value: '"hello"' }] as const;
  await store.transact((tx) => tx.append(log.next(["a", "b", "c"], slots)));
  await store.transact((tx) => tx.setInstallation("example.org/sangfroid/0123456789ABCDEFGHJKMNPQRS"));
  return { store, path, log };
}

const ROW = {
  entry: "(log, seq, leaf) VALUES (1, 1, x'00')",
  node: `(log, seq, level, hash) VALUES (1, 1, 0, x'${"00".repeat(32)}')`,
  head: `(log, size, root) VALUES (1, 3, x'${"00".repeat(32)}')`,
  payload: `(log, seq, slot, salt, value) VALUES (1, 1, 'f:text', x'${"00".repeat(32)}', '"forged"')`,
};
const KEY = { entry: "log, seq", node: "log, seq, level", head: "log, size", payload: "log, seq, slot" };
const COLUMN = { entry: "leaf", node: "hash", head: "root", payload: "value" };

for (const table of ["entry", "node", "head", "payload"] as const) {
  describe(table, () => {
    const forged = table === "payload" ? "'\"forged\"'" : `x'${"11".repeat(32)}'`;
    const attempts = {
      "UPDATE of a value": `UPDATE ${table} SET ${COLUMN[table]} = ${forged}`,
      "UPDATE of the key": `UPDATE ${table} SET log = log`,
      "UPDATE OR REPLACE": `UPDATE OR REPLACE ${table} SET ${COLUMN[table]} = ${forged}`,
      "UPDATE OR IGNORE": `UPDATE OR IGNORE ${table} SET ${COLUMN[table]} = ${forged}`,
      "UPDATE FROM": `UPDATE ${table} SET ${COLUMN[table]} = ${forged} FROM (SELECT 1)`,
      "DELETE of one": `DELETE FROM ${table} WHERE log = 1`,
      // Without a WHERE, SQLite would empty a table in one go; a trigger stops that too.
      "DELETE of all": `DELETE FROM ${table}`,
      INSERT: `INSERT INTO ${table} ${ROW[table]}`,
      "INSERT OR REPLACE": `INSERT OR REPLACE INTO ${table} ${ROW[table]}`,
      REPLACE: `REPLACE INTO ${table} ${ROW[table]}`,
      UPSERT: `INSERT INTO ${table} ${ROW[table]} ON CONFLICT (${KEY[table]}) DO UPDATE SET ${COLUMN[table]} = ${forged}`,
    };
    for (const [name, sql] of Object.entries(attempts)) {
      test(`${name} changes nothing`, async () => {
        const { store } = await aStoreWithEntries();
        const before = store.connection.statement(`SELECT * FROM ${table}`).all();
        expect(() => store.connection.script(sql)).toThrow();
        expect(store.connection.statement(`SELECT * FROM ${table}`).all()).toEqual(before);
        await store.close();
      });
    }

    test("INSERT OR IGNORE of an entry that is there changes nothing", async () => {
      const { store } = await aStoreWithEntries();
      const before = store.connection.statement(`SELECT * FROM ${table}`).all();
      try {
        store.connection.script(`INSERT OR IGNORE INTO ${table} ${ROW[table]}`);
      } catch {
        // refused outright, which is as good
      }
      expect(store.connection.statement(`SELECT * FROM ${table}`).all()).toEqual(before);
      await store.close();
    });
  });
}

describe("gaps", () => {
  const gaps = {
    "an entry that leaves a gap": "INSERT INTO entry (log, seq, leaf) VALUES (1, 9, x'00')",
    "an entry before the first": "INSERT INTO entry (log, seq, leaf) VALUES (1, -1, x'00')",
    "an entry of no log": "INSERT INTO entry (log, seq, leaf) VALUES (99, 0, x'00')",
    "a head that is not the log's size": `INSERT INTO head (log, size, root) VALUES (1, 4, x'${"00".repeat(32)}')`,
    "a node of an entry that is not there": `INSERT INTO node (log, seq, level, hash) VALUES (1, 9, 0, x'${"00".repeat(32)}')`,
    "a node that is no hash": "INSERT INTO node (log, seq, level, hash) VALUES (1, 2, 9, x'00')",
    "a node added to an entry that is complete": `INSERT INTO node (log, seq, level, hash) VALUES (1, 0, 1, x'${"00".repeat(32)}')`,
    "a value added to an entry that is complete": `INSERT INTO payload (log, seq, slot, salt, value) VALUES (1, 0, 'f:more', x'${"00".repeat(32)}', '1')`,
    "text in place of a leaf": "INSERT INTO entry (log, seq, leaf) VALUES (1, 3, 'text')",
    "another name for a log": "UPDATE log SET origin = 'other'",
    "a log removed": "DELETE FROM log",
    "the installation renamed": "UPDATE installation SET origin = 'other'",
    "the installation removed": "DELETE FROM installation",
  };
  for (const [name, sql] of Object.entries(gaps)) {
    test(`${name} is refused`, async () => {
      const { store } = await aStoreWithEntries();
      expect(() => store.connection.script(sql)).toThrow();
      await store.close();
    });
  }
});

describe("erasure", () => {
  test("a value is removed once an erasure is on record, and does not come back", async () => {
    const { store, log } = await aStoreWithEntries();
    const { connection } = store;
    expect(() => connection.script("DELETE FROM payload WHERE seq = 1")).toThrow("erasure on record");
    await store.transact((tx) => tx.append(log.next(["erased"])));
    connection.script("INSERT INTO erasure (log, seq, slot, erased) VALUES (1, 1, 'f:text', 3)");
    connection.script("DELETE FROM payload WHERE seq = 1");
    expect(() => connection.script(`INSERT INTO payload ${ROW.payload}`)).toThrow("comes with its entry");
    expect(() => connection.script("DELETE FROM erasure")).toThrow();
    expect(() => connection.script("UPDATE erasure SET erased = 2")).toThrow();
    const [, erased] = await store.snapshot((reads) => reads.entries(log.origin, 0, 3));
    expect(erased?.slots).toEqual([]);
    await store.close();
  });

  test("an erasure that no later entry records is refused", async () => {
    const { store } = await aStoreWithEntries();
    const erase = (seq: number, erased: number) =>
      store.connection.script(
        `INSERT INTO erasure (log, seq, slot, erased) VALUES (1, ${seq}, 'f:text', ${erased})`,
      );
    expect(() => erase(1, 9)).toThrow();
    expect(() => erase(2, 1)).toThrow();
    await store.close();
  });
});

describe("games with the schema", () => {
  const games = {
    "a dropped trigger": "DROP TRIGGER entry_no_update",
    "a trigger that refuses nothing": `DROP TRIGGER entry_no_delete; CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN SELECT 1; END`,
    "a trigger more": "CREATE TRIGGER extra AFTER INSERT ON entry BEGIN SELECT 1; END",
    "a table that was made again without its rules":
      "DROP TABLE head; CREATE TABLE head (log INTEGER, size INTEGER, root BLOB)",
    "a view in place of a table":
      "ALTER TABLE setting RENAME TO old; CREATE VIEW setting AS SELECT * FROM old",
  };
  for (const [name, sql] of Object.entries(games)) {
    test(`${name} is announced at the next start`, async () => {
      const { store, path } = await aStoreWithEntries();
      store.connection.script("PRAGMA foreign_keys = OFF");
      store.connection.script(sql);
      await store.close();
      expect(() => SqliteStore.open(path)).toThrow(SchemaAltered);
    });
  }

  test("a connection for reading writes nothing", async () => {
    const { store, path } = await aStoreWithEntries();
    const reader = Connection.open(path, "read");
    expect(() => reader.script("INSERT INTO setting (name, value) VALUES ('a', 'b')")).toThrow();
    reader.close();
    await store.close();
  });

  test("every connection waits for the disk, keeps foreign keys and fires delete triggers on REPLACE", async () => {
    const { store } = await aStoreWithEntries();
    const pragmas = [
      "journal_mode",
      "synchronous",
      "foreign_keys",
      "recursive_triggers",
      "trusted_schema",
      "secure_delete",
    ];
    expect(pragmas.map((name) => store.connection.pragma(name))).toEqual(["wal", 2, 1, 1, 0, 1]);
    await store.close();
  });
});
