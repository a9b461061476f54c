import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseCheckpoint } from "#app/core/audit/checkpoint.ts";
import { parseReceipt } from "#app/core/audit/proof-files.ts";
import { followRotations, newestKey } from "#app/core/audit/rotation.ts";
import { nothingFromOutside } from "#app/core/audit/verify.ts";
import { formatVkey, parseVkey, vkeyFor } from "#app/core/audit/vkey.ts";
import { judge, newestVkey } from "#app/features/log/witness-judge.ts";
import type { House } from "#app/server/house.server.ts";
import { exportBundle } from "#app/server/log/bundle-source.ts";
import { OtherKey } from "#app/server/log/failures.ts";
import { adoptNextKey, makeNextKey } from "#app/server/log/key.ts";
import { newestRotation, rotationCount, rotationFiles } from "#app/server/log/rotations.ts";
import { SYSTEM } from "#app/server/log/system.ts";
import { openHouse } from "#app/server/open-house.server.ts";
import { consistencyOf, receiptOf } from "#app/server/queries/receipts.ts";
import { replayAll } from "#app/server/replay-check.ts";
import { recordRotation, rotateKey, tellOfRotation } from "#app/server/rotate-key.ts";
import { Connection } from "#app/server/store/sqlite/connection.ts";
import { verify } from "#tests/audit/containers.ts";
import { aHouse, aNote, closed, connectionOf, declared, done, type TestHouse } from "./a-house.ts";
import { forge } from "./forge.ts";

const SAID = { who: "ana", because: "Omar, who had the key, has left." };

async function twoIncidents() {
  const test = await aHouse();
  const one = await declared(test.house);
  const two = await declared(test.house, one.actor, { drill: true });
  await test.house.anchor();
  const logs = [`${test.house.installation}/i/${one.ref}`, `${test.house.installation}/d/${two.ref}`];
  return { ...test, ...one, logs, vkeyBefore: test.house.vkey };
}

async function bundleOf(house: House, origin: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  await exportBundle(house, origin, (bytes) => void parts.push(bytes.slice()), {
    texts: async () => ({ readme: "readme\n", report: "report\n", verifier: "verifier\n" }),
  });
  return new Uint8Array(Buffer.concat(parts));
}

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text));
const actsIn = async ({ store }: House, origin: string) =>
  (await store.snapshot((reads) => reads.leaves(origin, 0, 100))).map(
    (leaf) => JSON.parse(Buffer.from(leaf).toString()).act,
  );

/** What must hold once a rotation is whole, however it got there. */
async function expectWhole(house: House, logs: readonly string[], vkeyBefore: string, rotations = 1) {
  expect(house.standing).toBe("sound");
  expect(house.vkey).not.toBe(vkeyBefore);
  expect(await house.store.snapshot(rotationCount)).toBe(rotations);
  for (const log of logs) {
    const acts = await actsIn(house, log);
    expect(
      acts.filter((act) => act === "log-key-changed"),
      log,
    ).toHaveLength(rotations);
    const bundle = await bundleOf(house, log);
    for (const [vkey, match] of [
      [house.vkey, "matched"],
      [vkeyBefore, "matched earlier"],
    ] as const) {
      const report = await verify(bundle, { ...nothingFromOutside, vkey });
      expect(report).toMatchObject({ word: "intact", exit: 0, faults: [], vkey: match });
    }
  }
  expect((await replayAll(house)).differences).toEqual([]);
}

describe("a change of the log key", () => {
  test("is on record in the installation's log and in every incident's, and each bundle verifies with either key", async () => {
    const { house, logs, vkeyBefore } = await twoIncidents();
    const change = await rotateKey(house, SYSTEM, SAID);
    expect(change).toEqual({ k: 1, vkey: house.vkey });
    await expectWhole(house, logs, vkeyBefore);
    const rotation = await house.store.snapshot((reads) => newestRotation(reads, house.installation));
    const [entry] = await house.store.snapshot((reads) =>
      reads.entries(house.installation, rotation?.index ?? 0, (rotation?.index ?? 0) + 1),
    );
    expect(JSON.parse(Buffer.from(entry?.leaf ?? []).toString())).toMatchObject({
      act: "key-rotated",
      keys: { k: 1, old: vkeyBefore, new: house.vkey },
    });
    expect(entry?.slots).toMatchObject([{ value: `"${SAID.because}"` }, { value: '"ana"' }]);
  });

  test("reaches a closed incident too, which stays closed", async () => {
    const { house, ref, actor, logs, vkeyBefore } = await twoIncidents();
    const { store } = house;
    const summary = async () => (await store.snapshot((reads) => reads.incident(ref)))?.open;
    await closed(house, ref, actor);
    await rotateKey(house, SYSTEM, SAID);
    await expectWhole(house, logs, vkeyBefore);
    expect(await summary()).toBe(false);
  });

  test("leaves one private key, closed to others, and the old one opens nothing", async () => {
    const { house, data, options, vkeyBefore } = await twoIncidents();
    const path = join(data, "keys", "log-key.pem");
    copyFileSync(path, join(data, "old.pem"));
    const old = readFileSync(path);
    await rotateKey(house, SYSTEM, SAID);
    await house.close();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(existsSync(`${path}.next`)).toBe(false);
    expect(readFileSync(path).equals(old)).toBe(false);
    await expect(openHouse({ ...options, keyFile: join(data, "old.pem") })).rejects.toThrow(OtherKey);
    const again = await openHouse(options);
    expect(again.vkey).not.toBe(vkeyBefore);
    await again.close();
  });

  test("can be followed by another, and the first key still leads to the last", async () => {
    const { house, logs, vkeyBefore } = await twoIncidents();
    await rotateKey(house, SYSTEM, SAID);
    const between = house.vkey;
    await rotateKey(house, SYSTEM, SAID);
    await expectWhole(house, logs, vkeyBefore, 2);
    const report = await verify(await bundleOf(house, logs[0] ?? ""), {
      ...nothingFromOutside,
      vkey: between,
    });
    expect(report).toMatchObject({ exit: 0, vkey: "matched earlier" });
  });

  test("leaves what people kept from before of use: checkpoint, receipt and consistency file", async () => {
    const { house, logs, ref, actor } = await twoIncidents();
    const [log = ""] = logs;
    const checkpoint = (await house.checkpoint(log)) ?? "";
    const receipt = (await receiptOf(house, log, 1)) ?? "";
    await rotateKey(house, SYSTEM, SAID);
    const bundle = await bundleOf(house, log);
    await done(house, actor, ref, aNote("Later."));
    const consistency = (await consistencyOf(house, log, 4)) ?? "";
    const report = await verify(bundle, {
      ...nothingFromOutside,
      vkey: house.vkey,
      checkpoints: [
        { name: "before", bytes: bytesOf(checkpoint) },
        { name: "after", bytes: bytesOf((await house.checkpoint(log)) ?? "") },
      ],
      receipts: [{ name: "receipt", bytes: bytesOf(receipt) }],
      consistency: [{ name: "consistency", bytes: bytesOf(consistency) }],
    });
    expect(report).toMatchObject({ word: "intact", exit: 0, faults: [] });
  });

  test("is refused while the logs must not be added to, and nothing of it is there", async () => {
    const { house, data, options } = await twoIncidents();
    await house.close();
    forge(data, "UPDATE entry SET root = zeroblob(32) WHERE root IS NOT NULL");
    const unsound = await openHouse(options);
    await expect(rotateKey(unsound, SYSTEM, SAID)).rejects.toThrow();
    expect(existsSync(join(data, "keys", "log-key.pem.next"))).toBe(false);
    await unsound.close();
  });

  test("stops another process that still holds the old key from adding to the installation's log", async () => {
    const { house, options } = await twoIncidents();
    const other = await openHouse(options);
    await rotateKey(house, SYSTEM, SAID);
    await expect(
      other.store.transact((tx) =>
        other.own.append(tx, [{ act: "setting-set", on: { t: "setting", id: "a" }, f: {} }]),
      ),
    ).rejects.toThrow(OtherKey);
    await other.store.close();
  });
});

describe("a rotation that is broken off", () => {
  /** As after a crash: nothing is recorded or told any more. */
  async function crashed({ house }: TestHouse): Promise<void> {
    await house.store.close();
  }

  test("after the new key was made, the old one goes on, and the next rotation succeeds", async () => {
    const story = await twoIncidents();
    const { house, options, logs, vkeyBefore } = story;
    const lost = makeNextKey(house.key.path);
    await crashed(story);
    const again = await openHouse(options);
    expect(again.vkey).toBe(vkeyBefore);
    await rotateKey(again, SYSTEM, SAID);
    expect(again.vkey).not.toBe(formatVkey(lost.as(again.installation).vkey));
    await expectWhole(again, logs, vkeyBefore);
    await again.close();
  });

  test("within the transaction, nothing of it is there", async () => {
    const story = await twoIncidents();
    const { house, options, logs, vkeyBefore } = story;
    const size = (await house.store.snapshot((reads) => reads.head(house.installation)))?.size;
    const next = makeNextKey(house.key.path);
    const failing = house.store.transact(async (tx) => {
      await recordRotation(house, tx, next, SYSTEM, SAID);
      throw new Error("the power is gone");
    });
    await expect(failing).rejects.toThrow("the power is gone");
    await crashed(story);
    const again = await openHouse(options);
    expect(again.vkey).toBe(vkeyBefore);
    expect((await again.store.snapshot((reads) => reads.head(again.installation)))?.size).toBe(size);
    await rotateKey(again, SYSTEM, SAID);
    await expectWhole(again, logs, vkeyBefore);
    await again.close();
  });

  test("after the commit, before the new key is in its place: the next start puts it there and tells every log", async () => {
    const story = await twoIncidents();
    const { house, options, logs, vkeyBefore } = story;
    const next = makeNextKey(house.key.path);
    await house.store.transact((tx) => recordRotation(house, tx, next, SYSTEM, SAID));
    await crashed(story);
    const again = await openHouse(options);
    expect(existsSync(`${again.key.path}.next`)).toBe(false);
    await expectWhole(again, logs, vkeyBefore);
    await again.close();
  });

  test("by nothing, while another process opens at that moment: both go on with the new key", async () => {
    const { house, options, logs, vkeyBefore } = await twoIncidents();
    const next = makeNextKey(house.key.path);
    await house.store.transact((tx) => recordRotation(house, tx, next, SYSTEM, SAID));
    const other = await openHouse(options);
    house.signWith(next);
    adoptNextKey(next.path);
    await house.anchor();
    await expectWhole(house, logs, vkeyBefore);
    await expectWhole(other, logs, vkeyBefore);
    await other.close();
  });

  test("before the new checkpoint is kept: the one of the old key still counts", async () => {
    const story = await twoIncidents();
    const { house, options, logs, vkeyBefore } = story;
    const next = makeNextKey(house.key.path);
    await house.store.transact((tx) => recordRotation(house, tx, next, SYSTEM, SAID));
    adoptNextKey(next.path);
    await crashed(story);
    const again = await openHouse(options);
    await expectWhole(again, logs, vkeyBefore);
    await again.close();
  });

  test("between two logs: the next start tells the other", async () => {
    const story = await twoIncidents();
    const { house, options, logs, vkeyBefore } = story;
    const next = makeNextKey(house.key.path);
    await house.store.transact((tx) => recordRotation(house, tx, next, SYSTEM, SAID));
    house.signWith(next);
    adoptNextKey(next.path);
    await tellOfRotation(house, logs.slice(0, 1));
    await house.anchor(logs.slice(0, 1));
    await crashed(story);
    const again = await openHouse(options);
    await expectWhole(again, logs, vkeyBefore);
    await again.close();
  });
});

describe("an installation after a rotation", () => {
  test("whose rotation file was taken out of the database is not taken at its word", async () => {
    const { house, data, options } = await twoIncidents();
    await rotateKey(house, SYSTEM, SAID);
    await house.close();
    forge(
      data,
      "UPDATE setting SET value = '1' WHERE name = 'key-rotations'; DELETE FROM setting WHERE name = 'key-rotation/1'",
    );
    const again = await openHouse(options);
    expect(again.standing).not.toBe("sound");
    await again.close();
  });
});

test("a history of the old key's, with a rotation that it does not hold, is not taken for the one that was signed", async () => {
  const { house, data, options } = await twoIncidents();
  const old = join(data, "old.db");
  connectionOf(house).statement("VACUUM INTO ?").run(old);
  const kept = join(data, "keys", `${house.installation.slice(-26)}.checkpoint`);
  const oldKept = readFileSync(kept);
  await rotateKey(house, SYSTEM, SAID);
  const settings = connectionOf(house).statement("SELECT name, value FROM setting").all();
  await house.close();
  const forged = Connection.open(old, "write");
  for (const [name, value] of settings)
    forged
      .statement("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)")
      .run(name ?? "", value ?? "");
  forged.pragma("wal_checkpoint(TRUNCATE)");
  forged.close();
  for (const name of ["sangfroid.db-wal", "sangfroid.db-shm"]) rmSync(join(data, name), { force: true });
  renameSync(old, join(data, "sangfroid.db"));
  writeFileSync(kept, oldKept);
  const again = await openHouse(options);
  expect(again.standing).toMatchObject({ because: "contradicts-checkpoint" });
  await again.close();
});

describe("a key file under another name", () => {
  test("that leads to the key: the key itself is replaced, and the name still leads to it", async () => {
    const { house, data, options } = await twoIncidents();
    await house.close();
    const [named, real] = [join(data, "named.pem"), join(data, "keys", "log-key.pem")];
    const before = readFileSync(real);
    symlinkSync(real, named);
    const linked = await openHouse({ ...options, keyFile: named, checkpointDir: join(data, "keys") });
    await rotateKey(linked, SYSTEM, SAID);
    await linked.close();
    expect(readFileSync(real).equals(before)).toBe(false);
    expect(readFileSync(named).equals(readFileSync(real))).toBe(true);
  });

  test("that can't be replaced: nothing is changed, and the old key goes on", async () => {
    const { house } = await twoIncidents();
    const { vkey } = house;
    const folder = dirname(house.key.path);
    rmSync(house.key.path);
    mkdirSync(house.key.path); // as little to be replaced by a file as a file that is mounted alone
    await expect(rotateKey(house, SYSTEM, SAID)).rejects.toThrow();
    expect(house.vkey).toBe(vkey);
    expect(await house.store.snapshot(rotationCount)).toBe(0);
    expect(readdirSync(folder).filter((name) => name.endsWith(".next"))).toEqual([]);
    await house.close();
  });
});

describe("a browser that knew the old key", () => {
  async function rotated() {
    const { house, logs, ref, actor } = await twoIncidents();
    const [log = ""] = logs;
    const vkey = `${formatVkey(vkeyFor(log, house.key.publicKey))}\n`;
    const note = (await house.checkpoint(log)) ?? "";
    await rotateKey(house, SYSTEM, SAID);
    await done(house, actor, ref, aNote("Later."));
    const size = sizeOf(note);
    const consistency = (await consistencyOf(house, log, size)) ?? "";
    const files = await house.store.snapshot((reads) => rotationFiles(reads, house.installation));
    return { house, log, vkey, note, consistency, files };
  }

  test("follows the proof to the new one, and sees that the log goes on", async () => {
    const { house, log, vkey, note, consistency, files } = await rotated();
    expect(judge({ note, vkey }, { consistency }).kind).toBe("contradiction");
    const newer = newestVkey(vkey, files);
    expect(newer).toBe(formatVkey(vkeyFor(log, house.key.publicKey)));
    expect(judge({ note, vkey: newer }, { consistency })).toMatchObject({ kind: "extended" });
  });

  test("stays with it where the proof is another's, forged or left out", async () => {
    const { house, vkey, files } = await rotated();
    const other = await rotated();
    expect(newestVkey(vkey, other.files)).toBe(vkey);
    expect(newestVkey(vkey, []).trim()).toBe(vkey.trim());
    const [file = ""] = files;
    const signatures = file.trimEnd().split("\n").slice(-2);
    for (const line of signatures) {
      expect(newestVkey(vkey, [file.replace(`${line}\n`, "")]), "one signature alone").toBe(vkey);
    }
    expect(newestVkey(vkey, [file, file])).toBe(vkey);
    const stranger = parseVkey(other.vkey.trim());
    if (!stranger.ok) throw new Error(stranger.error);
    expect(newestKey(house.installation, stranger.value.publicKey, files)).toMatchObject({ ok: false });
  });

  test("every rotation file is signed by both of its keys and proves its entry", async () => {
    const { house, files } = await rotated();
    const rotations = followRotations(house.installation, files);
    expect(rotations).toMatchObject({ ok: true, value: [{ k: 1 }] });
    const receipt = parseReceipt(bytesOf(files[0] ?? ""));
    expect(receipt.ok && receipt.value.checkpoint.note.signatures).toHaveLength(2);
  });
});

function sizeOf(note: string): number {
  const parsed = parseCheckpoint(bytesOf(note));
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value.size;
}
