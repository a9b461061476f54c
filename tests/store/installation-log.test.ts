import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { toBase64 } from "#app/core/audit/base64.ts";
import { parseCheckpoint } from "#app/core/audit/checkpoint.ts";
import { type Leaf, parseLeaf } from "#app/core/audit/leaf.ts";
import { no, ok } from "#app/core/shared/result.ts";
import { administer } from "#app/server/administer.server.ts";
import type { House } from "#app/server/house.server.ts";
import { openHouse } from "#app/server/open-house.server.ts";
import { aCommand, aHouse, aNote, connectionOf, declared, done } from "./a-house.ts";
import { anActor, aUserId } from "./fixture.ts";

async function ownLeaves(house: House): Promise<readonly Leaf[]> {
  const leaves = await house.store.snapshot((reads) => reads.leaves(house.installation, 0, 1000));
  return leaves.map((bytes) => {
    const leaf = parseLeaf(bytes);
    if (!leaf.ok) throw new Error(leaf.error);
    return leaf.value;
  });
}

async function until(condition: () => Promise<boolean>, limitMs: number): Promise<number> {
  const begun = performance.now();
  while (!(await condition())) {
    if (performance.now() - begun > limitMs) throw new Error(`not within ${limitMs} ms`);
    await wait(10);
  }
  return performance.now() - begun;
}

describe("log-heads", () => {
  test("of another process's writes are made when the disk allows it again, if it refused at first", async () => {
    const failures: unknown[] = [];
    const { house, options } = await aHouse({ as: "server", report: (failure) => failures.push(failure) });
    const other = await openHouse({ ...options, as: "command-line", report: () => {} });
    connectionOf(house).script("PRAGMA query_only = ON");
    const { ref } = await declared(other);
    connectionOf(other).script("PRAGMA query_only = ON"); // so that it does not record its log itself
    await until(async () => failures.length > 0, 5000);
    connectionOf(house).script("PRAGMA query_only = OFF");
    const origin = `${house.installation}/i/${ref}`;
    const recorded = () => house.store.snapshot((reads) => reads.anchor(origin));
    await until(async () => (await recorded()) !== undefined, 5000);
    expect(await recorded()).toMatchObject({ size: 3 });
    await other.close();
  });

  test("follow an act within a second, with the log's size and root, and the checkpoint is kept", async () => {
    const { house, data } = await aHouse({ as: "server" });
    const { ref } = await declared(house);
    await until(async () => (await ownLeaves(house)).length === 2, 1000);
    const origin = `${house.installation}/i/${ref}`;
    const head = await house.store.snapshot((reads) => reads.head(origin));
    const [, logHead] = await ownLeaves(house);
    expect(logHead).toMatchObject({
      act: "log-head",
      on: { t: "log", id: ref },
      by: { k: "system" },
      head: { log: origin, size: 3, rotations: 0, root: toBase64(head?.root ?? new Uint8Array()) },
    });
    const kept = () =>
      parseCheckpoint(readFileSync(join(data, "keys", `${house.installation.slice(-26)}.checkpoint`)));
    const due = { ok: true, value: { origin: house.installation, size: 2 } };
    await until(async () => JSON.stringify(kept()).includes('"size":2'), 1000);
    expect(kept()).toMatchObject(due);
  });

  test("of several logs that grew come together, once each, however many acts there were", async () => {
    const { house } = await aHouse({ as: "server" });
    const first = await declared(house);
    const second = await declared(house);
    for (let n = 0; n < 5; n++) await done(house, first.actor, first.ref, aNote(`note ${n}`));
    await house.anchor();
    const heads = (await ownLeaves(house)).filter(({ act }) => act === "log-head");
    expect(new Map(heads.map(({ head }) => [head?.log.slice(-26), head?.size]))).toEqual(
      new Map<string | undefined, number | undefined>([
        [first.ref, 8],
        [second.ref, 3],
      ]),
    );
    await house.anchor();
    expect((await ownLeaves(house)).filter(({ act }) => act === "log-head")).toHaveLength(heads.length);
  });

  test("that a killed process left due are written at the next start", async () => {
    const { house, options } = await aHouse();
    await declared(house);
    await house.store.close(); // as a kill would: without the last log-heads
    const again = await openHouse(options);
    expect((await ownLeaves(again)).map(({ act }) => act)).toEqual(["installation-begun", "log-head"]);
    await again.close();
  });

  test("are written when the house is closed", async () => {
    const { house, options } = await aHouse();
    await declared(house);
    await house.close();
    const again = await openHouse(options);
    expect((await ownLeaves(again)).filter(({ act }) => act === "log-head")).toHaveLength(1);
    await again.close();
  });

  test("of a log that another process wrote to come within two seconds of it", async () => {
    const server = await aHouse({ as: "server" });
    const beside = await openHouse({ ...server.options, as: "command-line" });
    await declared(beside);
    await beside.store.close(); // killed before it could record its own
    await until(async () => (await ownLeaves(server.house)).some(({ act }) => act === "log-head"), 2000);
  });

  test("stand before the answer when an incident is closed", async () => {
    const { house } = await aHouse();
    const { ref, actor } = await declared(house);
    const bo = anActor("Bo", { reauthenticated: true });
    await done(house, bo, ref, aCommand({ kind: "join", roles: ["executive"] }));
    const close = { kind: "close-incident", because: "Done." };
    await done(house, actor, ref, aCommand({ kind: "request-approval", for: close }));
    const approval = [...((await house.incident(ref))?.approvals.values() ?? [])].at(-1);
    const command = aCommand({ kind: "approve", approvalId: approval?.id, hash: approval?.hash });
    const { size } = await done(house, bo, ref, command);
    expect((await ownLeaves(house)).at(-1)).toMatchObject({ act: "log-head", head: { size } });
  });
});

describe("administration", () => {
  const person = (name: string) => ({
    id: aUserId(),
    email: `${name}@example.org`,
    name,
    role: "administrator" as const,
    active: true,
  });

  test("writes the rows and the entry together, and names who acts from the row it adds", async () => {
    const { house } = await aHouse();
    const ana = person("Ana");
    const by = { auth: "setup", k: "person", u: ana.id } as const;
    const outcome = await administer(house, by, async (tx, at) => {
      await tx.addPerson({ ...ana, createdAt: at, accessUntil: null });
      return ok({
        value: ana.id,
        entries: [{ act: "person-added", on: { t: "person", id: ana.id }, f: { role: "administrator" } }],
      });
    });
    expect(outcome).toMatchObject({
      ok: true,
      value: { value: ana.id, size: 3, entries: [{ act: "person-added" }, { act: "person-named" }] },
    });
    expect(await house.store.snapshot((reads) => reads.person(ana.id))).toMatchObject({ name: "Ana" });
    const [, , named] = await house.store.snapshot((reads) => reads.entries(house.installation, 0, 9));
    expect(named?.slots).toMatchObject([{ name: "name", value: '"Ana"' }]);
  });

  test("that is refused leaves neither row nor entry", async () => {
    const { house } = await aHouse();
    const ana = person("Ana");
    const outcome = await administer(house, { auth: "setup", k: "person", u: ana.id }, async (tx, at) => {
      await tx.addPerson({ ...ana, createdAt: at, accessUntil: null });
      return no({ code: "not-allowed" } as const);
    });
    expect(outcome).toEqual({ ok: false, error: { code: "not-allowed" } });
    expect(await house.store.snapshot((reads) => reads.people())).toEqual([]);
    expect(await ownLeaves(house)).toHaveLength(1);
  });

  test("whose entry cannot be written leaves no row", async () => {
    const { house } = await aHouse();
    const ana = person("Ana");
    const work = administer(house, { auth: "setup", k: "person", u: ana.id }, async (tx, at) => {
      await tx.addPerson({ ...ana, createdAt: at, accessUntil: null });
      return ok({ value: 1, entries: [{ act: "Not An Act", on: { t: "person", id: ana.id }, f: {} }] });
    });
    await expect(work).rejects.toThrow();
    expect(await house.store.snapshot((reads) => reads.people())).toEqual([]);
  });
});
