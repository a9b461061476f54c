import { cpSync, existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fromBase64, toBase64 } from "#app/core/audit/base64.ts";
import { commitFile, innerHash } from "#app/core/audit/commitment.ts";
import { parseLeaf } from "#app/core/audit/leaf.ts";
import type { ReceivedFile } from "#app/core/incident/entry.ts";
import { execute } from "#app/server/execute.server.ts";
import { EvidenceFiles } from "#app/server/files/evidence-files.ts";
import { sweepFiles } from "#app/server/files/sweep.ts";
import type { House } from "#app/server/house.server.ts";
import { openHouse } from "#app/server/open-house.server.ts";
import { aCommand, aHouse, connectionOf, declared, done } from "./a-house.ts";
import { aFolder, anActor, aRef } from "./fixture.ts";
import { forge } from "./forge.ts";

async function* streamOf(...parts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield new Uint8Array(Buffer.from(part));
}

async function received(files: EvidenceFiles, content: string, name = "screen.png"): Promise<ReceivedFile> {
  const file = await files.receive(streamOf(content), { name, type: "image/png" });
  if (!file.ok) throw new Error(file.error.code);
  return file.value;
}

const attach = aCommand({ kind: "add-evidence", value: "The post, as it was." });

async function contentOf(house: House, ref: string, commitment: string): Promise<string | undefined> {
  const found = await house.files.find(ref, commitment);
  if (found === undefined) return undefined;
  const parts: Uint8Array[] = [];
  for await (const part of found.stream()) parts.push(part);
  return Buffer.concat(parts).toString();
}

async function commitmentsIn(house: House, ref: string): Promise<readonly string[]> {
  const leaves = await house.store.snapshot((reads) =>
    reads.leaves(`${house.installation}/i/${ref}`, 0, 1000),
  );
  return leaves.flatMap((bytes) => {
    const leaf = parseLeaf(bytes);
    return leaf.ok ? (leaf.value.att ?? []) : [];
  });
}

describe("a file of evidence", () => {
  test("is named on disk by its commitment, and reads back as it was sent", async () => {
    const { house, data } = await aHouse();
    const { ref, actor } = await declared(house);
    const file = await received(house.files, "the picture");
    const { entries } = await done(house, actor, ref, attach, { files: [file] });
    const [commitment = ""] = await commitmentsIn(house, ref);
    const hex = Buffer.from(fromBase64(commitment) ?? []).toString("hex");
    expect(readdirSync(join(data, "files", ref))).toEqual([hex]);
    expect(await contentOf(house, ref, commitment)).toBe("the picture");
    expect(readdirSync(join(data, "files", "incoming"))).toEqual([]);
    const origin = `${house.installation}/i/${ref}`;
    const inner = innerHash(file.salt, new Uint8Array(Buffer.from("the picture")));
    expect(commitment).toBe(commitFile(origin, entries[0]?.seq ?? -1, 0, inner));
    const place = await house.store.snapshot((reads) =>
      reads.evidence(origin, fromBase64(commitment) ?? new Uint8Array()),
    );
    expect(place).toEqual({ seq: entries[0]?.seq, index: 0 });
  });

  test("sent to two incidents lies in each, under names that share nothing", async () => {
    const { house } = await aHouse();
    const first = await declared(house);
    const second = await declared(house);
    for (const { ref, actor } of [first, second]) {
      await done(house, actor, ref, attach, { files: [await received(house.files, "the same bytes")] });
    }
    const [one = ""] = await commitmentsIn(house, first.ref);
    const [two = ""] = await commitmentsIn(house, second.ref);
    expect(one).not.toBe(two);
    expect(await contentOf(house, first.ref, two)).toBeUndefined();
    expect(await contentOf(house, second.ref, two)).toBe("the same bytes");
  });

  test("never lends its typed name to a path", async () => {
    const { house, data } = await aHouse();
    const { ref, actor } = await declared(house);
    const names = ["../../../etc/passwd", "a/b\\c", `${"x".repeat(251)}.png`, "nul\u202egnp.exe", ".."];
    for (const name of names) {
      await done(house, actor, ref, attach, { files: [await received(house.files, name, name)] });
    }
    expect(readdirSync(join(data, "files")).sort()).toEqual([ref, "incoming"].sort());
    for (const name of readdirSync(join(data, "files", ref))) expect(name).toMatch(/^[0-9a-f]{64}$/);
  });

  test("sent again under the same key must be the same file, not one of equal name and size", async () => {
    const { house, data } = await aHouse();
    const { ref, actor } = await declared(house);
    const send = async (content: string) =>
      execute(house, actor, ref, attach, {
        files: [await received(house.files, content)],
        idempotencyKey: "k",
      });
    const first = await send("the 1st picture");
    expect(await send("the 1st picture")).toEqual(first);
    expect(await send("the 2nd picture")).toEqual({ ok: false, error: { code: "idempotency-mismatch" } });
    expect(readdirSync(join(data, "files", ref))).toHaveLength(1);
    expect(readdirSync(join(data, "files", "incoming"))).toEqual([]);
  });

  test("that is larger than the limit is refused, and nothing of it stays", async () => {
    const { house, data } = await aHouse({ fileLimit: 10 });
    const outcome = await house.files.receive(streamOf("123456", "78901"), { name: "a", type: "text/plain" });
    expect(outcome).toEqual({ ok: false, error: { code: "file-too-large", limit: 10 } });
    expect(readdirSync(join(data, "files", "incoming"))).toEqual([]);
    const exact = await house.files.receive(streamOf("12345", "67890"), { name: "a", type: "text/plain" });
    expect(exact).toMatchObject({ ok: true, value: { size: 10 } });
  });

  test("whose upload is cut leaves nothing", async () => {
    const { house, data } = await aHouse();
    async function* cut(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(1000);
      throw new Error("the connection is gone");
    }
    await expect(house.files.receive(cut(), { name: "a", type: "b" })).rejects.toThrow(
      "the connection is gone",
    );
    expect(readdirSync(join(data, "files", "incoming"))).toEqual([]);
  });

  test("may be empty", async () => {
    const { house } = await aHouse();
    const { ref, actor } = await declared(house);
    await done(house, actor, ref, attach, { files: [await received(house.files, "")] });
    const [commitment = ""] = await commitmentsIn(house, ref);
    expect(await contentOf(house, ref, commitment)).toBe("");
  });

  test("of a command that is refused is gone", async () => {
    const { house, data } = await aHouse();
    const { ref } = await declared(house);
    const file = await received(house.files, "from a stranger");
    expect((await execute(house, anActor(), ref, attach, { files: [file] })).ok).toBe(false);
    expect(readdirSync(join(data, "files", "incoming"))).toEqual([]);
    expect(existsSync(join(data, "files", ref))).toBe(false);
  });

  test("of a command that fails while it is written is gone from its place too", async () => {
    const { house, data } = await aHouse();
    const { ref, actor } = await declared(house);
    const file = await received(house.files, "too much");
    const connection = connectionOf(house);
    connection.script(`PRAGMA max_page_count = ${Number(connection.pragma("page_count"))}`);
    const text = aCommand({ kind: "add-evidence", value: "x".repeat(9000) });
    await expect(execute(house, actor, ref, text, { files: [file] })).rejects.toThrow("disk is full");
    expect(readdirSync(join(data, "files", ref))).toEqual([]);
  });

  test("that a dead process left without an entry is set aside at the next start; evidence stays", async () => {
    const { house, data, options } = await aHouse();
    const { ref, actor } = await declared(house);
    await done(house, actor, ref, attach, { files: [await received(house.files, "kept")] });
    const orphan = await received(house.files, "orphan");
    house.files.place(ref, orphan, toBase64(new Uint8Array(32).fill(9)));
    await received(house.files, "never used");
    writeFileSync(join(data, "files", ref, "notes-of-an-administrator.txt"), "not ours");
    await house.close();
    const again = await openHouse({ ...options, as: "server" });
    await sweepFiles(again);
    const [commitment = ""] = await commitmentsIn(again, ref);
    expect(await contentOf(again, ref, commitment)).toBe("kept");
    expect(readdirSync(join(data, "files", ref))).toHaveLength(2);
    expect(readdirSync(join(data, "files", "incoming"))).toEqual([]);
    expect(readdirSync(join(data, "files", "left-over", ref))).toEqual(["09".repeat(32)]);
    await again.close();
  });

  test("that only the newer database names stays when an older one is put back and served", async () => {
    const { house, data, options } = await aHouse();
    const { ref, actor } = await declared(house);
    const old = join(aFolder(), "old.db");
    connectionOf(house).statement("VACUUM INTO ?").run(old);
    await done(house, actor, ref, attach, { files: [await received(house.files, "recorded later")] });
    const [commitment = ""] = await commitmentsIn(house, ref);
    await house.close();
    for (const name of ["sangfroid.db-wal", "sangfroid.db-shm"]) rmSync(join(data, name), { force: true });
    cpSync(old, join(data, "sangfroid.db"));
    const behind = await openHouse({ ...options, as: "server" });
    expect(behind.standing).toMatchObject({ because: "behind-checkpoint" });
    expect(await sweepFiles(behind)).toBe(0);
    expect(await contentOf(behind, ref, commitment)).toBe("recorded later");
    await behind.close();
  });

  test("that a leaf names stays, whatever the rows beside the log say", async () => {
    const { house, data, options } = await aHouse();
    const { ref, actor } = await declared(house);
    await done(house, actor, ref, attach, { files: [await received(house.files, "kept")] });
    const [commitment = ""] = await commitmentsIn(house, ref);
    await house.close();
    forge(data, "DELETE FROM evidence");
    const again = await openHouse({ ...options, as: "server" });
    expect(await sweepFiles(again)).toBe(0);
    expect(await contentOf(again, ref, commitment)).toBe("kept");
    await again.close();
  });

  test("is looked for in an incident's folder alone", async () => {
    const files = new EvidenceFiles(join(aFolder(), "files"));
    await expect(files.find("../incoming", toBase64(new Uint8Array(32)))).rejects.toThrow(RangeError);
    await expect(files.find(aRef(), "../../x")).rejects.toThrow(RangeError);
  });
});

test("a file keeps memory flat: 64 MB arrive in parts and are never held whole", async () => {
  const files = new EvidenceFiles(join(aFolder(), "files"));
  const part = new Uint8Array(64 * 1024).fill(65);
  async function* large(): AsyncGenerator<Uint8Array> {
    for (let n = 0; n < 1024; n++) yield part;
  }
  const before = process.memoryUsage.rss();
  const outcome = await files.receive(large(), { name: "big", type: "b" });
  expect(outcome).toMatchObject({ ok: true, value: { size: 64 * 1024 * 1024 } });
  expect(process.memoryUsage.rss() - before).toBeLessThan(40 * 1024 * 1024);
});
