import { ed25519 } from "@noble/curves/ed25519.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import canonicalize from "canonicalize";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { nodePrimitives } from "#app/cli/node-primitives.ts";
import { fromBase64 } from "#app/core/audit/base64.ts";
import { verifyEd25519 } from "#app/core/audit/ed25519.ts";
import { parseNote, verifyNote } from "#app/core/audit/note.ts";
import { verifyConsistency, verifyInclusion } from "#app/core/audit/proofs.ts";
import { emptyEdge, leafHash, push, rootOf } from "#app/core/audit/tree.ts";
import { formatVkey, parseVkey } from "#app/core/audit/vkey.ts";
import { vectorText } from "./vectors.ts";

// Data published by others; each folder names its source.

function read<T>(name: string, schema: z.ZodType<T>): T {
  return schema.parse(JSON.parse(vectorText(`${name}/cases.json`)));
}

function hashOf(text: string): Uint8Array {
  return fromBase64(text) ?? new Uint8Array(0);
}

const jcs = read(
  "rfc8785",
  z.object({ cases: z.array(z.object({ name: z.string(), input: z.string(), output: z.string() })) }),
);

test.each(jcs.cases)("RFC 8785: $name has the published canonical form", ({ input, output }) => {
  expect(canonicalize(JSON.parse(input))).toBe(output);
});

const Signature = z.object({
  name: z.string(),
  publicKey: z.string(),
  message: z.string(),
  signature: z.string(),
});
const rfc8032 = read("rfc8032", z.object({ cases: z.array(Signature.extend({ seed: z.string() })) }));
const edges = read(
  "ed25519-speccheck",
  z.object({ cases: z.array(Signature.extend({ holds: z.boolean() })) }),
);

describe.each([
  { who: "portable", verify: verifyEd25519 },
  { who: "node:crypto", verify: nodePrimitives.verifyEd25519 },
])("Ed25519, $who", ({ verify }) => {
  test.each(rfc8032.cases)("RFC 8032 $name holds, and fails over another message", (one) => {
    const signature = hexToBytes(one.signature);
    const key = hexToBytes(one.publicKey);
    expect(bytesToHex(ed25519.getPublicKey(hexToBytes(one.seed)))).toBe(one.publicKey);
    expect(verify(signature, hexToBytes(one.message), key)).toBe(true);
    expect(verify(signature, hexToBytes(`${one.message}00`), key)).toBe(false);
  });

  test.each(edges.cases)("$name: $holds", ({ signature, message, publicKey, holds }) => {
    expect(verify(hexToBytes(signature), hexToBytes(message), hexToBytes(publicKey))).toBe(holds);
  });

  test("a key that is not canonical verifies nothing, though it decodes to the same point", () => {
    // y = 1 is the identity: under it R = [S]B holds for any message.
    const s = hexToBytes(`01${"00".repeat(31)}`);
    const signature = new Uint8Array([...ed25519.Point.BASE.toBytes(), ...s]);
    const identity = hexToBytes(`01${"00".repeat(31)}`);
    const withSign = hexToBytes(`01${"00".repeat(30)}80`);
    const abovePrime = hexToBytes(`ee${"ff".repeat(30)}7f`);
    expect(verify(signature, utf8ToBytes("any"), identity)).toBe(true);
    expect(verify(signature, utf8ToBytes("any"), withSign)).toBe(false);
    expect(verify(signature, utf8ToBytes("any"), abovePrime)).toBe(false);
  });

  test("keys and signatures of a wrong length verify nothing", () => {
    const [one] = rfc8032.cases;
    if (one === undefined) throw new Error("no case");
    const signature = hexToBytes(one.signature);
    const key = hexToBytes(one.publicKey);
    const message = new Uint8Array(0);
    expect(verify(signature.subarray(1), message, key)).toBe(false);
    expect(verify(new Uint8Array([...signature, 0]), message, key)).toBe(false);
    expect(verify(signature, message, key.subarray(1))).toBe(false);
    expect(verify(signature, message, new Uint8Array([...key, 0]))).toBe(false);
  });

  test("a key that is no point of the curve verifies nothing", () => {
    const nowhere = hexToBytes(`02${"00".repeat(31)}`);
    expect(verify(new Uint8Array(64), new Uint8Array(0), nowhere)).toBe(false);
  });
});

const notes = read(
  "c2sp-signed-note",
  z.object({ vkey: z.string(), signed: z.string(), emptyLinesInText: z.string() }),
);

describe("C2SP signed-note", () => {
  test("the published note verifies under its vkey", () => {
    const vkey = parseVkey(notes.vkey);
    const note = parseNote(utf8ToBytes(notes.signed));
    if (!vkey.ok || !note.ok) throw new Error("does not parse");
    expect(formatVkey(vkey.value)).toBe(notes.vkey);
    expect(verifyNote(note.value, [vkey.value])).toEqual({ verified: [vkey.value], failed: [] });
  });

  test("a text may hold empty lines: the signatures start behind the last one", () => {
    const note = parseNote(utf8ToBytes(notes.emptyLinesInText));
    if (!note.ok) throw new Error(note.error);
    expect(note.value.text).toMatch(/\n\ned è subito sera\.\n$/);
    expect(note.value.signatures).toMatchObject([{ name: "quasimodo.example/salvatore", keyId: "367ba04b" }]);
  });
});

const trees = read(
  "rfc6962",
  z.object({
    leaves: z.array(z.string()),
    roots: z.array(z.string()),
    inclusion: z.array(
      z.object({
        name: z.string(),
        index: z.number(),
        size: z.number(),
        root: z.string(),
        leafHash: z.string(),
        proof: z.array(z.string()),
        holds: z.boolean(),
      }),
    ),
    consistency: z.array(
      z.object({
        name: z.string(),
        from: z.number(),
        to: z.number(),
        oldRoot: z.string(),
        newRoot: z.string(),
        proof: z.array(z.string()),
        holds: z.boolean(),
      }),
    ),
  }),
);

describe("RFC 6962", () => {
  test("the published leaves give the published roots", () => {
    let edge = emptyEdge;
    const roots: string[] = [];
    for (const leaf of trees.leaves) {
      edge = push(edge, leafHash(hexToBytes(leaf))).edge;
      roots.push(bytesToHex(rootOf(edge)));
    }
    expect(roots).toEqual(trees.roots);
  });

  test.each(trees.inclusion)(
    "inclusion proof, $name: $holds",
    ({ index, size, root, leafHash, proof, holds }) => {
      const claim = { index, size, root: hashOf(root), leafHash: hashOf(leafHash), proof: proof.map(hashOf) };
      expect(verifyInclusion(claim)).toBe(holds);
    },
  );

  test.each(trees.consistency)(
    "consistency proof, $name: $holds",
    ({ from, to, oldRoot, newRoot, proof, holds }) => {
      const claim = {
        from,
        to,
        oldRoot: hashOf(oldRoot),
        newRoot: hashOf(newRoot),
        proof: proof.map(hashOf),
      };
      expect(verifyConsistency(claim)).toBe(holds);
    },
  );
});
