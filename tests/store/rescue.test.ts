import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bytesSource } from "#app/core/audit/byte-source.ts";
import type { Slot } from "#app/core/audit/slot.ts";
import { verifyBundle } from "#app/core/audit/verify.ts";
import { writeRescue } from "#app/server/log/rescue.ts";
import { openHouse } from "#app/server/open-house.server.ts";
import { storedParts } from "#tests/audit/containers.ts";
import { aCommand, aHouse, aNote, declared, done, type TestHouse } from "./a-house.ts";
import { forge } from "./forge.ts";

async function* picture(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(Buffer.from("the picture"));
}

/** #0 to #2 declare, #3 is evidence with a file, #4 and #5 are notes. */
async function aStory() {
  const test = await aHouse();
  const { house } = test;
  const { ref, actor } = await declared(house);
  const file = await house.files.receive(picture(), { name: "post.png", type: "image/png" });
  if (!file.ok) throw new Error("received");
  await done(house, actor, ref, aCommand({ kind: "add-evidence", value: "The post." }), {
    files: [file.value],
  });
  for (const text of ["first note", "second note"]) await done(house, actor, ref, aNote(text));
  await house.close();
  return { ...test, ref, origin: `${house.installation}/i/${ref}` };
}

type Story = Awaited<ReturnType<typeof aStory>>;

async function rescued(
  { options, origin }: Pick<Story & TestHouse, "options" | "origin">,
  withholds?: (slot: Slot) => boolean,
) {
  const house = await openHouse(options);
  const parts: Uint8Array[] = [];
  const facts = {
    origin,
    files: house.files,
    app: "1.0.0",
    why: "Rows are gone.",
    kept: house.keptCheckpoint,
  };
  const remains = await house.store.snapshot((reads) =>
    writeRescue(
      { ...facts, reads, ...(withholds === undefined ? {} : { withholds }) },
      (bytes) => void parts.push(bytes.slice()),
    ),
  );
  await house.store.close();
  const zip = new Uint8Array(Buffer.concat(parts));
  const files = storedParts(zip);
  const text = (name: string) => Buffer.from(files.get(name) ?? []).toString();
  const lines = text("entries/000.jsonl")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
  return { remains, zip, files, text, lines };
}

const inIncident = (origin: string) => `log = (SELECT id FROM log WHERE origin = '${origin}')`;

test("a rescue of a sound log holds every entry, value and file, and finds nothing wrong", async () => {
  const story = await aStory();
  const { remains, files, lines, text } = await rescued(story);
  expect(remains).toMatchObject({ entries: 6, faults: [], extent: 6 });
  expect([...files.keys()]).toEqual([
    "README.txt",
    expect.stringMatching(/^attachments\/[0-9a-f]{64}$/),
    "entries/000.jsonl",
    "faults.txt",
    "installation/kept.checkpoint",
    "installation/log-heads.jsonl",
  ]);
  expect(lines.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(JSON.parse(lines[4].leaf)).toMatchObject({ act: "note-added", seq: 4, log: story.origin });
  expect(lines[4].values).toMatchObject([{ slot: "f:text", value: '"first note"' }]);
  expect(text("README.txt").split("\n", 3)).toEqual(["sangfroid/rescue/v1", "", "RESCUE EXPORT, UNSIGNED"]);
  expect(text("installation/log-heads.jsonl")).toContain(`"size":6`);
});

test("the verifier says that it is unsigned, and exits with 2", async () => {
  const { zip } = await rescued(await aStory());
  expect(await verifyBundle(bytesSource(zip))).toMatchObject({
    word: "not a bundle",
    exit: 2,
    why: expect.stringContaining("unsigned rescue export"),
  });
});

describe("what is wrong is told, and the rest is there:", () => {
  const harms: Record<
    string,
    { readonly sql: string; readonly faults: readonly string[]; readonly seqs: readonly number[] }
  > = {
    "an entry gone from the middle": {
      sql: "DELETE FROM payload WHERE seq = 4 AND LOG; DELETE FROM entry WHERE seq = 4 AND LOG",
      faults: ["#4 is missing"],
      seqs: [0, 1, 2, 3, 5],
    },
    "an entry gone, its values left": {
      sql: "DELETE FROM entry WHERE seq = 4 AND LOG",
      faults: ["#4 is missing; only its values are left"],
      seqs: [0, 1, 2, 3, 4, 5],
    },
    "several entries gone": {
      sql: "DELETE FROM payload WHERE seq IN (1, 2, 3) AND LOG; DELETE FROM entry WHERE seq IN (1, 2, 3) AND LOG",
      faults: [
        "#1 to #3 are missing",
        expect.stringMatching(/^The file [0-9a-f]{64} is named by no entry/),
      ] as string[],
      seqs: [0, 4, 5],
    },
    "the newest entries gone": {
      sql: "DELETE FROM payload WHERE seq > 3 AND LOG; DELETE FROM entry WHERE seq > 3 AND LOG",
      faults: [
        expect.stringMatching(/^The installation's log recorded 6 entries \(its #\d+\), here are 4$/),
      ] as string[],
      seqs: [0, 1, 2, 3],
    },
    "the end of a command gone": {
      sql: "DELETE FROM payload WHERE seq > 1 AND LOG; DELETE FROM entry WHERE seq > 1 AND LOG",
      faults: [
        "#1 is not the end of a command: what followed on it is missing",
        expect.stringMatching(/^The file [0-9a-f]{64} is named by no entry/),
        expect.stringMatching(/recorded 6 entries/),
      ] as string[],
      seqs: [0, 1],
    },
    "an entry changed": {
      sql: "UPDATE entry SET leaf = CAST(replace(CAST(leaf AS TEXT), 'note-added', 'step-added') AS BLOB) WHERE seq = 4 AND LOG",
      faults: [
        "#4 is not the entry that the tree was built with",
        "#4 does not end in the root that was recorded with it: it, or an entry before it, was changed",
      ],
      seqs: [0, 1, 2, 3, 4, 5],
    },
    "an entry that is no leaf any more": {
      sql: "UPDATE entry SET leaf = x'00ff' WHERE seq = 5 AND LOG",
      faults: [
        "#5 is not the entry that the tree was built with",
        "#5 does not end in the root that was recorded with it: it, or an entry before it, was changed",
        "#5 holds a byte that is not printable ASCII",
      ] as string[],
      seqs: [0, 1, 2, 3, 4, 5],
    },
    "a value changed": {
      sql: "UPDATE payload SET value = '\"other\"' WHERE seq = 4 AND LOG",
      faults: ["#4 text has another value than the entry commits to"],
      seqs: [0, 1, 2, 3, 4, 5],
    },
    "a value that is no JSON any more": {
      sql: "UPDATE payload SET value = '{' WHERE seq = 4 AND LOG",
      faults: ["#4 text has another value than the entry commits to"],
      seqs: [0, 1, 2, 3, 4, 5],
    },
    "a value gone": {
      sql: "DELETE FROM payload WHERE seq = 4 AND LOG",
      faults: ["#4 text has no value any more"],
      seqs: [0, 1, 2, 3, 4, 5],
    },
  };
  test.each(Object.entries(harms))("%s", async (_, { sql, faults, seqs }) => {
    const story = await aStory();
    forge(story.data, sql.replaceAll("LOG", inIncident(story.origin)));
    const { remains, lines, text, files } = await rescued(story);
    expect(remains.faults).toEqual(faults);
    expect(lines.map(({ seq }) => seq)).toEqual(seqs);
    expect(text("faults.txt").trim().split("\n")).toEqual(faults);
    expect(text("README.txt")).toContain(remains.faults[0]);
    expect([...files.keys()].filter((name) => name.startsWith("attachments/"))).toHaveLength(1);
  });

  test("the file of evidence gone", async () => {
    const story = await aStory();
    rmSync(join(story.data, "files", story.ref), { recursive: true });
    expect((await rescued(story)).remains.faults).toEqual(["#3 file 0 is not on disk"]);
  });
});

test("what is kept back is nowhere in it, and no stray file goes along", async () => {
  const story = await aStory();
  forge(story.data, `DELETE FROM entry WHERE seq = 5 AND ${inIncident(story.origin)}`);
  const { zip, lines, text } = await rescued(story, ([seq]) => seq === 3 || seq === 4);
  expect(lines[4].values).toEqual([{ slot: "f:text", withheld: true }]);
  const all = Buffer.from(zip);
  for (const kept of ["first note", "The post.", "the picture"]) expect(all.includes(kept), kept).toBe(false);
  expect(all.includes("second note")).toBe(true);
  expect(text("README.txt")).toContain("are left out");
});
