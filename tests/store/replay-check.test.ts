import { appendFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openHouse } from "#app/server/open-house.server.ts";
import { replayAll } from "#app/server/replay-check.ts";
import { aCommand, aHouse, aNote, declared, done, type TestHouse } from "./a-house.ts";
import { anActor } from "./fixture.ts";
import { forge } from "./forge.ts";

async function* picture(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(Buffer.from("the picture"));
}

/** Two people, a drill, a file, and log-heads. */
async function aStory(): Promise<TestHouse & { readonly ref: string; readonly origin: string }> {
  const test = await aHouse();
  const { house } = test;
  const { ref, actor } = await declared(house);
  const drill = await declared(house, actor, { drill: true });
  const file = await house.files.receive(picture(), { name: "post.png", type: "image/png" });
  if (!file.ok) throw new Error("received");
  await done(house, actor, ref, aCommand({ kind: "add-evidence", value: "The post." }), {
    files: [file.value],
  });
  await house.anchor();
  const bo = anActor("Bo");
  await done(house, bo, ref, aCommand({ kind: "join" }));
  await done(house, bo, ref, aNote("Here."));
  const link = { kind: "link-incident", ref: drill.ref, as: "part-of", because: "The same key." };
  await done(house, actor, ref, aCommand(link));
  await house.searchIndex.catchUp();
  await house.close();
  return { ...test, ref, origin: `${house.installation}/i/${ref}` };
}

async function differencesAfter(story: TestHouse, harm: () => void) {
  harm();
  const house = await openHouse(story.options);
  const { differences } = await replayAll(house);
  await house.store.close();
  return differences;
}

test("a sound folder replays to the rows it has, log by log", async () => {
  const story = await aStory();
  const house = await openHouse(story.options);
  expect(await replayAll(house)).toMatchObject({ logs: 3, differences: [] });
  await house.close();
});

test("a folder from before links had rows is given them when it is opened", async () => {
  const story = await aStory();
  forge(story.data, "DROP TABLE link; DROP INDEX incident_waiting; PRAGMA user_version = 11");
  const house = await openHouse(story.options);
  expect((await replayAll(house)).differences).toEqual([]);
  expect(await house.store.snapshot((reads) => reads.linksIn(story.origin))).toHaveLength(1);
  await house.close();
});

describe("a difference is found and its log is named:", () => {
  const harms = {
    "a summary changed":
      "UPDATE incident SET summary = replace(summary, 'blog', 'frog') WHERE kind = 'incident'",
    "an incident shown as closed": "UPDATE incident SET open = 0 WHERE kind = 'incident'",
    "an incident's row gone": "DELETE FROM incident WHERE kind = 'incident'",
    "a naming gone":
      "DELETE FROM named WHERE log = (SELECT log FROM incident WHERE kind = 'incident') AND seq > 3",
    "a naming moved":
      "UPDATE named SET seq = 0 WHERE log = (SELECT log FROM incident WHERE kind = 'incident')",
    "a link forgotten": "DELETE FROM link",
    "a link to another incident": "UPDATE link SET target = 'elsewhere'",
    "evidence forgotten": "DELETE FROM evidence",
    "a log-head taken for another":
      "UPDATE anchor SET seq = 0 WHERE log = (SELECT log FROM incident WHERE kind = 'incident')",
    "a value rewritten": `UPDATE payload SET value = '"Elsewhere."' WHERE value = '"Here."'`,
    "a value removed without an erasure": `DELETE FROM payload WHERE value = '"Here."'`,
    "a value added":
      "INSERT INTO payload SELECT log, seq, 'f:more', salt, '1' FROM payload WHERE value = '\"Here.\"'",
    "a salt rewritten": `UPDATE payload SET salt = zeroblob(32) WHERE value = '"Here."'`,
    "a leaf rewritten":
      "UPDATE entry SET leaf = CAST(replace(CAST(leaf AS TEXT), 'note-added', 'note-moved') AS BLOB) WHERE log = (SELECT log FROM incident WHERE kind = 'incident')",
    "a word added to what is searched":
      "UPDATE searchable SET tokens = tokens || ' more' WHERE kind = 'note'",
    "something found that is not there": "UPDATE searchable SET place = '99' WHERE kind = 'note'",
    "a head rewritten":
      "UPDATE entry SET root = zeroblob(32) WHERE seq = 2 AND log = (SELECT log FROM incident WHERE kind = 'incident')",
  };
  for (const [name, sql] of Object.entries(harms)) {
    test(name, async () => {
      const story = await aStory();
      const differences = await differencesAfter(story, () => forge(story.data, sql));
      expect(differences.map(({ log }) => log)).toContain(story.origin);
    });
  }

  test("a word that a search looks up is not the one it was made from", async () => {
    const story = await aStory();
    const harm =
      "INSERT INTO searchable_words (searchable_words, rowid, log, tokens) SELECT 'delete', id, log, tokens FROM searchable WHERE kind = 'note'";
    const differences = await differencesAfter(story, () => forge(story.data, harm));
    expect(differences).toEqual([
      { log: "search", message: "what a search looks up is not what it was made from" },
    ]);
  });

  test("a file of evidence gone", async () => {
    const story = await aStory();
    const differences = await differencesAfter(story, () =>
      rmSync(join(story.data, "files", story.ref), { recursive: true }),
    );
    expect(differences).toEqual([{ log: story.origin, message: "#3 file 0 is not on disk" }]);
  });

  test("a file of evidence changed", async () => {
    const story = await aStory();
    const folder = join(story.data, "files", story.ref);
    const [name = ""] = readdirSync(folder);
    const differences = await differencesAfter(story, () => appendFileSync(join(folder, name), "!"));
    expect(differences).toEqual([
      { log: story.origin, message: "#3 file 0 is not the file the entry commits to" },
    ]);
  });
});
