import { utf8ToBytes } from "@noble/hashes/utils.js";
import canonicalize from "canonicalize";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nodePrimitives } from "#app/cli/node-primitives.ts";
import { fromBase64, isBase64Of32, toBase64 } from "#app/core/audit/base64.ts";
import { decodeUtf8 } from "#app/core/audit/bytes.ts";
import { canonicalValue, checkValue, membersAscend } from "#app/core/audit/canonical.ts";
import { commitField, commitFile, innerHash } from "#app/core/audit/commitment.ts";
import { crc32 } from "#app/core/audit/crc32.ts";
import { LINE_BYTES_MAX, parsePayloadLine } from "#app/core/audit/payload-line.ts";
import type { Json } from "#app/core/shared/json.ts";
import { LOG } from "./a-log.ts";

const key = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.-]{0,8}$/);
const scalar = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.boolean(),
  fc.constant(null),
  fc.maxSafeInteger(),
);
const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

describe("a value", () => {
  test("that can be committed to has one spelling, which is recognised without a second serialiser", () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = decodeUtf8(canonicalValue(value)) ?? "";
        const back: unknown = JSON.parse(text);
        expect(membersAscend(back) && JSON.stringify(back) === text).toBe(true);
        expect(canonicalize(back)).toBe(text);
      }),
    );
  });

  test.each([
    ["undefined", undefined],
    ["undefined within", { a: undefined }],
    ["a hole in an array", Array(1)],
    ["a fraction", 1.5],
    ["a number above 2^53-1", 2 ** 53],
    ["NaN", Number.NaN],
    ["a lone high surrogate", "\ud83d"],
    ["a lone low surrogate", { a: ["\ude02x"] }],
    ["a bigint", 1n],
    ["a Date", new Date(0)],
    ["a function", () => 1],
    ["a name that starts with a digit", { "1a": 1 }],
    ["an empty name", { "": 1 }],
    ["a name of 65 characters", { ["a".repeat(65)]: 1 }],
    ["17 levels", JSON.parse(`${"[".repeat(17)}${"]".repeat(17)}`)],
  ])("with %s cannot", (_, value) => {
    expect(checkValue(value)).toBeTypeOf("string");
    expect(() => canonicalValue(value as Json)).toThrow(/^the value /); // as a caller without types could
  });

  test("of 16 levels, or of 65,536 bytes, still can; one more cannot", () => {
    expect(canonicalValue(JSON.parse(`${"[".repeat(16)}${"]".repeat(16)}`))).toHaveLength(32);
    expect(canonicalValue("x".repeat(65_534))).toHaveLength(65_536);
    expect(() => canonicalValue("x".repeat(65_535))).toThrow("65537 bytes");
    expect(() => canonicalValue("é".repeat(32_768))).toThrow("65538 bytes");
  });

  test("that is a whole emoji or minus zero has a canonical form", () => {
    expect(decodeUtf8(canonicalValue("😂"))).toBe('"😂"');
    expect(decodeUtf8(canonicalValue(-0))).toBe("0");
  });
});

test("a commitment changes with each of its parts", () => {
  const salt = new Uint8Array(32);
  const inner = innerHash(salt, canonicalValue("x"));
  const all = [
    commitField(LOG, 1, "note", inner),
    commitField(LOG, 2, "note", inner),
    commitField(LOG, 1, "other", inner),
    commitField(`${LOG.slice(0, -1)}E`, 1, "note", inner),
    commitField(LOG, 1, "note", innerHash(salt, canonicalValue("y"))),
    commitField(LOG, 1, "note", innerHash(new Uint8Array(32).fill(1), canonicalValue("x"))),
    commitFile(LOG, 1, 0, inner),
    commitFile(LOG, 1, 1, inner),
  ];
  expect(new Set(all).size).toBe(all.length);
  expect(() => innerHash(new Uint8Array(31), salt)).toThrow(RangeError);
});

test("no line of what is disclosed can be longer than the reader's limit", () => {
  const slot = { salt: "A".repeat(44), value: "x".repeat(65_534) };
  const f = Object.fromEntries(Array.from({ length: 32 }, (_, at) => [`f${at}`.padEnd(48, "x"), slot]));
  const att = Array.from({ length: 32 }, () => ({ salt: "A".repeat(44) }));
  expect(JSON.stringify({ att, f, seq: Number.MAX_SAFE_INTEGER }).length).toBeLessThan(LINE_BYTES_MAX);
});

test.each([
  '{"f":{"a":{"erased":1,"withheld":true}},"seq":2}',
  '{"f":{"a":{"withheld":false}},"seq":2}',
  '{"f":{"a":{"erased":-1}},"seq":2}',
  '{"f":{"a":{"salt":"AAAA","value":1}},"seq":2}',
  `{"f":{"a":{"salt":"${"A".repeat(43)}="}},"seq":2}`,
  `{"att":[{"salt":"${"A".repeat(43)}=","value":1}],"seq":2}`,
  '{"f":[],"seq":2}',
  '{"att":{},"seq":2}',
  '{"seq":"2"}',
  '{"seq":2} ',
])("the line %s is refused", (line) => {
  expect(parsePayloadLine(utf8ToBytes(line)).ok).toBe(false);
});

describe("our own codecs agree with Node's", () => {
  test("base64 of any bytes, and nothing but the one spelling reads back", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const text = toBase64(bytes);
        expect(text).toBe(Buffer.from(bytes).toString("base64"));
        expect(fromBase64(text)).toEqual(bytes);
      }),
    );
    for (const other of [
      "A",
      "AA",
      "AAA",
      "AA=A",
      "AB==",
      "AAB=",
      "A===",
      "====",
      "AA==AA==",
      "AA-_",
      " AAAA",
      "AA\n=",
    ]) {
      expect(fromBase64(other)).toBeUndefined();
    }
    expect(isBase64Of32("A".repeat(44))).toBe(false);
  });

  test("UTF-8 of any bytes", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 12 }), fc.string({ unit: "binary" }).map(utf8Of)),
        (bytes) => {
          expect(decodeUtf8(bytes)).toBe(nodePrimitives.decodeUtf8(bytes));
        },
      ),
      { numRuns: 2000 },
    );
    const long = Buffer.from(`${"x".repeat(5000)}é😂`.repeat(3));
    expect(decodeUtf8(long)).toBe(long.toString("utf8"));
    expect(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf))).toBe("\ufeff");
  });

  test("CRC-32 in one piece and in two", () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
        expect(crc32(b, crc32(a))).toBe(nodePrimitives.crc32(Buffer.concat([a, b]), 0));
      }),
    );
  });
});

function utf8Of(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "utf8"));
}
