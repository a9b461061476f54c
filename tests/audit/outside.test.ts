import { utf8ToBytes } from "@noble/hashes/utils.js";
import { describe, expect, test } from "vitest";
import { signCheckpoint } from "#app/core/audit/checkpoint.ts";
import { signNote } from "#app/core/audit/note.ts";
import { type FromOutside, nothingFromOutside } from "#app/core/audit/verify.ts";
import { sortByKind } from "#app/core/audit/verify-outside.ts";
import { INST, LOG, notes, seedOf, signerOf, TestLog } from "./a-log.ts";
import { namedIn, verify } from "./containers.ts";

// docs/format.md, Verification, step 8: what someone kept against what a bundle says.

const later = new TestLog(notes(12));
const log = new TestLog(notes(5));
const rewritten = new TestLog([...notes(3), { values: { note: "another past" } }, ...notes(9).slice(1)]);

function given(
  files: { readonly [kind in "checkpoints" | "receipts" | "consistency"]?: readonly string[] },
): FromOutside {
  const named = (kind: string, texts: readonly string[] = []) =>
    texts.map((text, at) => ({ name: `${at}.${kind}`, bytes: utf8ToBytes(text) }));
  return {
    vkey: log.vkey,
    checkpoints: named("checkpoint", files.checkpoints),
    receipts: named("receipt", files.receipts),
    consistency: named("consistency", files.consistency),
  };
}

async function judged(files: Parameters<typeof given>[0]) {
  return verify(await log.bundle(), given(files));
}

describe("a checkpoint of this log", () => {
  test.each([0, 1, 3, 5])("of size %i that agrees witnesses the log up to there", async (size) => {
    expect(await judged({ checkpoints: [await log.checkpoint(size)] })).toMatchObject({
      exit: 0,
      witnessed: size,
    });
  });

  test("of a rewritten past contradicts, and is named", async () => {
    const report = await judged({ checkpoints: [await rewritten.checkpoint(4)] });
    expect(report).toMatchObject({ word: "tampered", exit: 1, witnessed: null });
    expect([...namedIn(report)]).toEqual(["0.checkpoint"]);
  });

  test("that is newer than the bundle is not compared, unless a consistency file leads to it", async () => {
    expect(await judged({ checkpoints: [await later.checkpoint(9)] })).toMatchObject({
      exit: 3,
      witnessed: null,
      notCompared: [{ file: "0.checkpoint" }],
    });
    const led = { checkpoints: [await later.checkpoint(9)], consistency: [await later.consistency(5, 9)] };
    expect(await judged(led)).toMatchObject({ exit: 0, witnessed: 9 });
  });

  test("that is newer and not what the consistency file leads to contradicts", async () => {
    const forked = new TestLog([...notes(5), { values: { note: "a fork" } }, ...notes(4).slice(1)]);
    const report = await judged({
      checkpoints: [await forked.checkpoint(9)],
      consistency: [await later.consistency(5, 9)],
    });
    expect(report.exit).toBe(1);
    expect([...namedIn(report)]).toEqual(["0.checkpoint"]);
  });

  test("signed by a stranger's key contradicts", async () => {
    const { checkpoint } = {
      checkpoint: await new TestLog(notes(5), { seed: seedOf("stranger") }).checkpoint(),
    };
    expect([...namedIn(await judged({ checkpoints: [checkpoint] }))]).toEqual(["0.checkpoint"]);
  });

  test("with a second line of the same signer that fails contradicts, though the first verifies", async () => {
    const good = await log.checkpoint();
    const bad = signNote(`${LOG}\n5\n${"A".repeat(43)}=\n`, [log.signer(LOG)])
      .split("\n")
      .at(-2);
    expect((await judged({ checkpoints: [`${good}${bad}\n`] })).exit).toBe(1);
  });

  test("with a line of an unknown witness is compared like any other", async () => {
    const text = `${LOG}\n5\n`;
    const root = (await log.checkpoint()).split("\n")[2];
    const witnessed = signNote(`${text}${root}\n`, [
      log.signer(LOG),
      signerOf("witness.example", seedOf("w")),
    ]);
    expect(await judged({ checkpoints: [witnessed] })).toMatchObject({ exit: 0, witnessed: 5 });
  });
});

test("a checkpoint of another log is not compared", async () => {
  const other = signerOf("example.net/else", seedOf("else"));
  const note = signCheckpoint({ origin: "example.net/else", size: 3, root: new Uint8Array(32) }, [other]);
  expect(await judged({ checkpoints: [note] })).toMatchObject({
    exit: 3,
    notCompared: [{ file: "0.checkpoint" }],
  });
});

describe("a receipt", () => {
  test("of an entry of the bundle counts, also from a later size", async () => {
    expect(await judged({ receipts: [await log.receipt(2, 4)] })).toMatchObject({ exit: 0, witnessed: 4 });
    expect(await judged({ receipts: [await later.receipt(2, 9)] })).toMatchObject({
      exit: 3,
      witnessed: null,
      faults: [],
    });
  });

  test("of another entry at its place contradicts, even from a later size", async () => {
    const report = await judged({ receipts: [await rewritten.receipt(3, 9)] });
    expect([...namedIn(report)]).toEqual(["0.receipt"]);
  });

  test("with a proof that leads elsewhere contradicts", async () => {
    const receipt = (await log.receipt(2)).replace("index 2", "index 3");
    expect([...namedIn(await judged({ receipts: [receipt] }))]).toEqual(["0.receipt"]);
  });

  test("of the installation log with this log's head counts as a checkpoint of this log", async () => {
    expect(await judged({ receipts: [await log.anchor()] })).toMatchObject({ exit: 0, witnessed: 5 });
    expect(await judged({ receipts: [await log.anchor(3)] })).toMatchObject({ exit: 1 });
  });
});

describe("a consistency file", () => {
  test.each([
    [0, 3],
    [2, 5],
    [3, 3],
    [1, 4],
  ])("from %i to %i within the bundle agrees", async (from, to) => {
    expect(await judged({ consistency: [await log.consistency(from, to)] })).toMatchObject({
      exit: 0,
      witnessed: to,
    });
  });

  test("from within the bundle to beyond must hold, but does not lead there", async () => {
    const report = await judged({ consistency: [await later.consistency(3, 9)] });
    expect(report).toMatchObject({ exit: 3, faults: [], notCompared: [{ file: "0.consistency" }] });
    const broken = await judged({ consistency: [await rewritten.consistency(4, 9)] });
    expect([...namedIn(broken)]).toEqual(["0.consistency"]);
  });

  test("with a size above its checkpoint's contradicts", async () => {
    const file = (await log.consistency(2, 4)).replace("old 2", "old 5");
    expect([...namedIn(await judged({ consistency: [file] }))]).toEqual(["0.consistency"]);
  });
});

describe("a file that does not parse", () => {
  test.each([
    ["checkpoints", "not a note"],
    ["checkpoints", `${LOG}\n0\n${"A".repeat(43)}=\n\n— ${LOG} AAAAAAAA\n`],
    ["receipts", "c2sp.org/tlog-proof@v1\n\nx\n"],
    ["consistency", "old 01\n\nx\n"],
  ] as const)("among the %s is unusable: exit 2", async (kind, text) => {
    const report = await judged({ [kind]: [text] });
    expect(report).toMatchObject({ word: "unusable input", exit: 2, faults: [] });
    expect(report.unusable).toHaveLength(1);
  });

  test("does not hide a fault: exit 1 comes first", async () => {
    expect((await judged({ checkpoints: ["no note", await rewritten.checkpoint(4)] })).exit).toBe(1);
  });

  test("as the vkey is unusable", async () => {
    const report = await verify(await log.bundle(), {
      ...nothingFromOutside,
      vkey: "example.org+00000000+AAAA",
    });
    expect(report).toMatchObject({ exit: 2, vkey: "unusable", unusable: [{ file: "vkey" }] });
  });
});

test("the vkey may be that of the log or the installation, not that of the manifests", async () => {
  const named = async (name: string) => {
    const { vkey } = signerOf(name, seedOf("test"));
    const { formatVkey } = await import("#app/core/audit/vkey.ts");
    return (await verify(await log.bundle(), { ...nothingFromOutside, vkey: formatVkey(vkey) })).vkey;
  };
  expect(await named(INST)).toBe("matched");
  expect(await named(LOG)).toBe("matched");
  expect(await named(`${LOG}/export`)).toBe("other");
});

test("a heap of files is told apart by form", async () => {
  const files = [await log.checkpoint(), await log.receipt(1), await log.consistency(2), `${log.vkey}\n`].map(
    (text, at) => ({
      name: String(at),
      bytes: utf8ToBytes(text),
    }),
  );
  const { notes: sorted, vkey } = sortByKind(files);
  expect(vkey).toBe(log.vkey);
  expect(sorted.checkpoints.map(({ name }) => name)).toEqual(["0"]);
  expect(sorted.receipts.map(({ name }) => name)).toEqual(["1"]);
  expect(sorted.consistency.map(({ name }) => name)).toEqual(["2"]);
});
