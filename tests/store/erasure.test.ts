import { cpSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { nothingFromOutside, verifyBundle } from "#app/core/audit/verify.ts";
import { eraseDue } from "#app/server/erasure.ts";
import { LedgerUnreadable } from "#app/server/erasure-ledger.ts";
import type { House } from "#app/server/house.server.ts";
import { openHouse } from "#app/server/open-house.server.ts";
import { bundleStream } from "#app/server/queries/bundle.ts";
import { replayAll } from "#app/server/replay-check.ts";
import { aCommand, aNote, connectionOf, done } from "./a-house.ts";
import { asItLies, aTold, CANARY, erased, filesWith, type Told } from "./an-erasure.ts";

// What two people ordered to be erased is gone from everything the installation keeps, whenever the process dies.

const PLACES = ["f:value", "att:0"];

async function bothErased(told: Told): Promise<void> {
  await erased(told, told.note, ["f:text"]);
  await erased(told, told.proof, PLACES);
}

async function actsOf(house: House, ref: Told["ref"]): Promise<readonly string[]> {
  const incident = await house.incident(ref);
  const stored = await house.store.snapshot((reads) =>
    reads.entries(`${house.installation}/i/${ref}`, 0, incident?.size ?? 0),
  );
  return stored.map(({ leaf }) => JSON.parse(Buffer.from(leaf).toString("utf8")).act);
}

test("nothing of it is left in any file of the data folder", async () => {
  const told = await aTold();
  expect(filesWith(told.data).length).toBeGreaterThan(1);
  await bothErased(told);
  expect(filesWith(told.data)).toEqual([]);
});

test("nothing of it is left in pages that grew around it, where a removed cell alone would leave a copy", async () => {
  const told = await aTold();
  const { house, lin, ref } = told;
  const seqs: number[] = [];
  for (let n = 0; n < 400; n++) {
    const text = n % 40 === 0 ? `${CANARY} ${"x".repeat((n * 37) % 900)}` : "y".repeat((n * 53) % 700);
    const { entries } = await done(house, lin, ref, aNote(`${n} ${text}`));
    if (n % 40 === 0) seqs.push(entries[0]?.seq ?? -1);
  }
  await bothErased(told);
  for (const seq of seqs) await erased(told, seq, ["f:text"]);
  expect(filesWith(told.data)).toEqual([]);
  expect((await replayAll(house)).differences).toEqual([]);
});

test("the entry stays, the rows agree with the log, and what is known in memory forgets it too", async () => {
  const told = await aTold();
  const { house, ref, note, proof } = told;
  await bothErased(told);
  const state = await house.incident(ref);
  expect(JSON.stringify(state, (_, value) => (value instanceof Map ? [...value] : value))).not.toContain(
    CANARY,
  );
  expect([...(state?.scars.keys() ?? [])]).toEqual([note, proof]);
  expect([...(state?.erasures.values() ?? [])].map(({ done }) => done?.bytes)).toEqual([
    Buffer.byteLength(JSON.stringify(`${CANARY} clicked the link`)),
    expect.any(Number),
  ]);
  expect((await replayAll(house)).differences).toEqual([]);
});

test("a bundle of it is intact, says what was erased, and its report shows the scar and not the words", async () => {
  const told = await aTold();
  const { house, ref, note } = told;
  await bothErased(told);
  const origin = `${house.installation}/i/${ref}`;
  const { signal } = new AbortController();
  const bundle = Buffer.from(
    await new Response(await bundleStream(house, origin, { signal, withholds: () => false })).arrayBuffer(),
  );
  const source = {
    size: bundle.length,
    read: async (offset: number, length: number) => new Uint8Array(bundle.subarray(offset, offset + length)),
  };
  const report = await verifyBundle(source, { ...nothingFromOutside, vkey: house.vkey });
  expect(report).toMatchObject({ exit: 0, faults: [], withheld: [] });
  expect(report.erased.map(({ slot }) => slot)).toContain(`#${note} text`);
  expect(bundle.includes(CANARY)).toBe(false);
  expect(bundle.includes("approved by Bo: more than was needed")).toBe(true);
});

test("what may repeat it goes too: drafts on its pages, forms put aside, answers to the requests that recorded it", async () => {
  const told = await aTold();
  const { house, ref, lin, note } = told;
  const at = "2026-11-24T03:00:00.000Z" as never;
  await house.store.transact(async (tx) => {
    for (const page of [`/i/${ref}/log/${note}/correct`, `/i/${ref}/log/${note}0/correct`])
      await tx.setDraft({ person: lin.userId, page, form: "correct", body: "sealed", at });
  });
  await erased(told, note, ["f:text"]);
  const count = (sql: string) => Number(connectionOf(house).statement(sql).first()?.[0]);
  expect(count("SELECT count(*) FROM draft")).toBe(1);
  expect(count(`SELECT count(*) FROM answer WHERE first <= ${note} AND size > ${note}`)).toBe(0);
});

describe("a process that dies", () => {
  /** What is about to be done as the process dies. */
  const deaths: Record<string, (house: House, die: () => never) => void> = {
    "before anything is listed": (house, die) => Object.assign(house.erasures, { keep: die }),
    "once it is listed, before its file goes": (house, die) => Object.assign(house.files, { erase: die }),
    "once it is gone, before the database is written anew": (house, die) =>
      Object.assign(house.store, { rewrite: die }),
  };
  for (const [when, arm] of Object.entries(deaths)) {
    test(`${when} leaves an order that the next start carries out`, async () => {
      const told = await aTold();
      let left = "";
      arm(told.house, () => {
        left = asItLies(told.data);
        throw new Error("died");
      });
      await erased(told, told.proof, PLACES);
      await told.house.close();
      expect(filesWith(left)).not.toEqual([]);

      const house = await openHouse({ data: left, as: "server", app: "1.0.0", playbooks: [] });
      await eraseDue(house);
      await eraseDue(house);
      const acts = await actsOf(house, told.ref);
      expect(acts.filter((act) => act === "payload-erased")).toHaveLength(1);
      expect(
        (await house.store.snapshot((reads) => reads.due("9999-01-01T00:00:00.000Z" as never, 9))).length,
      ).toBe(0);
      expect((await replayAll(house)).differences).toEqual([]);
      await house.close();
      // The note was not erased: it alone still has the word.
      expect(filesWith(left).every((name) => name.startsWith("sangfroid.db"))).toBe(true);
      expect(filesWith(left, `says ${CANARY}`)).toEqual([]);
    });
  }
});

test("a hold that is set before the values have gone keeps them", async () => {
  const told = await aTold();
  const { house, lin, ref, note } = told;
  const keep = house.erasures.keep.bind(house.erasures);
  Object.assign(house.erasures, {
    keep: () => {
      throw new Error("the disk is gone");
    },
  });
  await erased(told, note, ["f:text"]);
  await done(house, lin, ref, aCommand({ kind: "set-hold", because: "A court asked" }));
  Object.assign(house.erasures, { keep });
  await eraseDue(house);
  expect(await actsOf(house, ref)).not.toContain("payload-erased");
  expect(filesWith(told.data)).not.toEqual([]);
});

describe("a database from before", () => {
  test("put back, loses what was erased before anything is served, and verifies", async () => {
    const told = await aTold();
    await told.house.anchor();
    const before = asItLies(told.data);
    await bothErased(told);
    await told.house.close();
    rmSync(join(before, "keys"), { recursive: true });
    cpSync(join(told.data, "keys"), join(before, "keys"), { recursive: true });

    const house = await openHouse({ data: before, as: "server", app: "1.0.0", playbooks: [] });
    expect(house.standing).not.toBe("sound");
    expect(filesWith(before)).toEqual([]);
    expect((await replayAll(house)).differences).toEqual([]);
    await house.close();
    const again = await openHouse({ data: before, as: "server", app: "1.0.0", playbooks: [] });
    expect((await replayAll(again)).differences).toEqual([]);
    await again.close();
  });

  test("is not opened while the list of what was erased can't be read", async () => {
    const told = await aTold();
    await bothErased(told);
    await told.house.close();
    writeFileSync(join(told.data, "keys", "erasures"), "not a list\n");
    await expect(openHouse({ data: told.data, as: "server", app: "1.0.0", playbooks: [] })).rejects.toThrow(
      LedgerUnreadable,
    );
  });
});
