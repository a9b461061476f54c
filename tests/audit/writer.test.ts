import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { expect, test } from "vitest";
import { toBase64 } from "#app/core/audit/base64.ts";
import { exportName } from "#app/core/audit/origin.ts";
import { parsePayloadLine } from "#app/core/audit/payload-line.ts";
import { unpackEntries } from "#app/core/audit/tiles.ts";
import { ALICE, BOB, bundleOf, LOG, named, notes, signerOf, TestLog, treeOf } from "./a-log.ts";
import { contain, partsOf, verify } from "./containers.ts";
import { vectorBytes, worked } from "./vectors.ts";

test("the container of a and b/c is the worked one, byte for byte", async () => {
  const bytes = await contain([
    { name: "b/c", bytes: new Uint8Array(0) },
    { name: "a", bytes: utf8ToBytes("hi\n") },
  ]);
  expect(bytes.length).toBe(185);
  expect(bytesToHex(sha256(bytes))).toBe("4998980ddc7c679f456a93f77c131acabeb6637b2b3252ad563399cad10909a0");
});

test.each([
  { bundle: "plain", k: 0 },
  { bundle: "slots", k: 0 },
  { bundle: "rotated", k: 1 },
])(
  "from the contents of $bundle.zip our writer makes the same file as the independent one",
  async ({ bundle, k }) => {
    const original = vectorBytes(`sangfroid/${bundle}.zip`);
    const parts = new Map((await partsOf(original)).map(({ name, bytes }) => [name, bytes]));
    const bytes = (name: string) => parts.get(name) ?? new Uint8Array(0);
    const text = (name: string) => Buffer.from(bytes(name)).toString("utf8");
    const matching = (prefix: string) => [...parts.keys()].filter((name) => name.startsWith(prefix));
    const [entries = ""] = matching("log/tile/entries/");
    const tree = treeOf(unpackEntries(bytes(entries)).leaves);
    const lines = text("payloads/000.jsonl")
      .trimEnd()
      .split("\n")
      .map((line) => {
        const parsed = parsePayloadLine(utf8ToBytes(line));
        if (!parsed.ok) throw new Error(parsed.error);
        return parsed.value;
      });
    const key = worked.testKeys.find((one) => one.bundle === bundle && one.k === k);
    if (key === undefined) throw new Error("no key");
    const source = {
      origin: LOG,
      size: tree.leaves.length,
      publicKey: hexToBytes(key.publicKey),
      checkpoint: text("log/checkpoint"),
      leaves: async (from: number, to: number) => tree.leaves.slice(from, to),
      payloads: async (from: number, to: number) => lines.slice(from, to),
      nodes: async (level: number, from: number, to: number) =>
        Promise.all(Array.from({ length: to - from }, (_, at) => tree.read(level, from + at))),
      files: matching("attachments/").map((name) => ({
        commitment: toBase64(hexToBytes(name.slice("attachments/".length))),
        open: () => [bytes(name)],
      })),
      anchor: text("anchor/head.tlog-proof"),
      rotations: matching("anchor/rotation/").map(text),
      readme: text("README.txt"),
      report: text("report.html"),
      verifier: text("verify/verify.html"),
    };
    expect(await bundleOf(source, signerOf(exportName(LOG), hexToBytes(key.seed)))).toEqual(original);
  },
);

test.each([1, 2, 255, 256, 257, 600])(
  "a bundle of %i entries verifies, witnessed by what was kept",
  async (count) => {
    const log = new TestLog(notes(count));
    const earlier = Math.ceil(count / 2);
    const report = await verify(await log.bundle(), {
      vkey: log.vkey,
      checkpoints: [{ name: "kept.checkpoint", bytes: utf8ToBytes(await log.checkpoint(earlier)) }],
      receipts: [{ name: "kept.tlog-proof", bytes: utf8ToBytes(await log.receipt(count - 1)) }],
      consistency: [{ name: "kept.consistency", bytes: utf8ToBytes(await log.consistency(earlier)) }],
    });
    expect(report).toMatchObject({
      word: "intact",
      exit: 0,
      faults: [],
      witnessed: count,
      size: count,
      remarks: [],
    });
  },
);

test("a tree of three tile levels verifies", async () => {
  const log = new TestLog(notes(66_000));
  expect(await verify(await log.bundle())).toMatchObject({
    word: "intact",
    exit: 3,
    faults: [],
    size: 66_000,
  });
}, 240_000);

test("a redacted export verifies and lists what is withheld", async () => {
  const drafts = [...notes(3), { values: { note: "secret", place: "cellar" }, files: ["photo", "scan"] }];
  const whole = new TestLog(drafts);
  const redacted = new TestLog(drafts, {
    withhold: ([seq, kind, place]) => seq === 3 && (kind === "att" ? place === 1 : place === "note"),
  });
  expect(await redacted.checkpoint()).toBe(await whole.checkpoint());
  const report = await verify(await redacted.bundle(), {
    vkey: whole.vkey,
    checkpoints: [{ name: "of-the-whole.checkpoint", bytes: utf8ToBytes(await whole.checkpoint()) }],
    receipts: [],
    consistency: [],
  });
  expect(report).toMatchObject({ word: "intact", exit: 0, witnessed: 4, withheld: ["#3 note", "#3 file 1"] });
  expect(Buffer.from(await redacted.bundle()).includes("secret")).toBe(false);
});

test("an erasure approved by another person verifies and is listed", async () => {
  const log = new TestLog([
    named(ALICE, "Alice"),
    named(BOB, "Bob"),
    { values: { note: "a name that must go" }, files: ["a photo that must go"] },
    { act: "approved", by: { auth: "passkey", k: "person", u: BOB }, leaf: { on: { t: "entry", id: "2" } } },
    {
      act: "payload-erased",
      leaf: {
        on: { t: "entry", id: "2" },
        ref: [3],
        erases: [
          [2, "f", "note"],
          [2, "att", 0],
        ],
      },
    },
  ]);
  const report = await verify(await log.bundle());
  expect(report).toMatchObject({ word: "intact", exit: 3, faults: [] });
  expect(report.erased).toEqual([
    { slot: "#2 note", by: 4 },
    { slot: "#2 file 0", by: 4 },
  ]);
});

test("two entries of one command share its time, and may be by different actors", async () => {
  const log = new TestLog([
    { values: { note: "first" } },
    { ...named(ALICE, "Alice"), leaf: { on: { t: "person", id: ALICE }, cmd: 0 } },
    { by: { auth: "none", k: "system", u: "system" }, leaf: { cmd: 0 } },
  ]);
  expect(await verify(await log.bundle())).toMatchObject({ word: "intact", faults: [], remarks: [] });
});

test("a person who acts without having been named is a remark, no fault", async () => {
  const log = new TestLog([...notes(2), { by: { auth: "passkey", k: "person", u: BOB } }, named(BOB, "Bob")]);
  const report = await verify(await log.bundle());
  expect(report).toMatchObject({ word: "intact", faults: [] });
  expect(report.remarks).toEqual([`${BOB} acts from #2 on without having been named in this log`]);
});

test("the writer refuses what is no log of an incident, and a source that changes between its two readings", async () => {
  const log = new TestLog(notes(2));
  const source = await log.source();
  await expect(bundleOf({ ...source, origin: "example.org/else" }, log.signer(LOG))).rejects.toThrow(
    RangeError,
  );
  await expect(bundleOf({ ...source, size: 0 }, log.signer(LOG))).rejects.toThrow(RangeError);
  let opened = 0;
  const files = [
    { commitment: toBase64(sha256(utf8ToBytes("x"))), open: () => [utf8ToBytes(`reading ${opened++}`)] },
  ];
  await expect(bundleOf({ ...source, files }, log.signer(LOG))).rejects.toThrow(
    /changed while the bundle was written/,
  );
});
