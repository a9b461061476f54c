import { utf8ToBytes } from "@noble/hashes/utils.js";
import { describe, expect, test } from "vitest";
import { parseCheckpoint } from "#app/core/audit/checkpoint.ts";
import { parseNote, signNote, verifyNote } from "#app/core/audit/note.ts";
import { parseOrigin } from "#app/core/audit/origin.ts";
import { parseConsistency, parseReceipt } from "#app/core/audit/proof-files.ts";
import { parseVkey } from "#app/core/audit/vkey.ts";
import { INST, LOG, notes, seedOf, signerOf, TestLog } from "./a-log.ts";
import { vectorText } from "./vectors.ts";

const signer = signerOf(LOG, seedOf("a"));
const good = signNote("one\ntwo\n", [signer]);
const line = good.split("\n").at(-2) ?? "";
const read = (text: string) => parseNote(utf8ToBytes(text)).ok;

test("a note of sixteen signatures is read, of seventeen not", () => {
  expect(read(`one\n\n${`${line}\n`.repeat(16)}`)).toBe(true);
  expect(read(`one\n\n${`${line}\n`.repeat(17)}`)).toBe(false);
});

test.each([
  ["no text", line],
  ["no empty line", `one\n${line}\n`],
  ["no signature", "one\n\n"],
  ["no line feed at the end", `one\n\n${line}`],
  ["an empty line behind the signatures", `one\n\n${line}\n\n`],
  ["a carriage return", `one\r\n\n${line}\n`],
  ["a tab", `one\ttwo\n\n${line}\n`],
  ["a hyphen for the dash", `one\n\n${line.replace("\u2014", "-")}\n`],
  ["two spaces", `one\n\n${line.replace(" ", "  ")}\n`],
  ["a space behind the signature", `one\n\n${line} \n`],
  ["a name with a plus", `one\n\n\u2014 a+b AAAAAAA=\n`],
  ["a name with a no-break space", `one\n\n\u2014 a\u00a0b AAAAAAA=\n`],
  ["a name with U+0085", `one\n\n\u2014 a\u0085b AAAAAAA=\n`],
  ["a signature without padding", `one\n\n\u2014 a AAAAAAA\n`],
  ["a signature of four bytes", `one\n\n\u2014 a AAAAAA==\n`],
  ["a signature with spare bits", `one\n\n\u2014 a AAAAAAB=\n`],
])("a note with %s is not read", (_, text) => {
  expect(read(`one\n\n\u2014 a AAAAAAA=\n`)).toBe(true);
  expect(read(text)).toBe(false);
});

test("a note that is not UTF-8, or longer than 262,144 bytes, is not read", () => {
  expect(parseNote(new Uint8Array([0xc3, ...utf8ToBytes(`\n\n${line}\n`)])).ok).toBe(false);
  const long = (size: number) => `${"x".repeat(size - utf8ToBytes(line).length - 3)}\n\n${line}\n`;
  expect(read(long(262_144))).toBe(true);
  expect(read(long(262_145))).toBe(false);
});

describe("signatures", () => {
  const note = (text: string) => {
    const parsed = parseNote(utf8ToBytes(text));
    if (!parsed.ok) throw new Error(parsed.error);
    return parsed.value;
  };

  test("of unknown signers are ignored, of known ones each must hold", () => {
    expect(verifyNote(note(good), [])).toEqual({ verified: [], failed: [] });
    expect(verifyNote(note(good.replace("one", "One")), [signer.vkey])).toMatchObject({
      verified: [],
      failed: [{ name: LOG }],
    });
  });

  test("of a wrong length by a known signer fail", () => {
    const short = `one\ntwo\n\n\u2014 ${LOG} ${Buffer.from(`${signer.vkey.keyId}00`, "hex").toString("base64")}\n`;
    expect(verifyNote(note(short), [signer.vkey])).toMatchObject({ verified: [], failed: [{ name: LOG }] });
  });

  test("cannot be made over a text that no reader would read", () => {
    for (const text of ["one", "a\tb\n", "a\r\n", ""])
      expect(() => signNote(text, [signer])).toThrow(RangeError);
    expect(() => signNote("one\n", [])).toThrow(RangeError);
  });
});

test.each([
  ["an extension line", `${LOG}\n0\nx\nmore\n`],
  ["a leading zero", `${LOG}\n05\n${"A".repeat(43)}=\n`],
  ["a size above 2^53-1", `${LOG}\n9007199254740992\n${"A".repeat(43)}=\n`],
  ["a root of 31 bytes", `${LOG}\n5\n${Buffer.alloc(31).toString("base64")}\n`],
  ["a root in hex", `${LOG}\n5\n${"0".repeat(64)}\n`],
  ["a name with a space", `two words\n5\n${"A".repeat(43)}=\n`],
  ["a root for an empty log", `${LOG}\n0\n${"A".repeat(43)}=\n`],
])("a checkpoint with %s is not read", (_, text) => {
  expect(parseCheckpoint(utf8ToBytes(signNote(`${LOG}\n5\n${"A".repeat(43)}=\n`, [signer]))).ok).toBe(true);
  expect(parseCheckpoint(utf8ToBytes(signNote(text, [signer]))).ok).toBe(false);
});

describe("receipts and consistency files", () => {
  const log = new TestLog(notes(5));
  const hash = `${"A".repeat(43)}=\n`;

  test("with up to 64 hashes are read, with more not", async () => {
    const [receipt, consistency] = [await log.receipt(2), await log.consistency(2)];
    const stuffed = (text: string, count: number) => text.replace("\n\n", `\n${hash.repeat(count)}\n`);
    expect(parseReceipt(utf8ToBytes(stuffed(receipt, 61))).ok).toBe(true);
    expect(parseReceipt(utf8ToBytes(stuffed(receipt, 62))).ok).toBe(false);
    expect(parseConsistency(utf8ToBytes(stuffed(consistency, 62))).ok).toBe(true);
    expect(parseConsistency(utf8ToBytes(stuffed(consistency, 63))).ok).toBe(false);
  });

  test.each([
    ["another header", (text: string) => text.replace("@v1", "@v2")],
    ["no entry", (text: string) => text.replace(/^extra .*\n/m, "")],
    ["an index with a sign", (text: string) => text.replace("index 2", "index +2")],
    ["a carriage return", (text: string) => text.replace("index 2", "index 2\r")],
    ["a hash that is none", (text: string) => text.replace("\n\n", "\nxyz\n\n")],
    ["no checkpoint", (text: string) => text.slice(0, text.indexOf("\n\n") + 2)],
  ])("a receipt with %s is not read", async (_, broken) => {
    const text = await log.receipt(2);
    expect(broken(text)).not.toBe(text);
    expect(parseReceipt(utf8ToBytes(broken(text))).ok).toBe(false);
  });
});

describe("vkeys", () => {
  const text = vectorText("sangfroid/slots.vkey").trimEnd();

  test.each([
    ["nothing", ""],
    ["two parts", text.slice(0, text.lastIndexOf("+"))],
    ["another algorithm", text.replace("+A", "+B")],
    ["an upper-case id", text.replace(/\+[0-9a-f]{8}\+/, (id) => id.toUpperCase())],
    ["a line feed", `${text}\n`],
    ["a name with a space", text.replace("example", "exam ple")],
  ])("%s is none", (_, other) => {
    expect(other).not.toBe(text);
    expect(parseVkey(text).ok).toBe(true);
    expect(parseVkey(other).ok).toBe(false);
  });
});

test.each([
  [INST, { installation: INST, kind: "installation", id: "" }],
  [LOG, { installation: INST, kind: "incident", id: LOG.slice(-26) }],
  [LOG.replace("/i/", "/d/"), { installation: INST, kind: "drill", id: LOG.slice(-26) }],
  ["localhost/sangfroid/0123456789ABCDEFGHJKMNPQRS", expect.objectContaining({ kind: "installation" })],
])("the origin %s is read", (text, origin) => {
  expect(parseOrigin(text)).toEqual(origin);
});

test.each([
  "",
  `${INST}/`,
  `${INST}/x/${LOG.slice(-26)}`,
  `${LOG}/export`,
  `-${INST}`,
  `a..b/sangfroid/${INST.slice(-26)}`,
  `${"a".repeat(64)}/sangfroid/${INST.slice(-26)}`,
])("%j is no origin", (text) => {
  expect(parseOrigin(text)).toBeUndefined();
});
