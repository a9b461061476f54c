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

const ZEROS = `x'${"00".repeat(32)}'`;
const ROW = {
  entry: `(log, seq, node, root, leaf) VALUES (1, 1, ${ZEROS}, ${ZEROS}, x'00')`,
  payload: `(log, seq, slot, salt, value) VALUES (1, 1, 'f:text', ${ZEROS}, '"forged"')`,
};
const KEY = { entry: "log, seq", payload: "log, seq, slot" };
const COLUMNS = { entry: ["leaf", "node", "root", "seq", "log"], payload: ["value", "salt", "slot", "seq"] };

for (const table of ["entry", "payload"] as const) {
  describe(table, () => {
    const forged = table === "payload" ? "'\"forged\"'" : ZEROS;
    const [column = ""] = COLUMNS[table];
    const attempts = {
      ...Object.fromEntries(
        COLUMNS[table].map((name) => [`UPDATE of ${name}`, `UPDATE ${table} SET ${name} = ${name}`]),
      ),
      "UPDATE OR REPLACE": `UPDATE OR REPLACE ${table} SET ${column} = ${forged}`,
      "UPDATE OR IGNORE": `UPDATE OR IGNORE ${table} SET ${column} = ${forged}`,
      "UPDATE FROM": `UPDATE ${table} SET ${column} = ${forged} FROM (SELECT 1)`,
      "DELETE of one": `DELETE FROM ${table} WHERE log = 1`,
      // Without a WHERE, SQLite would empty a table in one go; a trigger stops that too.
      "DELETE of all": `DELETE FROM ${table}`,
      INSERT: `INSERT INTO ${table} ${ROW[table]}`,
      "INSERT OR REPLACE": `INSERT OR REPLACE INTO ${table} ${ROW[table]}`,
      REPLACE: `REPLACE INTO ${table} ${ROW[table]}`,
      UPSERT: `INSERT INTO ${table} ${ROW[table]} ON CONFLICT (${KEY[table]}) DO UPDATE SET ${column} = ${forged}`,
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
    "an entry that leaves a gap": `INSERT INTO entry VALUES (1, 9, ${ZEROS}, NULL, x'00')`,
    "an entry before the first": `INSERT INTO entry VALUES (1, -1, ${ZEROS}, NULL, x'00')`,
    "an entry of no log": `INSERT INTO entry VALUES (99, 0, ${ZEROS}, NULL, x'00')`,
    "an entry without its leaf hash": "INSERT INTO entry VALUES (1, 3, x'', NULL, x'00')",
    "an entry whose nodes are no hashes": "INSERT INTO entry VALUES (1, 3, zeroblob(33), NULL, x'00')",
    "an entry whose root is no hash": `INSERT INTO entry VALUES (1, 3, ${ZEROS}, x'00', x'00')`,
    "text in place of a leaf": `INSERT INTO entry VALUES (1, 3, ${ZEROS}, NULL, 'text')`,
    "a value added to an entry that stands": `INSERT INTO payload VALUES (1, 0, 'f:more', ${ZEROS}, '1')`,
    "a value of an entry that never comes": `INSERT INTO payload VALUES (1, 9, 'f:more', ${ZEROS}, '1')`,
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
      "DROP TABLE payload; CREATE TABLE payload (log INTEGER, seq INTEGER, slot TEXT, salt BLOB, value TEXT)",
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
