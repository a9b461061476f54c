import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { shippedPlaybooks } from "#app/server/content/playbooks.server.ts";
import { openHouse } from "#app/server/open-house.server.ts";
import { search } from "#app/server/queries/search.ts";
import { replayAll } from "#app/server/replay-check.ts";
import { forgetSearched } from "#app/server/search/forget-searched.ts";
import { aCommand, aHouse, aNote, connectionOf, declared, done, type TestHouse } from "./a-house.ts";
import { anActor } from "./fixture.ts";
import { forge } from "./forge.ts";

async function aStory() {
  const test = await aHouse({ playbooks: shippedPlaybooks });
  const { ref, actor } = await declared(test.house);
  await done(test.house, actor, ref, aCommand({ kind: "start-playbook", playbookId: "leaked-key" }));
  await done(test.house, actor, ref, aNote("Quasimodo, xylophagous, waited."));
  return { ...test, ref, actor, origin: `${test.house.installation}/i/${ref}` };
}

async function countOf({ house }: TestHouse, words: string): Promise<number> {
  const found = await search(house, anActor("Reader"), words);
  if (found === undefined || found === "too-short") throw new Error("nothing was looked for");
  expect(found.isBehind).toBe(false);
  return found.count;
}

test("what was just recorded is found, and a replay makes the same index", async () => {
  const story = await aStory();
  expect(await countOf(story, "quasimodo")).toBe(1);
  await done(story.house, story.actor, story.ref, aCommand({ kind: "set-title", title: "Esmeralda" }));
  expect(await countOf(story, "esmeralda")).toBe(2); // the incident, and the entry that named it
  expect(await countOf(story, "published blog")).toBe(1); // its first name stands in the entry alone
  expect((await replayAll(story.house)).differences).toEqual([]);
});

test("a folder from before there was an index is read when it is first searched", async () => {
  const story = await aStory();
  await story.house.close();
  forge(story.data, "DELETE FROM setting WHERE name = 'search-edition'");
  const house = await openHouse(story.options);
  expect((await replayAll(house)).differences).toEqual([]);
  expect(await countOf({ ...story, house }, "quasimodo")).toBe(1);
  expect((await replayAll(house)).differences).toEqual([]);
  await house.close();
});

test("a server reads by itself what has grown", async () => {
  const story = await aStory();
  await story.house.close();
  const house = await openHouse({ ...story.options, as: "server" });
  await expect.poll(() => house.store.snapshot((reads) => reads.unindexed()), { timeout: 5000 }).toEqual([]);
  await done(house, story.actor, story.ref, aNote("And again."));
  await expect
    .poll(() => house.store.snapshot((reads) => reads.indexed(story.origin)), { timeout: 5000 })
    .toEqual({
      entries: (await house.incident(story.ref))?.size,
      state: (await house.incident(story.ref))?.size,
    });
  await house.close();
});

test("a log of many entries is read in turns, and none is lost between them", async () => {
  const story = await aStory();
  for (let n = 0; n < 600; n++) await done(story.house, story.actor, story.ref, aNote(`Bell ${n} of many`));
  expect(await story.house.searchIndex.catchUp(0)).toBe(false);
  expect(await story.house.searchIndex.catchUp()).toBe(true);
  expect(await countOf(story, "bell many")).toBe(600);
  expect((await replayAll(story.house)).differences).toEqual([]);
}, 30_000);

test("a search says so while something is not in the index yet", async () => {
  const story = await aStory();
  // Nothing is written to data that a person has to decide about first.
  Object.defineProperty(story.house, "standing", { value: { readOnly: "for this test" } });
  expect(await search(story.house, story.actor, "quasimodo")).toMatchObject({ count: 0, isBehind: true });
});

test("what was forgotten is gone from the file at once; the rest of the log stays and comes back", async () => {
  const story = await aStory();
  const { house, origin, data } = story;
  await done(house, story.actor, story.ref, aNote("Quasimodo had a friend."));
  expect(await countOf(story, "quasimodo")).toBe(2);
  const head = await house.store.snapshot((reads) => reads.head(origin));
  const seq = (head?.size ?? 0) - 2;
  const connection = connectionOf(house);
  connection.script("DROP TRIGGER payload_delete");
  await house.store.transact(async (tx) => {
    connection.statement("DELETE FROM payload WHERE value LIKE '%xylophagous%'").run();
    await forgetSearched(tx, origin, [seq]);
  });
  expect(await house.store.snapshot((reads) => reads.searchables(origin, ["incident", "step"]))).toEqual([]);
  connection.pragma("wal_checkpoint(TRUNCATE)");
  const file = readFileSync(join(data, "sangfroid.db")).toString("latin1");
  expect(file).not.toMatch(/xylophagous/i);
  expect(file).toMatch(/friend/i);
  house.searchIndex.lookAgain();
  expect(await countOf(story, "quasimodo")).toBe(1);
  expect(await countOf(story, "published blog")).toBe(2);
  expect(await house.store.transact((tx) => tx.isIndexSound())).toBe(true);
});
