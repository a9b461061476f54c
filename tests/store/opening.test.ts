import { spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createDurably } from "#app/server/files/durable.ts";
import { KeyExposed, KeyMissing, KeyUnreadable, OtherKey } from "#app/server/log/failures.ts";
import { openHouse } from "#app/server/open-house.server.ts";
import {
  FolderTaken,
  NewerData,
  NotOurData,
  SchemaAltered,
  StoreDamaged,
} from "#app/server/store/failures.ts";
import { Connection } from "#app/server/store/sqlite/connection.ts";
import { aHouse, aNote, declared, done } from "./a-house.ts";
import { aFolder } from "./fixture.ts";

describe("an empty folder", () => {
  test("becomes an installation with an origin, a key of mode 0600 and a log that says so", async () => {
    const { house, data } = await aHouse({ domain: "example.org" });
    expect(house.installation).toMatch(/^example\.org\/sangfroid\/[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(statSync(join(data, "keys", "log-key.pem")).mode & 0o777).toBe(0o600);
    expect(statSync(join(data, "keys")).mode & 0o777).toBe(0o700);
    expect((await house.store.snapshot((reads) => reads.head(house.installation)))?.size).toBe(1);
    expect(house.standing).toBe("sound");
  });

  test("that everybody may look into holds nothing that others can read", async () => {
    const data = aFolder();
    chmodSync(data, 0o755);
    const umask = process.umask(0o022);
    const { house } = await aHouse({ data });
    process.umask(umask);
    await declared(house);
    const open = () =>
      readdirSync(data)
        .filter((name) => /^(sangfroid\.db|files|keys)/.test(name))
        .filter((name) => (statSync(join(data, name)).mode & 0o077) !== 0);
    expect(readdirSync(data)).toContain("sangfroid.db-wal");
    expect(open()).toEqual([]);
    await house.close();
  });

  test("opened before by a careless hand is closed to others at the next start", async () => {
    const { house, data, options } = await aHouse();
    await house.close();
    chmodSync(join(data, "sangfroid.db"), 0o644);
    chmodSync(join(data, "files"), 0o755);
    await (await openHouse(options)).close();
    expect(statSync(join(data, "sangfroid.db")).mode & 0o777).toBe(0o600);
    expect(statSync(join(data, "files")).mode & 0o777).toBe(0o700);
  });

  test("keeps its origin and key when opened again, whatever domain is given then", async () => {
    const first = await aHouse({ domain: "example.org" });
    await first.house.close();
    const again = await openHouse({ ...first.options, domain: "other.org" });
    expect([again.installation, again.vkey]).toEqual([first.house.installation, first.house.vkey]);
    await again.close();
  });

  test("with a domain that cannot stand in an origin is refused", async () => {
    const data = aFolder();
    await expect(
      openHouse({ data, as: "command-line", app: "1.0.0", playbooks: [], domain: "A b" }),
    ).rejects.toThrow("is not a domain");
  });

  test("opened by two processes at one moment is begun once", async () => {
    const options = { data: aFolder(), as: "command-line", app: "1.0.0", playbooks: [] } as const;
    const houses = await Promise.allSettled([openHouse(options), openHouse(options)]);
    const opened = houses.flatMap((house) => (house.status === "fulfilled" ? [house.value] : []));
    const origins = new Set(opened.map(({ installation }) => installation));
    expect(origins.size).toBe(1);
    for (const house of opened) await house.close();
    const again = await openHouse(options);
    expect(origins).toContain(again.installation);
    await again.close();
  });
});

describe("the log key", () => {
  test("is made once: what another process made a moment earlier is never replaced", () => {
    const path = join(aFolder(), "log-key.pem");
    expect(createDurably(path, "the first\n")).toBe(true);
    expect(createDurably(path, "the second\n")).toBe(false);
    expect(readFileSync(path, "utf8")).toBe("the first\n");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(path, ".."))).toEqual(["log-key.pem"]);
  });

  test("missing on a folder that holds signed logs stops the start, with the way out", async () => {
    const { house, data, options } = await aHouse();
    await house.close();
    rmSync(join(data, "keys", "log-key.pem"));
    await expect(openHouse(options)).rejects.toThrow(KeyMissing);
    await expect(openHouse(options)).rejects.toThrow("SANGFROID_LOG_KEY_FILE");
    expect(existsSync(join(data, "keys", "log-key.pem"))).toBe(false);
  });

  test("that others can read stops the start, with the command that mends it", async () => {
    const { house, data, options } = await aHouse();
    await house.close();
    const path = join(data, "keys", "log-key.pem");
    for (const mode of [0o644, 0o640, 0o604]) {
      chmodSync(path, mode);
      await expect(openHouse(options)).rejects.toThrow(KeyExposed);
      await expect(openHouse(options)).rejects.toThrow(`chmod 600 ${path}`);
    }
    chmodSync(path, 0o600);
    await (await openHouse(options)).close();
  });

  test("of another installation stops the start", async () => {
    const { house, options, data } = await aHouse();
    await house.close();
    const other = await aHouse();
    copyFileSync(join(other.data, "keys", "log-key.pem"), join(data, "keys", "log-key.pem"));
    await expect(openHouse(options)).rejects.toThrow(OtherKey);
  });

  test("that is no Ed25519 key stops the start", async () => {
    const { house, options, data } = await aHouse();
    await house.close();
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    for (const content of ["not a key\n", privateKey.export({ type: "pkcs8", format: "pem" })]) {
      writeFileSync(join(data, "keys", "log-key.pem"), content);
      await expect(openHouse(options)).rejects.toThrow(KeyUnreadable);
    }
  });

  test("may lie elsewhere, and the checkpoint in a third place", async () => {
    const keyFile = join(aFolder(), "deep", "log.pem");
    const checkpointDir = join(aFolder(), "checkpoints");
    const { house, data } = await aHouse({ keyFile, checkpointDir });
    expect(existsSync(join(data, "keys"))).toBe(false);
    const kept = readFileSync(join(checkpointDir, `${house.installation.slice(-26)}.checkpoint`), "utf8");
    expect(kept.split("\n").slice(0, 2)).toEqual([house.installation, "1"]);
  });

  test("is nowhere in the database", async () => {
    const { house, data } = await aHouse();
    const { ref, actor } = await declared(house);
    await done(house, actor, ref, aNote("A note."));
    await house.close();
    const pem = readFileSync(join(data, "keys", "log-key.pem"), "utf8");
    const seed = Buffer.from(pem.split("\n")[1] ?? "", "base64").subarray(-32);
    const database = readFileSync(join(data, "sangfroid.db"));
    for (const form of [seed, Buffer.from(seed.toString("base64")), Buffer.from(seed.toString("hex"))]) {
      expect(database.includes(form)).toBe(false);
    }
  });
});

describe("one server on one folder", () => {
  test("a second server is refused; the command line may write beside the first", async () => {
    const server = await aHouse({ as: "server" });
    await expect(openHouse(server.options)).rejects.toThrow(FolderTaken);
    await expect(openHouse(server.options)).rejects.toThrow(`process ${process.pid}`);
    const beside = await openHouse({ ...server.options, as: "command-line" });
    const { ref } = await declared(beside);
    expect((await server.house.incident(ref))?.size).toBe(3);
    await beside.close();
  });

  test("the folder is free again when the server has stopped", async () => {
    const server = await aHouse({ as: "server" });
    await server.house.close();
    const again = await openHouse(server.options);
    await again.close();
  });

  test("a server that was killed holds nothing", () => {
    const folder = aFolder();
    const script = `
      const Database = require("libsql");
      new Database(process.argv[1]).exec("BEGIN EXCLUSIVE");
      process.kill(process.pid, "SIGKILL");`;
    const killed = spawnSync(process.execPath, ["-e", script, join(folder, "server.lock")]);
    expect(killed.signal).toBe("SIGKILL");
    const connection = Connection.lockFile(join(folder, "server.lock"));
    connection.script("BEGIN EXCLUSIVE");
    connection.close();
  });
});

describe("a database that must not be used", () => {
  test("of a newer layout is refused and left as it is", async () => {
    const { house, data, options } = await aHouse();
    await house.close();
    const connection = Connection.open(join(data, "sangfroid.db"), "write");
    connection.script("PRAGMA user_version = 99");
    connection.close();
    await expect(openHouse(options)).rejects.toThrow(NewerData);
    await expect(openHouse(options)).rejects.toThrow("layout 99");
  });

  test("of another program is refused and left as it is", async () => {
    const data = aFolder();
    const connection = Connection.open(join(data, "sangfroid.db"), "write");
    connection.script("CREATE TABLE theirs (a)");
    connection.close();
    await expect(openHouse({ data, as: "command-line", app: "1", playbooks: [] })).rejects.toThrow(
      NotOurData,
    );
  });

  test("that is no database is refused and left as it is", async () => {
    const data = aFolder();
    mkdirSync(data, { recursive: true });
    writeFileSync(join(data, "sangfroid.db"), "This is a letter, not a database. ".repeat(100));
    await expect(openHouse({ data, as: "command-line", app: "1", playbooks: [] })).rejects.toThrow(
      StoreDamaged,
    );
    expect(readFileSync(join(data, "sangfroid.db"), "utf8")).toContain("This is a letter");
  });

  test("whose guards were dropped is refused, naming them", async () => {
    const { house, data, options } = await aHouse();
    await house.close();
    const connection = Connection.open(join(data, "sangfroid.db"), "write");
    connection.script("DROP TRIGGER entry_no_update");
    connection.close();
    await expect(openHouse(options)).rejects.toThrow(SchemaAltered);
    await expect(openHouse(options)).rejects.toThrow("trigger entry_no_update");
  });
});
