import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseCheckpoint } from "#app/core/audit/checkpoint.ts";
import { emptyEdge, leafHash, push, rootOf } from "#app/core/audit/tree.ts";
import { execute } from "#app/server/execute.server.ts";
import type { House } from "#app/server/house.server.ts";
import { exportBundle } from "#app/server/log/bundle-source.ts";
import { NothingSigned } from "#app/server/log/failures.ts";
import { openHouse } from "#app/server/open-house.server.ts";
import { anchorReceipt, consistencyOf, receiptOf } from "#app/server/queries/receipts.ts";
import { Connection } from "#app/server/store/sqlite/connection.ts";
import { aHouse, aNote, connectionOf, declared, done } from "./a-house.ts";
import { aFolder } from "./fixture.ts";

// docs/format.md, Checkpoint: a log never signs two checkpoints that contradict each other, whatever the database says.

const texts = async () => ({ readme: "", report: "", verifier: "" });

async function expectNothingSigned(house: House, origin: string): Promise<void> {
  const asked: readonly (() => Promise<unknown>)[] = [
    () => house.checkpoint(origin),
    () => receiptOf(house, origin, 0),
    () => consistencyOf(house, origin, 1),
    () => anchorReceipt(house, origin),
    () => exportBundle(house, origin, () => {}, { texts }),
  ];
  for (const ask of asked) await expect(ask()).rejects.toThrow(NothingSigned);
}

/** Rewrites one leaf of a log and everything that follows from it, consistently, as someone with time would. */
function rewriteLog(data: string, origin: string, change: (leaf: string, seq: number) => string): void {
  const connection = Connection.open(join(data, "sangfroid.db"), "write");
  const triggers = connection.statement("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all();
  for (const [name] of triggers) connection.script(`DROP TRIGGER ${String(name)}`);
  const rows = connection
    .statement(
      "SELECT log, seq, CAST(leaf AS TEXT), root IS NOT NULL FROM entry WHERE log = (SELECT id FROM log WHERE origin = ?) ORDER BY seq",
    )
    .all(origin);
  let edge = emptyEdge;
  for (const [log = null, seq = null, leaf, ends] of rows) {
    const bytes = new Uint8Array(Buffer.from(change(String(leaf), Number(seq))));
    const pushed = push(edge, leafHash(bytes));
    edge = pushed.edge;
    const node = new Uint8Array(Buffer.concat(pushed.nodes.map(({ hash }) => hash)));
    connection
      .statement("UPDATE entry SET leaf = ?, node = ?, root = ? WHERE log = ? AND seq = ?")
      .run(bytes, node, ends === 1 ? rootOf(edge) : null, log, seq);
  }
  for (const [, create] of triggers) connection.script(String(create));
  connection.close();
}

const renamed = (leaf: string, seq: number) => (seq === 3 ? leaf.replace('"password"', '"passkey"') : leaf);

async function aSignedIncident(more: Parameters<typeof aHouse>[0] = {}) {
  const test = await aHouse(more);
  const { ref, actor } = await declared(test.house);
  await done(test.house, actor, ref, aNote("As it was."));
  await done(test.house, actor, ref, aNote("And on."));
  return { ...test, ref, actor, origin: `${test.house.installation}/i/${ref}` };
}

test("a history that was rewritten consistently under a running program is never signed", async () => {
  const { house, data, ref, actor, origin } = await aSignedIncident();
  const signed = await house.checkpoint(origin);
  rewriteLog(data, origin, renamed);
  await expect(house.checkpoint(origin)).rejects.toThrow(NothingSigned);
  await expect(house.checkpoint(origin)).rejects.toThrow("is not the one that was signed");
  expect(house.standing).toMatchObject({ because: "contradicts-checkpoint" });
  expect(await execute(house, actor, ref, aNote("Go on?"))).toMatchObject({
    ok: false,
    error: { code: "read-only" },
  });
  await expectNothingSigned(house, origin);
  expect(signed).toContain(origin);
});

test("a history that was rewritten while nothing ran is not signed after the start either", async () => {
  const { house, data, options, ref, actor, origin } = await aSignedIncident();
  await house.close();
  rewriteLog(data, origin, renamed);
  const again = await openHouse(options);
  expect(again.standing).not.toBe("sound");
  await expectNothingSigned(again, origin);
  expect((await execute(again, actor, ref, aNote("Go on?"))).ok).toBe(false);
  await again.close();
});

test("stored roots alone convince nobody: nodes that lead elsewhere are not signed over", async () => {
  const { house, data, options, ref, actor, origin } = await aSignedIncident();
  await house.anchor([origin]);
  const at = await house.store.snapshot((reads) => reads.head(origin));
  await house.close();
  rewriteLog(data, origin, renamed);
  const connection = Connection.open(join(data, "sangfroid.db"), "write");
  const triggers = connection.statement("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all();
  for (const [name] of triggers) connection.script(`DROP TRIGGER ${String(name)}`);
  connection
    .statement("UPDATE entry SET root = ? WHERE seq = ? AND log = (SELECT id FROM log WHERE origin = ?)")
    .run(at?.root ?? null, (at?.size ?? 0) - 1, origin);
  for (const [, create] of triggers) connection.script(String(create));
  connection.close();
  const again = await openHouse(options);
  await expect(execute(again, actor, ref, aNote("Go on?"))).rejects.toThrow("does not verify");
  await again.close();
});

test("an installation's log whose log-heads were altered, its stored tree left as it was, is not gone on from", async () => {
  const { house, data, options, origin } = await aSignedIncident();
  await house.anchor([origin]);
  await house.close();
  const connection = Connection.open(join(data, "sangfroid.db"), "write");
  const triggers = connection.statement("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all();
  for (const [name] of triggers) connection.script(`DROP TRIGGER ${String(name)}`);
  connection.script(
    `UPDATE entry SET leaf = CAST(replace(CAST(leaf AS TEXT), '"log-head"', '"log-hide"') AS BLOB)`,
  );
  for (const [, create] of triggers) connection.script(String(create));
  connection.close();
  const again = await openHouse(options);
  expect(again.standing).toMatchObject({ because: "log-damaged" });
  await again.close();
});

test("an older database that was put back is read, and nothing of it is signed", async () => {
  const { house, ref, actor, data, options } = await aSignedIncident();
  const old = join(aFolder(), "old.db");
  connectionOf(house).statement("VACUUM INTO ?").run(old);
  await done(house, actor, ref, aNote("This would be forgotten."));
  await house.close();
  for (const name of ["sangfroid.db-wal", "sangfroid.db-shm"]) rmSync(join(data, name), { force: true });
  cpSync(old, join(data, "sangfroid.db"));
  const behind = await openHouse(options);
  await expectNothingSigned(behind, `${behind.installation}/i/${ref}`);
  await expectNothingSigned(behind, behind.installation);
  await behind.close();
});

test("a turn that is lost as a whole leaves nothing to hold against the database afterwards", async () => {
  const { house, ref, actor } = await aSignedIncident();
  const lost = await Promise.allSettled([
    execute(house, actor, ref, aNote("first")),
    execute(house, actor, ref, aNote("second")),
    house.store.transact(async () =>
      // A value whose entry never comes is found out when all of them are committed.
      connectionOf(house).script("INSERT INTO payload VALUES (1, 999, 'f:x', zeroblob(32), '1')"),
    ),
  ]);
  expect(lost.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  await done(house, actor, ref, aNote("third"));
  expect(house.standing).toBe("sound");
  await house.close();
});

test("what another process has written in between is proved and signed", async () => {
  const { house, options, ref, actor, origin } = await aSignedIncident();
  const other = await openHouse(options);
  for (let round = 0; round < 5; round++) {
    await done(other, actor, ref, aNote("theirs"));
    await done(house, actor, ref, aNote("mine"));
    expect(sizeOf(await other.checkpoint(origin))).toBe(sizeOf(await house.checkpoint(origin)));
  }
  expect(house.standing).toBe("sound");
  await other.close();
});

test("a repeat is answered with the checkpoint of its own size, though the log has gone on", async () => {
  const { house, ref, actor } = await aSignedIncident();
  const first = await done(house, actor, ref, aNote("Once."), { idempotencyKey: "k" });
  for (let round = 0; round < 4; round++) await done(house, actor, ref, aNote("On."));
  expect(await done(house, actor, ref, aNote("Once."), { idempotencyKey: "k" })).toEqual(first);
});

function sizeOf(note: string | undefined): number | undefined {
  const checkpoint = parseCheckpoint(Buffer.from(note ?? ""));
  return checkpoint.ok ? checkpoint.value.size : undefined;
}
