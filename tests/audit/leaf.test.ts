import { utf8ToBytes } from "@noble/hashes/utils.js";
import canonicalize from "canonicalize";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toBase64 } from "#app/core/audit/base64.ts";
import { encodeLeaf, type Leaf, parseLeaf } from "#app/core/audit/leaf.ts";
import { formatVkey } from "#app/core/audit/vkey.ts";
import { ALICE, INST, LOG, seedOf, signerOf } from "./a-log.ts";

const ROOT = toBase64(new Uint8Array(32).fill(7));
const EMPTY_ROOT = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
const NOTE: Leaf = {
  v: 1,
  log: LOG,
  seq: 5,
  at: "2026-11-24T03:46:00.123Z",
  by: { k: "person", u: ALICE, auth: "passkey" },
  act: "note-added",
  on: { t: "step", id: "S12" },
  cmd: 5,
  app: "1.0.0",
};
const system = { k: "system", u: "system", auth: "none" } as const;
const HEAD = {
  ...NOTE,
  log: INST,
  act: "log-head",
  by: system,
  on: { t: "log", id: LOG.slice(-26) },
  head: { log: LOG, root: ROOT, rotations: 0, size: 3 },
};
const vkey = (name: string, seed: string) => formatVkey(signerOf(name, seedOf(seed)).vkey);
const KEYS = {
  ...NOTE,
  log: INST,
  act: "key-rotated",
  keys: { k: 1, old: vkey(INST, "old"), new: vkey(INST, "new") },
};
const OTHER = "example.org/sangfroid/ZZZZZZZZZZZZZZZZZZZZZZZZZZ";
const PREV = {
  ...NOTE,
  seq: 0,
  cmd: 0,
  act: "log-continued",
  prev: { log: OTHER, root: ROOT, size: 4, known: 6 },
};
const ERASES = {
  ...NOTE,
  act: "payload-erased",
  erases: [
    [2, "f", "note"],
    [2, "att", 0],
  ],
};

/** Parses what canonical JSON makes of any object, well formed or not. */
function reads(leaf: object): boolean {
  return parseLeaf(utf8ToBytes(canonicalize(leaf) ?? "")).ok;
}

test.each([
  ["a note", NOTE],
  ["all the lists", { ...NOTE, seen: 5, ref: [0, 4], f: { note: ROOT, a: ROOT }, att: [ROOT, ROOT] }],
  ["a service", { ...NOTE, by: { k: "service", u: `s_${ALICE.slice(2)}`, auth: "token" } }],
  ["a log-head", HEAD],
  ["a key-rotated", KEYS],
  ["a log-continued", PREV],
  ["a log-continued from an empty log", { ...PREV, prev: { ...PREV.prev, size: 0, root: EMPTY_ROOT } }],
  ["a payload-erased", ERASES],
  ["an unknown act", { ...NOTE, act: "never-heard-of" }],
  ["the largest seq", { ...NOTE, seq: 2 ** 53 - 1 }],
  ["a leap day", { ...NOTE, at: "2024-02-29T23:59:59.999Z" }],
])("a leaf with %s is read and written back the same", (_, leaf) => {
  const bytes = utf8ToBytes(canonicalize(leaf) ?? "");
  const parsed = parseLeaf(bytes);
  if (!parsed.ok) throw new Error(parsed.error);
  expect(encodeLeaf(parsed.value)).toEqual(bytes);
});

const refused: readonly (readonly [string, object])[] = [
  ["another version", { ...NOTE, v: 2 }],
  ["no v", { ...NOTE, v: undefined }],
  ["an unknown member", { ...NOTE, x: 1 }],
  ["null in an optional member", { ...NOTE, seen: null }],
  ["a log that is none", { ...NOTE, log: "example.org" }],
  ["an upper-case domain", { ...NOTE, log: LOG.replace("example", "Example") }],
  ["an ID with an I", { ...NOTE, log: `${INST}/i/01IDDDDDDDDDDDDDDDDDDDDDDD` }],
  [
    "a domain over 100 characters",
    { ...NOTE, log: `${"a".repeat(60)}.${"b".repeat(40)}/sangfroid/0123456789ABCDEFGHJKMNPQRS` },
  ],
  ["a negative seq", { ...NOTE, seq: -1, cmd: -1 }],
  ["a fractional seq", { ...NOTE, seq: 5.5 }],
  ["a seq above 2^53-1", { ...NOTE, seq: 2 ** 53 }],
  ["the 30th of February", { ...NOTE, at: "2026-02-30T00:00:00.000Z" }],
  ["29 February 1900", { ...NOTE, at: "1900-02-29T00:00:00.000Z" }],
  ["year 0", { ...NOTE, at: "0000-01-01T00:00:00.000Z" }],
  ["hour 24", { ...NOTE, at: "2026-11-24T24:00:00.000Z" }],
  ["second 60", { ...NOTE, at: "2026-12-31T23:59:60.000Z" }],
  ["an offset", { ...NOTE, at: "2026-11-24T03:46:00.123+01:00" }],
  ["no milliseconds", { ...NOTE, at: "2026-11-24T03:46:00Z" }],
  ["an act with a capital", { ...NOTE, act: "noteAdded" }],
  ["an act over 48 characters", { ...NOTE, act: "a".repeat(49) }],
  ["an act that ends in a dash", { ...NOTE, act: "note-" }],
  ["a person with a service's id", { ...NOTE, by: { ...NOTE.by, u: `s_${ALICE.slice(2)}` } }],
  ["an unknown kind", { ...NOTE, by: { ...NOTE.by, k: "robot" } }],
  ["an unknown way of signing in", { ...NOTE, by: { ...NOTE.by, auth: "magic" } }],
  ["a fourth member of by", { ...NOTE, by: { ...NOTE.by, name: "Alice" } }],
  ["a subject id with a space", { ...NOTE, on: { t: "step", id: "S 12" } }],
  ["a subject id over 64 characters", { ...NOTE, on: { t: "step", id: "x".repeat(65) } }],
  ["a cmd after seq", { ...NOTE, cmd: 6 }],
  ["an app with a slash", { ...NOTE, app: "1/0" }],
  ["seen after seq", { ...NOTE, seen: 6 }],
  ["ref that is empty", { ...NOTE, ref: [] }],
  ["ref that does not ascend", { ...NOTE, ref: [3, 3] }],
  ["ref to itself", { ...NOTE, ref: [5] }],
  ["f that is empty", { ...NOTE, f: {} }],
  ["33 fields", { ...NOTE, f: Object.fromEntries(Array.from({ length: 33 }, (_, at) => [`f${at}`, ROOT])) }],
  ["a field name with a dash", { ...NOTE, f: { "a-b": ROOT } }],
  ["a field name of 49 characters", { ...NOTE, f: { ["a".repeat(49)]: ROOT } }],
  ["a commitment of 31 bytes", { ...NOTE, f: { note: toBase64(new Uint8Array(31)) } }],
  ["a commitment with spare bits set", { ...NOTE, f: { note: `${ROOT.slice(0, 42)}d=` } }],
  ["att that is empty", { ...NOTE, att: [] }],
  ["33 files", { ...NOTE, att: Array.from({ length: 33 }, () => ROOT) }],
  ["erases in another act", { ...ERASES, act: "note-added" }],
  ["no erases in a payload-erased", { ...NOTE, act: "payload-erased" }],
  ["erases that is empty", { ...ERASES, erases: [] }],
  [
    "a slot erased twice",
    {
      ...ERASES,
      erases: [
        [2, "f", "note"],
        [2, "f", "note"],
      ],
    },
  ],
  ["a slot of its own erased", { ...ERASES, erases: [[5, "f", "note"]] }],
  ["a slot of another kind", { ...ERASES, erases: [[2, "x", "note"]] }],
  [
    "a payload-erased by a service",
    { ...ERASES, by: { k: "service", u: `s_${ALICE.slice(2)}`, auth: "token" } },
  ],
  ["a log-head in an incident's log", { ...HEAD, log: LOG }],
  ["a log-head by a person", { ...HEAD, by: NOTE.by }],
  ["a log-head on something else", { ...HEAD, on: { ...HEAD.on, t: "step" } }],
  [
    "a log-head of another log than its subject",
    { ...HEAD, on: { t: "log", id: "01JEEEEEEEEEEEEEEEEEEEEEEE" } },
  ],
  ["a log-head of size 0", { ...HEAD, head: { ...HEAD.head, size: 0 } }],
  ["a key-rotated in an incident's log", { ...KEYS, log: LOG }],
  ["rotation 0", { ...KEYS, keys: { ...KEYS.keys, k: 0 } }],
  ["a rotation to the same key", { ...KEYS, keys: { ...KEYS.keys, new: KEYS.keys.old } }],
  ["keys named for the log", { ...KEYS, keys: { ...KEYS.keys, new: vkey(LOG, "new") } }],
  [
    "a key id that is wrong",
    { ...KEYS, keys: { ...KEYS.keys, new: KEYS.keys.new.replace(/\+[0-9a-f]{8}\+/, "+00000000+") } },
  ],
  ["a log-continued that is not #0", { ...PREV, seq: 1, cmd: 1 }],
  ["a log-continued from the same installation", { ...PREV, prev: { ...PREV.prev, log: INST } }],
  ["a log-continued that knows less than it has", { ...PREV, prev: { ...PREV.prev, known: 3 } }],
  ["an empty log with a root", { ...PREV, prev: { ...PREV.prev, size: 0 } }],
];

test.each(refused)("a leaf with %s is refused, and cannot be written", (_, leaf) => {
  expect(reads(leaf)).toBe(false);
  expect(() => encodeLeaf(leaf as Leaf)).toThrow(/^leaf: /); // as a caller without types could
});

describe("the spelling of a leaf", () => {
  const text = canonicalize(NOTE) ?? "";
  test.each([
    ["a space", text.replace(",", ", ")],
    ["an escape", text.replace("note-added", "note\\u002dadded")],
    ["another number", text.replace('"cmd":5', '"cmd":5.0')],
    ["an exponent", text.replace('"cmd":5', '"cmd":5e0')],
    ["minus zero", text.replace('"cmd":5', '"cmd":-0')],
    ["a repeated member", text.replace('"cmd":5', '"cmd":5,"cmd":5')],
    ["another order", text.replace('"act":"note-added","app":"1.0.0"', '"app":"1.0.0","act":"note-added"')],
    ["a line feed at the end", `${text}\n`],
    ["no JSON", text.slice(1)],
    ["an array", `[${text}]`],
  ])("with %s is refused", (_, other) => {
    expect(other).not.toBe(text);
    expect(parseLeaf(utf8ToBytes(other)).ok).toBe(false);
  });

  test("of more than 8,192 bytes is refused", () => {
    const ref = Array.from({ length: 3000 }, (_, at) => at);
    expect(reads({ ...NOTE, seq: 9000, cmd: 9000, ref })).toBe(false);
    expect(() => encodeLeaf({ ...NOTE, seq: 9000, cmd: 9000, ref })).toThrow("longer than 8192 bytes");
  });

  test("any one character changed is refused, or is another leaf", () => {
    fc.assert(
      fc.property(fc.nat({ max: text.length - 1 }), fc.integer({ min: 0x20, max: 0x7e }), (at, code) => {
        const other = text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
        const parsed = parseLeaf(utf8ToBytes(other));
        if (parsed.ok) expect(encodeLeaf(parsed.value)).toEqual(utf8ToBytes(other));
      }),
    );
  });
});
