import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { UserId } from "#app/core/shared/ids.ts";
import { backUp } from "#app/server/backup/backup.ts";
import { BackupFailure } from "#app/server/backup/manifest.ts";
import { restore } from "#app/server/backup/restore.ts";
import { readTarHeader, TAR_END, tarHeader, tarPadding } from "#app/server/backup/tar.ts";
import type { House } from "#app/server/house.server.ts";
import { openHouse } from "#app/server/open-house.server.ts";
import { replayAll } from "#app/server/replay-check.ts";
import { UnfinishedRestore } from "#app/server/store/failures.ts";
import type { Store } from "#app/server/store/port.ts";
import { SqliteStore } from "#app/server/store/sqlite/sqlite-store.ts";
import { aCommand, aHouse, aNote, declared, done } from "./a-house.ts";
import { aFolder, at } from "./fixture.ts";
import { forge } from "./forge.ts";

async function* picture(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(Buffer.from("the picture"));
}

async function aStory() {
  const test = await aHouse();
  const { house } = test;
  const { ref, actor } = await declared(house);
  const file = await house.files.receive(picture(), { name: "post.png", type: "image/png" });
  if (!file.ok) throw new Error("received");
  await done(house, actor, ref, aCommand({ kind: "add-evidence", value: "The post." }), {
    files: [file.value],
  });
  const backup = join(aFolder(), "backup.tar");
  return { ...test, ref, actor, backup };
}

describe("a backup", () => {
  test("restores into an empty folder that goes on where the backup was, with key and kept checkpoint put beside it", async () => {
    const { house, ref, actor, backup, data, options } = await aStory();
    await house.anchor();
    const report = await backUp(house, backup);
    expect(report).toMatchObject({ files: 1 });
    await house.close();
    const target = join(aFolder(), "data");
    expect(await restore(backup, target, [])).toMatchObject({ installation: house.installation, files: 1 });
    cpSync(join(data, "keys"), join(target, "keys"), { recursive: true });
    const again = await openHouse({ ...options, data: target });
    expect(again.standing).toBe("sound");
    await done(again, actor, ref, aNote("After the restore."));
    expect((await again.incident(ref))?.size).toBe(5);
    expect((await replayAll(again)).differences).toEqual([]);
    await again.close();
  });

  test("that is behind what was signed is served read-only, with the kept checkpoint and without it", async () => {
    const { house, ref, actor, backup, data, options } = await aStory();
    await backUp(house, backup);
    await done(house, actor, ref, aNote("After the backup."));
    await house.close();
    const target = join(aFolder(), "data");
    expect(await restore(backup, target, [])).toMatchObject({ kept: undefined });
    mkdirSync(join(target, "keys"));
    copyFileSync(join(data, "keys", "log-key.pem"), join(target, "keys", "log-key.pem"));
    const without = await openHouse({ ...options, data: target });
    expect(without.standing).toMatchObject({ because: "no-checkpoint" });
    await without.close();
    cpSync(join(data, "keys"), join(target, "keys"), { recursive: true });
    const again = await openHouse({ ...options, data: target });
    expect(again.standing).toMatchObject({ because: "behind-checkpoint" });
    await again.close();
  });

  test("is taken while commands go on, and holds one moment of them", async () => {
    const { house, ref, actor, backup } = await aStory();
    const writing = (async () => {
      for (let n = 0; n < 100; n++) await done(house, actor, ref, aNote(`note ${n}`));
    })();
    await backUp(house, backup);
    await writing;
    const target = join(aFolder(), "data");
    const { entries } = await restore(backup, target, []);
    expect(entries).toBeGreaterThan(4);
    expect((await house.incident(ref))?.size).toBe(104);
  });

  test("holds neither key nor checkpoint", async () => {
    const { house, backup, data } = await aStory();
    await backUp(house, backup);
    const bytes = readFileSync(backup);
    const pem = readFileSync(join(data, "keys", "log-key.pem"), "utf8").split("\n")[1] ?? "";
    expect(bytes.includes(pem)).toBe(false);
    expect(bytes.includes(Buffer.from(pem, "base64").subarray(-32))).toBe(false);
  });

  test("holds no session, no link and no form that was put aside", async () => {
    const { house, actor, backup } = await aStory();
    await keepSignIns(house, actor.userId);
    await backUp(house, backup);
    expect(readFileSync(backup).includes("what was put aside")).toBe(false);
    expect(await signInsIn(house.store, actor.userId)).toHaveLength(2);
  });

  test("opens with the system's tar", async () => {
    const { house, backup, ref } = await aStory();
    await backUp(house, backup);
    const names = execFileSync("tar", ["tf", backup], { encoding: "utf8" }).trim().split("\n");
    expect(names[0]).toBe("sangfroid.db");
    expect(names[1]).toMatch(new RegExp(`^files/${ref}/[0-9a-f]{64}$`));
    expect(names[2]).toBe("MANIFEST.json");
  });

  test("does not overwrite a file, and leaves nothing but itself behind", async () => {
    const { house, backup } = await aStory();
    await backUp(house, backup);
    await expect(backUp(house, backup)).rejects.toThrow(BackupFailure);
    expect(readdirSync(join(backup, ".."))).toEqual(["backup.tar"]);
    expect(statSync(backup).mode & 0o777).toBe(0o600);
  });

  test("of a folder that does not verify is refused, and leaves nothing behind", async () => {
    const { house, backup, data, options } = await aStory();
    await house.close();
    forge(data, `UPDATE payload SET value = '"Elsewhere."' WHERE value = '"The post."'`);
    const altered = await openHouse(options);
    await expect(backUp(altered, backup)).rejects.toThrow("does not verify");
    expect(readdirSync(join(backup, ".."))).toEqual([]);
    await altered.close();
  });
});

/** A session, and something that may happen once, of this person. */
function keepSignIns({ store }: House, person: UserId): Promise<void> {
  const hash = new Uint8Array(32);
  const now = at("2026-11-24T03:00:00Z");
  const expiresAt = at("2026-12-24T03:00:00Z");
  return store.transact(async (tx) => {
    await tx.setOneTime({ hash, kind: "form", person, body: "what was put aside", expiresAt });
    const times = { createdAt: now, seenAt: now, provedAt: now, expiresAt };
    await tx.addSession({ hash, person, auth: "password", ...times, device: "", address: "" });
  });
}

async function signInsIn(store: Store, person: UserId) {
  return store.snapshot(async (reads) => [
    ...(await reads.oneTimes("form")),
    ...(await reads.sessionsOf(person)),
  ]);
}

/** A backup as it was made when it held all of the database; of a house without evidence. */
async function wholeBackup({ app, installation, store }: House, path: string): Promise<void> {
  if (!(store instanceof SqliteStore)) throw new Error("a house of tests stands on SQLite");
  const copy = join(aFolder(), "copy.db");
  store.copyTo(copy);
  const database = readFileSync(copy);
  const size = (await store.snapshot((reads) => reads.head(installation)))?.size ?? 0;
  const sha256 = createHash("sha256").update(database).digest("hex");
  const files = [{ name: "sangfroid.db", size: database.length, sha256 }];
  const format = "sangfroid/backup/v1";
  const manifest = Buffer.from(JSON.stringify({ format, app, installation, size, files }));
  const parts = [
    tarHeader({ name: "sangfroid.db", size: database.length }),
    database,
    tarPadding(database.length),
    tarHeader({ name: "MANIFEST.json", size: manifest.length }),
    manifest,
    tarPadding(manifest.length),
    TAR_END,
  ];
  writeFileSync(path, Buffer.concat(parts));
}

describe("a restore", () => {
  test("of a backup that holds sign-ins brings none of them back", async () => {
    const { house } = await aHouse();
    const { actor } = await declared(house);
    await keepSignIns(house, actor.userId);
    const backup = join(aFolder(), "backup.tar");
    await wholeBackup(house, backup);
    expect(await signInsIn(house.store, actor.userId)).toHaveLength(2);
    const target = join(aFolder(), "data");
    await restore(backup, target, []);
    const store = SqliteStore.open(join(target, "sangfroid.db"));
    expect(await signInsIn(store, actor.userId)).toEqual([]);
    await store.close();
  });

  test("into a folder that is not empty is refused, and touches nothing", async () => {
    const { house, backup } = await aStory();
    await backUp(house, backup);
    const target = aFolder();
    writeFileSync(join(target, "notes.txt"), "mine");
    await expect(restore(backup, target, [])).rejects.toThrow("is not empty (notes.txt)");
    expect(readdirSync(target)).toEqual(["notes.txt"]);
  });

  test("of a backup with any part damaged is refused, and leaves the folder empty", async () => {
    const { house, backup } = await aStory();
    await backUp(house, backup);
    const sound = readFileSync(backup);
    const places = Array.from({ length: 40 }, (_, n) => Math.floor((sound.length - 1100) * (n / 40)));
    for (const place of places) {
      const damaged = Buffer.from(sound);
      damaged[place] = (damaged[place] ?? 0) ^ 0x41;
      const path = join(aFolder(), "damaged.tar");
      writeFileSync(path, damaged);
      const target = join(aFolder(), "data");
      await expect(restore(path, target, [])).rejects.toThrow(BackupFailure);
      expect(readdirSync(target)).toEqual([]);
    }
  });

  test("of a backup that was cut is refused", async () => {
    const { house, backup } = await aStory();
    await backUp(house, backup);
    const size = statSync(backup).size;
    for (const length of [0, 100, 512, 5000, size - 3000, size - 1600]) {
      const path = join(aFolder(), "cut.tar");
      copyFileSync(backup, path);
      truncateSync(path, length);
      await expect(restore(path, join(aFolder(), "data"), [])).rejects.toThrow(BackupFailure);
    }
  });

  test("never writes outside its folder, whatever a file says its names are", async () => {
    const folder = aFolder();
    for (const name of ["../evil", "/tmp/evil", "files/../../evil", "keys/log-key.pem", "files/x"]) {
      const path = join(folder, "evil.tar");
      writeFileSync(path, Buffer.concat([tarHeader({ name, size: 0 }), new Uint8Array(1024)]));
      const target = join(folder, "data");
      await expect(restore(path, target, [])).rejects.toThrow("no backup of Sangfroid holds");
      expect(readdirSync(target)).toEqual([]);
      expect(existsSync(join(folder, "evil"))).toBe(false);
    }
  });

  test("that did not finish is not served", async () => {
    const { house, options } = await aHouse();
    await house.close();
    mkdirSync(join(options.data, "restoring"));
    await expect(openHouse(options)).rejects.toThrow(UnfinishedRestore);
  });
});

test("a tar header reads back as it was written, beyond 8 GiB too", () => {
  for (const size of [0, 1, 511, 512, 8 ** 11 - 1, 8 ** 11, 2 ** 40 + 7]) {
    expect(readTarHeader(tarHeader({ name: "files/x", size }))).toEqual({ name: "files/x", size });
  }
});
