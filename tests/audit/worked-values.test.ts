import { readFileSync } from "node:fs";
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { describe, expect, test } from "vitest";
import { fromBase64, toBase64 } from "#app/core/audit/base64.ts";
import { canonicalValue } from "#app/core/audit/canonical.ts";
import { parseCheckpoint, signCheckpoint } from "#app/core/audit/checkpoint.ts";
import { commitField, commitFile, commitSlot, innerHash } from "#app/core/audit/commitment.ts";
import { encodeLeaf, type Leaf, parseLeaf } from "#app/core/audit/leaf.ts";
import { signNote, verifyNote } from "#app/core/audit/note.ts";
import { formatPayloadLine } from "#app/core/audit/payload-line.ts";
import { formatReceipt, parseReceipt } from "#app/core/audit/proof-files.ts";
import { inclusionProof } from "#app/core/audit/proofs.ts";
import { isSlot } from "#app/core/audit/slot.ts";
import { emptyEdge, leafHash, push, rootOf } from "#app/core/audit/tree.ts";
import { formatVkey, logVkeys, vkeyFor } from "#app/core/audit/vkey.ts";
import { worked } from "./vectors.ts";

// The values worked out by hand in docs/format.md, and those of the independent writer.

const SEED = Uint8Array.from({ length: 32 }, (_, at) => at);
const PUBLIC_KEY = ed25519.getPublicKey(SEED);
const INST = "example.org/sangfroid/0123456789ABCDEFGHJKMNPQRS";
const LOG = `${INST}/i/01JDDDDDDDDDDDDDDDDDDDDDDD`;
const keys = logVkeys(LOG, PUBLIC_KEY);
const signer = (vkey: typeof keys.checkpoint) => ({
  vkey,
  sign: (bytes: Uint8Array) => ed25519.sign(bytes, SEED),
});

function bytesFrom(first: number): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, at) => first + at);
}

const NOTE_INNER = innerHash(bytesFrom(0x20), canonicalValue({ text: "clé exposée 中", n: 2 }));
const FILE_INNER = innerHash(bytesFrom(0x40), utf8ToBytes("hello\n"));

const LEAF: Leaf = {
  v: 1,
  log: LOG,
  seq: 1,
  at: "2026-11-24T03:46:00.123Z",
  by: { k: "person", u: "u_0000000000000000000000000A", auth: "passkey" },
  act: "note-added",
  on: { t: "step", id: "S12" },
  cmd: 1,
  app: "1.0.0",
  seen: 1,
  f: { note: commitField(LOG, 1, "note", NOTE_INNER) },
  att: [commitFile(LOG, 1, 0, FILE_INNER)],
};

describe("the values worked out by hand", () => {
  test("one public key has another key id under each name it signs as", () => {
    expect(bytesToHex(PUBLIC_KEY)).toBe("03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8");
    expect(vkeyFor(INST, PUBLIC_KEY).keyId).toBe("a79e5e51");
    expect(keys.checkpoint.keyId).toBe("b43cc443");
    expect(keys.manifest.keyId).toBe("c5da8772");
    expect(formatVkey(keys.checkpoint)).toBe(`${LOG}+b43cc443+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4`);
  });

  test("roots of the leaves a b c d e", () => {
    const roots = new Map<number, string>();
    let edge = emptyEdge;
    for (const letter of "abcde") {
      edge = push(edge, leafHash(utf8ToBytes(letter))).edge;
      roots.set(edge.size, bytesToHex(rootOf(edge)));
    }
    expect(roots.get(1)).toBe("022a6979e6dab7aa5ae4c3e5e45f7e977112a7e63593820dbec1ec738a24f93c");
    expect(roots.get(2)).toBe("b137985ff484fb600db93107c77b0365c80d78f5b429ded0fd97361d077999eb");
    expect(roots.get(3)).toBe("36642e73c2540ab121e3a6bf9545b0a24982cd830eb13d3cd19de3ce6c021ec1");
    expect(roots.get(5)).toBe("fe14a5426fbd70c0fa73f52342afed0da0bd23c4838662ccf6b88a3070ead97b");
  });

  test("a field and a file are committed to", () => {
    expect(toBase64(NOTE_INNER)).toBe("+JlmRZRvHqtr98Kb1qcZiS7MTMWfnDJiAOhe+Yl0sdE=");
    expect(LEAF.f?.note).toBe("uQwuLGqL9gysBjMTqfu8qXSygoO3WI876dlGd+3eXDk=");
    expect(toBase64(FILE_INNER)).toBe("ijoFxAePi+K9HBrmqX0EhasvAKK8c8FzY2rLI+vMeDk=");
    expect(LEAF.att?.[0]).toBe("50SOwMrwpgjUzRtG4u5blQvvBNNUxiz1OUso2NkpY6Q=");
  });

  test("the leaf of seq 1 hashes as printed", () => {
    expect(toBase64(leafHash(encodeLeaf(LEAF)))).toBe("lot81/ZGQROPJf+6XIcF9u1PJ68fbhTPD8q6hNmNG7A=");
    expect(parseLeaf(encodeLeaf(LEAF))).toEqual({ ok: true, value: LEAF });
  });

  test("its receipt is the printed file, byte for byte", async () => {
    const other = fromBase64("sQy80jE9aAdIAxk/E1p7A7nZyGfcCCHKgvLpNe0BL4Q=");
    const root = fromBase64("y1LqCS3s1DHxNMJoUB3h9CGjCTSEZ05UoSKw6uU6NHI=");
    if (other === undefined || root === undefined) throw new Error("not base64");
    const leaf = encodeLeaf(LEAF);
    const { edge } = push(push(emptyEdge, other).edge, leafHash(leaf));
    expect(rootOf(edge)).toEqual(root);
    const proof = await inclusionProof(1, 2, () => other);
    const checkpoint = signCheckpoint({ origin: LOG, size: 2, root }, [signer(keys.checkpoint)]);
    expect(checkpoint).toContain(
      `— ${LOG} tDzEQ/k93jllQa96/FignUHO6stB0LrAnyRc02COTl6ShkYC0945CBC9Xycnq+uhyHahUi8oJ0S16ZwxPNiWlu6DYAQ=\n`,
    );
    const receipt = utf8ToBytes(formatReceipt({ leaf, index: 1, proof, checkpoint }));
    expect(bytesToHex(sha256(receipt))).toBe(
      "c425ce7afb8312f75035033a8a6223cb0e0decf65a7ed309087ffc614395ae77",
    );
    const parsed = parseReceipt(receipt);
    if (!parsed.ok) throw new Error(parsed.error);
    expect(parsed.value.leaf).toEqual(leaf);
    expect(parsed.value.proof).toEqual([other]);
  });

  test("the manifest is signed under the export name", () => {
    const digest = sha256(
      utf8ToBytes("98ea6e4f216f2fb4b69fff9b3a44842c38686ca685f3f55dc48c5d3fb1107be4  a\n"),
    );
    const note = signNote(`sangfroid/manifest/v1\n${LOG}\n${bytesToHex(digest)}\n`, [signer(keys.manifest)]);
    expect(note).toContain(
      `— ${LOG}/export xdqHcsbjdzkppyL/QxboQLK8JYM8Qnsj/M/dXMVQyMvlyrHw4HKiRDyLjA3GIzdiF6poSyTS6kw1gWkQk2NCn/2XOAc=\n`,
    );
  });
});

test("docs/format.md prints this very leaf and payload line", () => {
  const page = readFileSync("docs/format.md", "utf8");
  const leaf = new TextDecoder().decode(encodeLeaf(LEAF)).replace(LOG, "LOG");
  const line = formatPayloadLine({
    seq: 1,
    f: { note: { salt: toBase64(bytesFrom(0x20)), value: { n: 2, text: "clé exposée 中" } } },
    att: [{ salt: toBase64(bytesFrom(0x40)) }],
  });
  expect(page).toContain(`\n${leaf}\n`);
  expect(page).toContain(`\n${new TextDecoder().decode(line)}`);
});

describe("the values of the independent writer", () => {
  test.each(worked.testKeys)("vkeys of $bundle, key $k", ({ seed, publicKey, vkeys }) => {
    const key = ed25519.getPublicKey(hexToBytes(seed));
    expect(bytesToHex(key)).toBe(publicKey);
    const { checkpoint, manifest } = logVkeys(LOG, key);
    expect([vkeyFor(INST, key), checkpoint, manifest].map(formatVkey)).toEqual(vkeys);
  });

  test.each(worked.leaves)("leaf: $what", ({ leaf, leafHash: hash }) => {
    const bytes = utf8ToBytes(leaf);
    const parsed = parseLeaf(bytes);
    if (!parsed.ok) throw new Error(parsed.error);
    expect(encodeLeaf(parsed.value)).toEqual(bytes);
    expect(toBase64(leafHash(bytes))).toBe(hash);
  });

  test.each(worked.payloadLines.flatMap((line) => line.slots))("commitment of $slot", (worked) => {
    const salt = fromBase64(worked.salt);
    if (salt === undefined || !isSlot(worked.slot)) throw new Error("not a slot");
    const inner = innerHash(salt, utf8ToBytes(worked.data));
    expect(toBase64(inner)).toBe(worked.inner);
    expect(commitSlot(LOG, worked.slot, inner)).toBe(worked.commitment);
    expect(toBase64(sha256(utf8ToBytes(worked.hashed)))).toBe(worked.commitment);
  });

  test("a checkpoint signed by a key verifies under its derived vkey", () => {
    for (const key of worked.testKeys) {
      const seed = hexToBytes(key.seed);
      const { checkpoint: vkey } = logVkeys(LOG, ed25519.getPublicKey(seed));
      const root = bytesFrom(7);
      const text = signCheckpoint({ origin: LOG, size: 9, root }, [
        { vkey, sign: (bytes) => ed25519.sign(bytes, seed) },
      ]);
      const parsed = parseCheckpoint(utf8ToBytes(text));
      if (!parsed.ok) throw new Error(parsed.error);
      expect(verifyNote(parsed.value.note, [vkey])).toEqual({ verified: [vkey], failed: [] });
    }
  });
});
