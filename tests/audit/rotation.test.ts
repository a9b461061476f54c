import { utf8ToBytes } from "@noble/hashes/utils.js";
import { describe, expect, test } from "vitest";
import { toBase64 } from "#app/core/audit/base64.ts";
import { signCheckpoint } from "#app/core/audit/checkpoint.ts";
import { encodeLeaf, type Leaf } from "#app/core/audit/leaf.ts";
import { exportName } from "#app/core/audit/origin.ts";
import { formatReceipt } from "#app/core/audit/proof-files.ts";
import { inclusionProof, rootAt } from "#app/core/audit/proofs.ts";
import { nothingFromOutside } from "#app/core/audit/verify.ts";
import { formatVkey } from "#app/core/audit/vkey.ts";
import { bundleOf, INST, LOG, notes, seedOf, signerOf, TestLog, treeOf } from "./a-log.ts";
import { namedIn, verify } from "./containers.ts";

// docs/format.md, section 8: from each key a proved step leads to the next.

const SEEDS = ["first", "second", "third"].map(seedOf);
const signers = SEEDS.map((seed) => signerOf(INST, seed));
const vkeys = signers.map(({ vkey }) => formatVkey(vkey));
const log = new TestLog(notes(4), { seed: seedOf("third") });

interface Twist {
  readonly keys?: readonly { readonly k: number; readonly old: string; readonly new: string }[];
  /** Which keys sign the checkpoint of each rotation. */
  readonly signedBy?: readonly (readonly number[])[];
  readonly rotations?: number;
  readonly files?: readonly number[];
}

const SOUND = [
  { k: 1, old: vkeys[0] ?? "", new: vkeys[1] ?? "" },
  { k: 2, old: vkeys[1] ?? "", new: vkeys[2] ?? "" },
];

async function rotatedBundle(twist: Twist = {}): Promise<Uint8Array> {
  const keys = twist.keys ?? SOUND;
  const head = {
    log: LOG,
    root: toBase64(await rootAt(4, log.tree.read)),
    rotations: twist.rotations ?? keys.length,
    size: 4,
  };
  const leaves = [
    ...keys.map((one, seq) => ({ ...systemLeaf("key-rotated", "key", "key", seq), keys: one })),
    { ...systemLeaf("log-head", "log", LOG.slice(-26), keys.length), head },
  ].map(encodeLeaf);
  const tree = treeOf(leaves);
  const receipt = async (index: number, size: number, by: readonly number[]) => {
    const root = await rootAt(size, tree.read);
    const checkpoint = signCheckpoint(
      { origin: INST, size, root },
      by.flatMap((key) => signers[key] ?? []),
    );
    return formatReceipt({
      leaf: leaves[index] ?? new Uint8Array(0),
      index,
      proof: await inclusionProof(index, size, tree.read),
      checkpoint,
    });
  };
  const rotations = await Promise.all(
    keys.map((_, at) => receipt(at, at + 1, twist.signedBy?.[at] ?? [at, at + 1])),
  );
  const files = twist.files?.flatMap((at) => rotations[at] ?? []) ?? rotations;
  const source = {
    ...(await log.source()),
    rotations: files,
    anchor: await receipt(keys.length, keys.length + 1, [2]),
  };
  return bundleOf(source, log.signer(exportName(LOG)));
}

function systemLeaf(act: string, t: string, id: string, seq: number): Leaf {
  const by = { auth: "none", k: "system", u: "system" } as const;
  return {
    v: 1,
    log: INST,
    seq,
    at: "2026-11-24T05:00:00.000Z",
    by,
    act,
    on: { t, id },
    cmd: seq,
    app: "1.0.0",
  };
}

test("two rotations verify, and each of the three keys matches", async () => {
  const bundle = await rotatedBundle();
  expect(await verify(bundle)).toMatchObject({ word: "intact", faults: [] });
  const matches = await Promise.all(
    vkeys.map(async (vkey) => (await verify(bundle, { ...nothingFromOutside, vkey })).vkey),
  );
  expect(matches).toEqual(["matched earlier", "matched earlier", "matched"]);
});

test("a checkpoint that an earlier key signed counts; if it contradicts, that is said", async () => {
  const bundle = await rotatedBundle();
  const kept = (of: TestLog) => of.checkpoint(3);
  const before = new TestLog(notes(4), { seed: seedOf("first") });
  const note = async (text: Promise<string>) => [{ name: "kept", bytes: utf8ToBytes(await text) }];
  expect(
    await verify(bundle, { ...nothingFromOutside, checkpoints: await note(kept(before)) }),
  ).toMatchObject({ witnessed: 3, faults: [] });
  const rewritten = new TestLog([...notes(2), { values: { note: "other" } }], { seed: seedOf("first") });
  const report = await verify(bundle, { ...nothingFromOutside, checkpoints: await note(kept(rewritten)) });
  expect(report.faults).toMatchObject([
    { file: "kept", message: expect.stringContaining("only an earlier key signed it") },
  ]);
});

describe("a rotation", () => {
  const stranger = formatVkey(signerOf(INST, seedOf("stranger")).vkey);
  test.each<readonly [string, Twist, string]>([
    ["signed by the old key alone", { signedBy: [[0], [1, 2]] }, "001"],
    ["signed by the new key alone", { signedBy: [[0, 1], [2]] }, "002"],
    [
      "that begins with another key than the one before ended with",
      { keys: [SOUND[0], { k: 2, old: stranger, new: vkeys[2] ?? "" }].flatMap((one) => one ?? []) },
      "002",
    ],
    ["with the number of another", { keys: SOUND.map((one) => ({ ...one, k: 1 })) }, "002"],
    ["put in the place of another", { files: [1, 0] }, "001"],
    ["that stands twice", { files: [0, 0] }, "002"],
    ["that is left out", { files: [0] }, "002"],
    ["too many for the anchor", { rotations: 1 }, "002"],
  ])("%s is named", async (_, twist, file) => {
    const report = await verify(await rotatedBundle(twist));
    expect(report.word).toBe("tampered");
    expect([...namedIn(report)]).toContain(`anchor/rotation/${file}.tlog-proof`);
  });

  test("that leads to another key than the bundle's is named", async () => {
    const report = await verify(await rotatedBundle({ keys: SOUND.slice(0, 1) }));
    expect([...namedIn(report)]).toContain("anchor/rotation/001.tlog-proof");
  });

  test("count of 2^53-1 in the anchor is judged at once", async () => {
    const report = await verify(await rotatedBundle({ rotations: 2 ** 53 - 1 }));
    expect(report.word).toBe("tampered");
    expect(report.faults.length).toBeLessThan(100);
  });
});
