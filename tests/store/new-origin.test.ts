import { cpSync, existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SHELL } from "#app/cli/shell.ts";
import { bytesSource } from "#app/core/audit/byte-source.ts";
import { signCheckpoint } from "#app/core/audit/checkpoint.ts";
import { judgeContinuation } from "#app/core/audit/continuation.ts";
import { verifyBundle } from "#app/core/audit/verify.ts";
import type { IncidentRef } from "#app/core/shared/ids.ts";
import { execute } from "#app/server/execute.server.ts";
import type { House } from "#app/server/house.server.ts";
import { exportBundle } from "#app/server/log/bundle-source.ts";
import { NothingSigned } from "#app/server/log/failures.ts";
import { beginNewOrigin } from "#app/server/new-origin.ts";
import { openHouse } from "#app/server/open-house.server.ts";
import { continuationOf } from "#app/server/queries/earlier-logs.ts";
import { entriesOf } from "#app/server/queries/log-entries.ts";
import { replayAll } from "#app/server/replay-check.ts";
import { aCommand, aHouse, aNote, connectionOf, declared, done, type TestHouse } from "./a-house.ts";
import { aTold, erased, filesWith } from "./an-erasure.ts";
import { aFolder, anActor } from "./fixture.ts";

const SAID = { who: "ana", because: "The disk of the newer one is gone." };
const DATABASE = ["sangfroid.db", "sangfroid.db-wal", "sangfroid.db-shm"];

/** Everything but the keys and the files of evidence. */
function copyDatabase(from: string, to: string): void {
  for (const name of DATABASE) {
    rmSync(join(to, name), { force: true });
    if (existsSync(join(from, name))) cpSync(join(from, name), join(to, name));
  }
}

/** A house whose database was put back to what `before` left, after `lost` was recorded. */
async function putBack(
  before: (house: House) => Promise<void>,
  lost: (house: House) => Promise<void>,
): Promise<TestHouse> {
  const test = await aHouse();
  await before(test.house);
  await test.house.close();
  const old = aFolder();
  copyDatabase(test.data, old);
  const later = await openHouse(test.options);
  await lost(later);
  await later.close();
  copyDatabase(old, test.data);
  return test;
}

async function begunAnew(test: TestHouse) {
  const behind = await openHouse(test.options);
  const begun = await beginNewOrigin(behind, SHELL, SAID);
  await behind.close();
  const house = await openHouse(test.options);
  return { house, begun };
}

async function aWorld() {
  const ana = anActor();
  let ref: IncidentRef | undefined;
  let drill: IncidentRef | undefined;
  const test = await putBack(
    async (house) => {
      ({ ref } = await declared(house, ana));
      await done(house, ana, ref, aNote("The key is in a public repository."));
      await done(house, ana, ref, aNote("It was revoked."));
      const upload = await house.files.receive(pieces("the proof"), {
        name: "proof.txt",
        type: "text/plain",
      });
      if (!upload.ok) throw new Error("the file was taken");
      const evidence = { kind: "add-evidence", value: "The post." };
      await done(house, ana, ref, aCommand(evidence), { files: [upload.value] });
      ({ ref: drill } = await declared(house, ana, { drill: true }));
    },
    async (house) => {
      if (ref !== undefined) await done(house, ana, ref, aNote("This will be lost."));
    },
  );
  if (ref === undefined || drill === undefined) throw new Error("both were declared");
  return { test, ana, ref, drill };
}

async function* pieces(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text);
}

async function bundleOf(house: House, origin: string) {
  const parts: Uint8Array[] = [];
  const sink = (bytes: Uint8Array) => void parts.push(bytes.slice());
  const texts = async () => ({
    readme: "read me\n",
    report: "<!doctype html>\n",
    verifier: "<!doctype html>\n",
  });
  await exportBundle(house, origin, sink, { texts });
  return verifyBundle(bytesSource(new Uint8Array(Buffer.concat(parts))));
}

describe("an older copy that was put back, and gone on from under a new origin", () => {
  test("is sound, and each incident is what it was and goes on", async () => {
    const { test, ana, ref, drill } = await aWorld();
    const { house, begun } = await begunAnew(test);
    expect(house.standing).toBe("sound");
    expect(house.installation).toBe(begun.installation);
    expect(begun.installation).not.toBe(begun.earlier);
    expect(new Set(begun.incidents.map((one) => one.ref))).toEqual(new Set([ref, drill]));
    const incident = await house.incident(ref);
    expect(incident?.title.value).toBe("Access key published in a blog post");
    expect(incident?.continued?.earlier).toBe(`${begun.earlier}/i/${ref}`);
    await done(house, ana, ref, aNote("We go on."));
    await done(house, ana, drill, aNote("The drill too."));
    await house.close();
  });

  test("begins each log with what it goes on from, and holds every entry under the next number", async () => {
    const { test, ana, ref } = await aWorld();
    const { house, begun } = await begunAnew(test);
    const size = (await house.incident(ref))?.size ?? 0;
    const entries = await entriesOf(house, { ref, kind: "incident" }, 0, size);
    const frozen = `${begun.earlier}/i/${ref}`;
    const head = await house.store.snapshot((reads) => reads.head(frozen));
    const [first] = await house.store.snapshot((reads) =>
      reads.leaves(`${begun.installation}/i/${ref}`, 0, 1),
    );
    expect(JSON.parse(Buffer.from(first ?? []).toString())).toMatchObject({
      act: "log-continued",
      prev: { log: frozen, size: head?.size, root: Buffer.from(head?.root ?? []).toString("base64") },
    });
    expect(entries.at(0)?.f).toMatchObject(SAID);
    expect(entries.at(-1)).toMatchObject({ act: "log-carried", f: { entries: head?.size } });
    const carried = entries.slice(1, -1);
    expect(carried.map(({ seq, carried }) => [seq, carried?.seq])).toEqual(
      Array.from({ length: head?.size ?? 0 }, (_, at) => [at + 1, at]),
    );
    expect(carried.find(({ act }) => act === "note-added")).toMatchObject({
      by: ana.by,
      f: { text: "The key is in a public repository." },
    });
    await house.close();
  });

  test("says in the installation's log what was signed before, and keeps both checkpoints", async () => {
    const { test } = await aWorld();
    const { house, begun } = await begunAnew(test);
    const [leaf] = await house.store.snapshot((reads) => reads.leaves(begun.installation, 0, 1));
    const { prev } = JSON.parse(Buffer.from(leaf ?? []).toString());
    expect(prev.log).toBe(begun.earlier);
    expect(prev.known).toBeGreaterThan(prev.size);
    const kept = readdirSync(join(test.data, "keys")).filter((name) => name.endsWith(".checkpoint"));
    expect(kept.sort()).toEqual(
      [begun.earlier, begun.installation].map((origin) => `${origin.slice(-26)}.checkpoint`).sort(),
    );
    await house.close();
  });

  test("verifies: the new log and the frozen one, each as a bundle, with the file of evidence", async () => {
    const { test, ref } = await aWorld();
    const { house, begun } = await begunAnew(test);
    for (const origin of [`${begun.installation}/i/${ref}`, `${begun.earlier}/i/${ref}`]) {
      const report = await bundleOf(house, origin);
      expect(report).toMatchObject({ word: "intact", origin, faults: [], withheld: [], remarks: [] });
      expect(report.continues?.log).toBe(
        origin.startsWith(begun.installation) ? `${begun.earlier}/i/${ref}` : undefined,
      );
    }
    const incident = await house.incident(ref);
    const [evidence] = [...(incident?.evidence.values() ?? [])];
    expect(evidence?.file?.name).toBe("proof.txt");
    await house.close();
  });

  test("gives on replay the rows that pages read, and every file is named by a log", async () => {
    const { test, ana, ref } = await aWorld();
    const { house } = await begunAnew(test);
    await done(house, ana, ref, aNote("We go on."));
    expect((await replayAll(house)).differences).toEqual([]);
    await house.close();
  });

  test("nothing is added to a frozen log", async () => {
    const { test, ref } = await aWorld();
    const { house, begun } = await begunAnew(test);
    const connection = connectionOf(house);
    const into = `INSERT INTO entry (log, seq, node, root, leaf)
      SELECT log, seq + 1, node, root, leaf FROM entry WHERE log = (SELECT id FROM log WHERE origin = ?) ORDER BY seq DESC LIMIT 1`;
    for (const origin of [begun.earlier, `${begun.earlier}/i/${ref}`])
      expect(() => connection.statement(into).run(origin)).toThrow("frozen");
    await house.close();
  });

  test("a person who acts again is named in the new log", async () => {
    const { test, ana, ref } = await aWorld();
    const { house } = await begunAnew(test);
    const { entries } = await done(house, ana, ref, aNote("We go on."));
    expect(entries.map(({ act }) => act)).toEqual(["note-added", "person-named"]);
    await house.close();
  });

  test("an approval that waited has lapsed, and can be asked for again", async () => {
    const ana = anActor();
    let ref: IncidentRef | undefined;
    const close = aCommand({
      kind: "request-approval",
      for: { kind: "close-incident", because: "All steps are done." },
    });
    const test = await putBack(
      async (house) => {
        ({ ref } = await declared(house, ana));
        await done(house, ana, ref, close);
      },
      async (house) => {
        if (ref !== undefined) await done(house, ana, ref, aNote("This will be lost."));
      },
    );
    const { house } = await begunAnew(test);
    if (ref === undefined) throw new Error("it was declared");
    const statuses = async () =>
      ref === undefined
        ? []
        : [...((await house.incident(ref))?.approvals.values() ?? [])].map((one) => one.status);
    expect(await statuses()).toEqual(["void"]);
    await done(house, ana, ref, close);
    expect(await statuses()).toEqual(["void", "waiting"]);
    await house.close();
  });

  test("can be put back and gone on from once more: every entry keeps who did it and when", async () => {
    const { test, ana, ref } = await aWorld();
    const once = await begunAnew(test);
    await done(once.house, ana, ref, aNote("Between."));
    await once.house.close();
    const old = aFolder();
    copyDatabase(test.data, old);
    const later = await openHouse(test.options);
    await done(later, ana, ref, aNote("Lost again."));
    await later.close();
    copyDatabase(old, test.data);
    const { house, begun } = await begunAnew(test);
    expect(begun.earlier).toBe(once.begun.installation);
    const size = (await house.incident(ref))?.size ?? 0;
    const entries = await entriesOf(house, { ref, kind: "incident" }, 0, size);
    const notes = entries.filter(({ act }) => act === "note-added");
    expect(notes.map(({ f }) => f.text)).toEqual([
      "The key is in a public repository.",
      "It was revoked.",
      "Between.",
    ]);
    expect(notes.every(({ by }) => by.u === ana.userId)).toBe(true);
    expect(entries.filter(({ act }) => act === "log-continued")).toHaveLength(2);
    expect((await replayAll(house)).differences).toEqual([]);
    for (const origin of await house.store.snapshot((reads) => reads.installations()))
      expect(await bundleOf(house, `${origin}/i/${ref}`)).toMatchObject({ word: "intact", faults: [] });
    await house.close();
  });
});

test("what is erased after it is gone from the frozen log too, and both still verify", async () => {
  const told = await aTold();
  const { data, ref, lin, note, proof } = told;
  const options = { data, as: "command-line", app: "1.0.0", playbooks: [] } as const;
  await told.house.close();
  const old = aFolder();
  copyDatabase(data, old);
  const later = await openHouse(options);
  await done(later, lin, ref, aNote("This will be lost."));
  await later.close();
  copyDatabase(old, data);
  const behind = await openHouse(options);
  const begun = await beginNewOrigin(behind, SHELL, SAID);
  await behind.close();
  const house = await openHouse(options);
  await erased({ ...told, house }, note + 1, ["f:text"]);
  await erased({ ...told, house }, proof + 1, ["f:value", "att:0"]);
  expect(filesWith(data)).toEqual([]);
  expect((await replayAll(house)).differences).toEqual([]);
  const present = await bundleOf(house, `${begun.installation}/i/${ref}`);
  const frozen = await bundleOf(house, `${begun.earlier}/i/${ref}`);
  expect([present.word, frozen.word]).toEqual(["intact", "intact"]);
  const slots = (n: number) => [
    `#${note + n} text`,
    `#${proof + n} file`,
    `#${proof + n} file 0`,
    `#${proof + n} value`,
  ];
  expect(present.erased.map(({ slot }) => slot).sort()).toEqual(slots(1));
  expect([...frozen.withheld].sort()).toEqual(slots(0));
  await house.close();
});

describe("a browser that saw the log before", () => {
  async function seenBefore() {
    const { test, ana, ref } = await aWorld();
    const behind = await openHouse(test.options);
    const origin = `${behind.installation}/i/${ref}`;
    await behind.close();
    const note = (size: number, root: Uint8Array) =>
      signCheckpoint({ origin, size, root }, [behind.key.as(origin)]);
    const head = await openHouse(test.options).then(async (house) => {
      const found = await house.store.snapshot((reads) => reads.headAt(origin, 3));
      await house.close();
      return found;
    });
    if (head === undefined) throw new Error("a command ended there");
    const { house } = await begunAnew(test);
    await done(house, ana, ref, aNote("We go on."));
    const judged = async (size: number, root: Uint8Array, key = house.key.publicKey) => {
      const next = `${house.installation}/i/${ref}`;
      const told = await continuationOf(house, next, { seen: origin, from: size });
      return judgeContinuation(note(size, root), told ?? { receipts: [], proof: [] }, key);
    };
    return { house, head, judged, ref };
  }

  test("is shown that all it saw is there", async () => {
    const { house, head, judged, ref } = await seenBefore();
    const verdict = await judged(head.size, head.root);
    expect(verdict).toMatchObject({
      kind: "continued",
      lost: 0,
      checkpoint: { origin: `${house.installation}/i/${ref}` },
    });
    await house.close();
  });

  test("is told how many entries are lost", async () => {
    const { house, judged } = await seenBefore();
    const before = 6;
    expect(await judged(before + 3, new Uint8Array(32))).toMatchObject({ kind: "continued", lost: 3 });
    await house.close();
  });

  test("is alarmed where what it saw was another history, where nothing says it goes on, and by another key", async () => {
    const { house, head, judged, ref } = await seenBefore();
    expect(await judged(head.size, new Uint8Array(32).fill(7))).toMatchObject({
      kind: "contradiction",
      why: expect.stringContaining("not those this browser saw"),
    });
    const { publicKey } = (await aHouse()).house.key;
    expect(await judged(head.size, head.root, publicKey)).toMatchObject({
      kind: "contradiction",
      why: expect.stringContaining("not signed"),
    });
    const next = `${house.installation}/i/${ref}`;
    expect(await continuationOf(house, next, { seen: `${next}X`, from: 1 })).toBeUndefined();
    await house.close();
  });
});

describe("a new origin", () => {
  test("is not begun where the logs are sound, and not where one was rewritten", async () => {
    const sound = await aHouse();
    await expect(beginNewOrigin(sound.house, SHELL, SAID)).rejects.toThrow(NothingSigned);
    const { test, ana, ref } = await aWorld();
    const blind = await openHouse({ ...test.options, checkpointDir: aFolder() });
    await blind.acceptAsNewest(SHELL, SAID);
    for (let n = 0; n < 3; n++) {
      await done(blind, ana, ref, aNote("Another history."));
      await blind.anchor();
    }
    await blind.close();
    const house = await openHouse(test.options);
    expect(house.standing).toMatchObject({ because: "contradicts-checkpoint" });
    await expect(beginNewOrigin(house, SHELL, SAID)).rejects.toThrow(NothingSigned);
    await house.close();
  });

  test("is begun whole or not at all: a file that is gone stops it, and nothing has changed", async () => {
    const { test, ana, ref } = await aWorld();
    rmSync(join(test.data, "files", ref), { recursive: true });
    const house = await openHouse(test.options);
    await expect(beginNewOrigin(house, SHELL, SAID)).rejects.toThrow("not on disk");
    expect(await house.store.snapshot((reads) => reads.installations())).toEqual([house.installation]);
    expect(readdirSync(join(test.data, "files", "incoming"))).toEqual([]);
    expect(await execute(house, ana, ref, aNote("Go on?"))).toMatchObject({ error: { code: "read-only" } });
    await house.close();
  });
});
