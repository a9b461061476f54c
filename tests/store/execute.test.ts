import { describe, expect, test } from "vitest";
import { parseCheckpoint } from "#app/core/audit/checkpoint.ts";
import { parseLeaf } from "#app/core/audit/leaf.ts";
import { verifyNote } from "#app/core/audit/note.ts";
import { rootAt } from "#app/core/audit/proofs.ts";
import { vkeyFor } from "#app/core/audit/vkey.ts";
import { declareIncident, execute } from "#app/server/execute.server.ts";
import type { House } from "#app/server/house.server.ts";
import { openHouse } from "#app/server/open-house.server.ts";
import { aCommand, aHouse, aNote, closed, declared, done } from "./a-house.ts";
import { anActor, aRef, at } from "./fixture.ts";

async function leavesOf(house: House, origin: string) {
  const leaves = await house.store.snapshot((reads) => reads.leaves(origin, 0, 1000));
  return leaves.map((bytes) => {
    const leaf = parseLeaf(bytes);
    if (!leaf.ok) throw new Error(leaf.error);
    return leaf.value;
  });
}

describe("one command", () => {
  test("declaring begins a log whose entries share a command and a time, and names who declared", async () => {
    const { house } = await aHouse();
    const { ref } = await declared(house, anActor("Ana"));
    const leaves = await leavesOf(house, `${house.installation}/i/${ref}`);
    expect(leaves.map(({ act }) => act)).toEqual(["incident-declared", "person-joined", "person-named"]);
    expect(new Set(leaves.map(({ cmd }) => cmd))).toEqual(new Set([0]));
    expect(new Set(leaves.map((leaf) => leaf.at))).toEqual(new Set(["2026-11-24T03:00:00.000Z"]));
    expect((await house.incident(ref))?.people.values().next().value?.name).toBe("Ana");
  });

  test("a drill's log has an origin of its own kind", async () => {
    const { house } = await aHouse();
    const { ref } = await declared(house, anActor(), { drill: true });
    expect(await leavesOf(house, `${house.installation}/d/${ref}`)).toHaveLength(3);
    expect((await house.incident(ref))?.kind).toBe("drill");
  });

  test("the answer carries a checkpoint of the log with the new entries, signed by the installation's key", async () => {
    const { house } = await aHouse();
    const { ref, actor } = await declared(house);
    const recorded = await done(house, actor, ref, aNote("The key is in the post's screenshot."));
    expect(recorded).toMatchObject({ entries: [{ seq: 3, act: "note-added" }], size: 4 });
    const checkpoint = parseCheckpoint(Buffer.from(recorded.checkpoint));
    if (!checkpoint.ok) throw new Error(checkpoint.error);
    const origin = `${house.installation}/i/${ref}`;
    expect(checkpoint.value).toMatchObject({ origin, size: 4 });
    expect(verifyNote(checkpoint.value.note, [vkeyFor(origin, house.key.publicKey)]).verified).toHaveLength(
      1,
    );
    const root = await house.store.snapshot((reads) =>
      rootAt(4, (level, index) => reads.node(origin, level, index)),
    );
    expect(Buffer.compare(root, checkpoint.value.root)).toBe(0);
  });

  test("no typed text, name or title stands in a leaf", async () => {
    const { house } = await aHouse();
    const { ref, actor } = await declared(house, anActor("Zoé Marchetti"));
    await done(house, actor, ref, aNote("secretly-typed"));
    const leaves = await house.store.snapshot((reads) =>
      reads.leaves(`${house.installation}/i/${ref}`, 0, 10),
    );
    const text = leaves.map((leaf) => Buffer.from(leaf).toString()).join();
    for (const typed of ["secretly-typed", "Marchetti", "blog post"]) expect(text).not.toContain(typed);
  });

  test("a person is named once in each log they act in, at their first act there", async () => {
    const { house } = await aHouse();
    const { ref, actor } = await declared(house);
    const bo = anActor("Bo");
    await done(house, bo, ref, aCommand({ kind: "join" }));
    await done(house, bo, ref, aNote("Here."));
    await done(house, actor, ref, aNote("Good."));
    const named = (await leavesOf(house, `${house.installation}/i/${ref}`)).filter(
      ({ act }) => act === "person-named",
    );
    expect(named.map(({ on }) => on.id)).toEqual([actor.userId, bo.userId]);
  });

  test("a refused command leaves no entry", async () => {
    const { house } = await aHouse();
    const { ref } = await declared(house);
    const outcome = await execute(house, anActor("Stranger"), ref, aNote("Let me in."));
    expect(outcome).toEqual({ ok: false, error: { code: "not-on-team" } });
    expect((await house.incident(ref))?.size).toBe(3);
  });

  test("a command to an incident that does not exist is refused", async () => {
    const { house } = await aHouse();
    expect(await execute(house, anActor(), aRef(), aNote("Hello?"))).toEqual({
      ok: false,
      error: { code: "not-found" },
    });
    expect(await house.incident(aRef())).toBeUndefined();
  });

  test("the board's row is what the log says", async () => {
    const { house } = await aHouse();
    const { ref, actor } = await declared(house);
    await done(
      house,
      actor,
      ref,
      aCommand({ kind: "set-severity", severity: "SEV1", because: "Admin rights." }),
    );
    const row = await house.store.snapshot((reads) => reads.incident(ref));
    expect(row).toMatchObject({ size: 4, open: true });
    expect(JSON.parse(row?.summary ?? "")).toMatchObject({
      severity: "SEV1",
      title: "Access key published in a blog post",
    });
    await closed(house, ref, actor);
    expect(await house.store.snapshot((reads) => reads.incident(ref))).toMatchObject({ open: false });
  });

  test("what was recorded is there when the folder is opened again, and goes on", async () => {
    const first = await aHouse();
    const { ref, actor } = await declared(first.house);
    await first.house.close();
    const again = await openHouse(first.options);
    await done(again, actor, ref, aNote("After the restart."));
    expect((await again.incident(ref))?.size).toBe(4);
    expect(again.installation).toBe(first.house.installation);
    await again.close();
  });

  test("two processes on one folder take turns: no entry is lost, none is doubled", async () => {
    const { house, options } = await aHouse();
    const other = await openHouse(options);
    const { ref, actor } = await declared(house);
    for (let round = 0; round < 10; round++) {
      await done(house, actor, ref, aNote(`mine ${round}`));
      await done(other, actor, ref, aNote(`theirs ${round}`));
    }
    const leaves = await leavesOf(house, `${house.installation}/i/${ref}`);
    expect(leaves.map(({ seq }) => seq)).toEqual(Array.from({ length: 23 }, (_, seq) => seq));
    expect((await house.incident(ref))?.size).toBe(23);
    await other.close();
  });

  test("fifty commands at once become fifty commands one after the other", async () => {
    const { house } = await aHouse();
    const { ref, actor } = await declared(house);
    const all = await Promise.all(
      Array.from({ length: 50 }, (_, n) => done(house, actor, ref, aNote(`note ${n}`))),
    );
    expect(all.map(({ size }) => size).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 50 }, (_, n) => n + 4),
    );
  });
});

test("an approved act stays its performer's, and both people are named", async () => {
  const { house } = await aHouse();
  const { ref, actor } = await declared(house);
  await closed(house, ref, actor);
  const leaves = await leavesOf(house, `${house.installation}/i/${ref}`);
  const [approved, close] = leaves.slice(-2);
  expect(approved).toMatchObject({ act: "approved" });
  expect(close).toMatchObject({ act: "incident-closed", by: { u: actor.userId }, cmd: approved?.seq });
  expect(close?.ref).toContain(approved?.seq);
});

describe("what the screen has seen", () => {
  test("the size the screen was made from is recorded with the entry", async () => {
    const { house } = await aHouse();
    const { ref, actor } = await declared(house);
    await done(house, actor, ref, aNote("Seen three."), { seen: 3 });
    expect((await leavesOf(house, `${house.installation}/i/${ref}`)).at(-1)?.seen).toBe(3);
  });

  test("a change of what was changed since is refused with both values", async () => {
    const { house } = await aHouse();
    const { ref, actor } = await declared(house);
    await done(house, actor, ref, aCommand({ kind: "set-title", title: "First" }), { seen: 3 });
    const outcome = await execute(house, actor, ref, aCommand({ kind: "set-title", title: "Second" }), {
      seen: 3,
    });
    expect(outcome).toMatchObject({
      ok: false,
      error: { code: "changed-since", theirs: "First", yours: "Second" },
    });
  });

  test("a screen that has seen more entries than there are is told so, and nothing is recorded", async () => {
    const { house } = await aHouse();
    const { ref, actor } = await declared(house);
    const outcome = await execute(house, actor, ref, aNote("From the future."), { seen: 40 });
    expect(outcome).toEqual({ ok: false, error: { code: "ahead-of-log", seen: 40, size: 3 } });
  });
});

describe("a repeated request", () => {
  test("is answered as the first time and happens once", async () => {
    const { house } = await aHouse();
    const { ref, actor } = await declared(house);
    const first = await done(house, actor, ref, aNote("Once."), { idempotencyKey: "k1" });
    await done(house, actor, ref, aNote("Another."), { idempotencyKey: "k2" });
    expect(await done(house, actor, ref, aNote("Once."), { idempotencyKey: "k1" })).toEqual(first);
    expect((await house.incident(ref))?.size).toBe(5);
  });

  test("with another command under the same key is refused", async () => {
    const { house } = await aHouse();
    const { ref, actor } = await declared(house);
    await done(house, actor, ref, aNote("Once."), { idempotencyKey: "k1" });
    const outcome = await execute(house, actor, ref, aNote("Other."), { idempotencyKey: "k1" });
    expect(outcome).toEqual({ ok: false, error: { code: "idempotency-mismatch" } });
  });

  test("under another person's key is a request of its own", async () => {
    const { house } = await aHouse();
    const { ref, actor } = await declared(house);
    const bo = anActor("Bo");
    await done(house, bo, ref, aCommand({ kind: "join" }), { idempotencyKey: "k1" });
    await done(house, actor, ref, aNote("Mine."), { idempotencyKey: "k1" });
    expect((await house.incident(ref))?.size).toBe(6);
  });

  test("of a declaration gives the first incident, not a second one", async () => {
    const { house } = await aHouse();
    const actor = anActor();
    const first = await declared(house, actor, { idempotencyKey: "d1" });
    const second = await declared(house, actor, { idempotencyKey: "d1" });
    expect(second.ref).toBe(first.ref);
    expect(second.checkpoint).toBe(first.checkpoint);
    expect(await house.store.snapshot((reads) => reads.incidents({ limit: 10 }))).toHaveLength(1);
  });

  test("a refused request may be repeated and succeed", async () => {
    const { house } = await aHouse();
    const { ref } = await declared(house);
    const bo = anActor("Bo");
    const note = () => execute(house, bo, ref, aNote("May I?"), { idempotencyKey: "k" });
    expect((await note()).ok).toBe(false);
    await done(house, bo, ref, aCommand({ kind: "join" }));
    expect((await note()).ok).toBe(true);
  });
});

describe("the clock", () => {
  test("a wall clock that is set while running becomes an entry of the next command", async () => {
    const { house, clock } = await aHouse();
    const { ref, actor } = await declared(house);
    clock.pass(60);
    await done(house, actor, ref, aNote("A minute later."));
    clock.wall += 3_600_000;
    await done(house, actor, ref, aNote("Someone set the clock."));
    clock.pass(60);
    await done(house, actor, ref, aNote("All calm."));
    const leaves = await leavesOf(house, `${house.installation}/i/${ref}`);
    expect(leaves.map(({ act }) => act).slice(3)).toEqual([
      "note-added",
      "note-added",
      "clock-stepped",
      "note-added",
    ]);
    const [entry] = await house.store.snapshot((reads) =>
      reads.entries(`${house.installation}/i/${ref}`, 5, 6),
    );
    expect(entry?.slots).toMatchObject([{ name: "seconds", value: "3600" }]);
    expect(leaves[5]?.by).toEqual({ auth: "none", k: "system", u: "system" });
  });

  test("a clock that is behind the log's newest entry after a restart becomes an entry, and times are not bent", async () => {
    const first = await aHouse();
    const { ref, actor } = await declared(first.house);
    await first.house.close();
    first.clock.set("2026-11-24T02:00:00Z");
    const again = await openHouse(first.options);
    await done(again, actor, ref, aNote("An hour back."));
    const leaves = await leavesOf(again, `${again.installation}/i/${ref}`);
    expect(leaves.slice(3).map((leaf) => [leaf.act, leaf.at])).toEqual([
      ["note-added", "2026-11-24T02:00:00.000Z"],
      ["clock-stepped", "2026-11-24T02:00:00.000Z"],
    ]);
    await again.close();
  });

  test("a step of five seconds or less is no entry", async () => {
    const { house, clock } = await aHouse();
    const { ref, actor } = await declared(house);
    clock.wall += 5000;
    const { entries } = await done(house, actor, ref, aNote("Nudged."));
    expect(entries).toHaveLength(1);
  });

  test("a time given from outside is recorded as it is", async () => {
    const { house } = await aHouse();
    const { ref, actor } = await declared(house, anActor(), { at: at("2026-01-01T00:00:00Z") });
    await done(house, actor, ref, aNote("Then."), { at: at("2026-01-01T00:05:00Z") });
    const leaves = await leavesOf(house, `${house.installation}/i/${ref}`);
    expect(leaves.at(-1)?.at).toBe("2026-01-01T00:05:00.000Z");
  });
});

test("a value that is longer than an entry can hold is refused by name, and nothing is recorded", async () => {
  const { house } = await aHouse();
  const { ref, actor } = await declared(house);
  const early = aCommand({ kind: "set-became-aware", at: "2026-11-24T01:00:00Z", source: "The post." });
  await done(house, actor, ref, early);
  // Each text is allowed, and takes six bytes for each character; the request for approval holds both.
  const text = "\u0007".repeat(10_000);
  const later = { kind: "set-became-aware", at: "2026-11-24T02:00:00Z", source: text, because: text };
  const outcome = await execute(house, actor, ref, aCommand({ kind: "request-approval", for: later }));
  expect(outcome).toEqual({ ok: false, error: { code: "too-long", field: "command" } });
  expect((await house.incident(ref))?.size).toBe(4);
});

test("an observer of the installation declares nothing", async () => {
  const { house } = await aHouse();
  const actor = anActor("Eve", { installationRole: "observer" });
  const outcome = await declareIncident(house, actor, aRef(), { kind: "declare-incident", title: "x" });
  expect(outcome).toMatchObject({ ok: false, error: { code: "role-needed" } });
});
