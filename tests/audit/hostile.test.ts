import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { describe, expect, test } from "vitest";
import { nodePrimitives } from "#app/cli/node-primitives.ts";
import { bytesSource } from "#app/core/audit/byte-source.ts";
import { signCheckpoint } from "#app/core/audit/checkpoint.ts";
import { MANIFEST, SUMS, signManifest, sumsLine } from "#app/core/audit/manifest.ts";
import { exportName } from "#app/core/audit/origin.ts";
import { verifyBundle } from "#app/core/audit/verify.ts";
import { centralHeader, endRecords, localHeader } from "#app/core/audit/zip.ts";
import { LOG, notes, TestLog } from "./a-log.ts";
import { contain, namedIn, partsOf, verify } from "./containers.ts";

// Bundles made to crash, hang or fill a verifier, most of them sealed by the key's own holder.

const log = new TestLog(notes(3));

/** The bundle of `log` with some files replaced, sealed anew. */
async function resealed(replace: { readonly [name: string]: Uint8Array | string }): Promise<Uint8Array> {
  const parts = (await partsOf(await log.bundle())).filter(({ name }) => name !== MANIFEST && name !== SUMS);
  const files = new Map(parts.map(({ name, bytes }) => [name, bytes]));
  for (const [name, content] of Object.entries(replace)) {
    files.set(name, typeof content === "string" ? utf8ToBytes(content) : content);
  }
  const names = [...files.keys()].sort();
  const digest = (name: string) => bytesToHex(nodePrimitives.sha256(files.get(name) ?? new Uint8Array(0)));
  const sums = utf8ToBytes(names.map((name) => sumsLine(name, digest(name))).join(""));
  files.set(SUMS, sums);
  files.set(
    MANIFEST,
    utf8ToBytes(signManifest(LOG, nodePrimitives.sha256(sums), log.signer(exportName(LOG)))),
  );
  return contain([...files].map(([name, bytes]) => ({ name, bytes })));
}

test("resealing alone changes nothing", async () => {
  expect(await resealed({})).toEqual(await log.bundle());
});

describe("a checkpoint that claims", () => {
  test.each([0, 1, 2, 4, 256, 65_536, 2 ** 40, 2 ** 53 - 1])(
    "%i entries where there are three is named, at once",
    async (size) => {
      const root = size === 0 ? nodePrimitives.sha256(new Uint8Array(0)) : new Uint8Array(32);
      const note = signCheckpoint({ origin: LOG, size, root }, [log.signer(LOG)]);
      const report = await verify(await resealed({ "log/checkpoint": note }));
      expect(report.word).toBe("tampered");
      expect([...namedIn(report)]).toContain("log/checkpoint");
      expect(report.faults.length).toBeLessThan(200);
    },
  );
});

describe("a payload line", () => {
  const nested = `{"f":{"note":{"salt":"${"A".repeat(43)}=","value":${"[".repeat(500_000)}${"]".repeat(500_000)}}},"seq":1}`;
  const wide = `{"f":{"note":{"salt":"${"A".repeat(43)}=","value":"${"x".repeat(70_000)}"}},"seq":1}`;
  const values = {
    "nested half a million deep": nested,
    "of three megabytes without an end": `{"seq":1,"f":"${"x".repeat(3_000_000)}"}`,
    "with a value too long": wide,
    "with a member called __proto__": `{"__proto__":{"f":1},"seq":1}`,
    "with fields called constructor": `{"f":{"constructor":{"withheld":true}},"seq":1}`,
    "that is null": "null",
    "that is not JSON": "{",
    "with a number no integer reaches": `{"f":{"note":{"salt":"${"A".repeat(43)}=","value":1e400}},"seq":1}`,
    "with its members in another order": `{"seq":1,"f":{"note":{"withheld":true}}}`,
    "with a member twice": `{"f":{"note":{"withheld":true}},"seq":1,"seq":1}`,
  };
  test.each(Object.entries(values))("%s is a fault of its entry", async (_, line) => {
    const [first = "", , third = ""] = (await partsOf(await log.bundle()))
      .filter(({ name }) => name === "payloads/000.jsonl")
      .flatMap(({ bytes }) => Buffer.from(bytes).toString("utf8").split("\n"));
    const report = await verify(await resealed({ "payloads/000.jsonl": `${first}\n${line}\n${third}\n` }));
    expect(report.word).toBe("tampered");
    expect([...namedIn(report)]).toContain("#1");
  });

  test("that is not UTF-8 is a fault of its entry", async () => {
    const report = await verify(
      await resealed({ "payloads/000.jsonl": Uint8Array.of(0xff, 0x0a, 0x0a, 0x0a) }),
    );
    expect([...namedIn(report)]).toEqual(expect.arrayContaining(["#0", "#1", "#2"]));
  });
});

describe("an entries file", () => {
  test.each([
    ["that is empty", new Uint8Array(0)],
    ["whose lengths run past its end", new Uint8Array(100).fill(0xff)],
    ["of a million empty entries", new Uint8Array(2_000_000)],
    ["of one byte", new Uint8Array(1)],
  ])("%s is named", async (_, bytes) => {
    const report = await verify(await resealed({ "log/tile/entries/000.p/3": bytes }));
    expect(report.word).toBe("tampered");
    expect([...namedIn(report)].some((name) => name.startsWith("#") || name.includes("entries"))).toBe(true);
    expect(report.faults.length).toBeLessThan(50);
  });
});

describe("a container", () => {
  const manifest = utf8ToBytes("sangfroid/manifest/v1\n");
  const entry = { name: MANIFEST, size: manifest.length, crc32: nodePrimitives.crc32(manifest, 0) };

  test("with forty thousand records of one and the same place is judged at once", async () => {
    const local = new Uint8Array([...localHeader(entry), ...manifest]);
    const central = centralHeader(entry, 0);
    const directory = new Uint8Array(central.length * 40_000);
    for (let at = 0; at < 40_000; at++) directory.set(central, at * central.length);
    const end = endRecords({ count: 40_000, size: directory.length, offset: local.length });
    const report = await verify(new Uint8Array([...local, ...directory, ...end]));
    expect(report.word).toBe("tampered");
  });

  test("whose record claims four gigabytes is judged without reading them", async () => {
    const local = new Uint8Array([...localHeader(entry), ...manifest]);
    const central = centralHeader(entry, 0);
    const huge = centralHeader({ name: "a", size: 0xfffffffe, crc32: 0 }, local.length);
    const end = endRecords({ count: 2, size: central.length + huge.length, offset: local.length });
    const report = await verify(new Uint8Array([...local, ...central, ...huge, ...end]));
    expect([...namedIn(report)]).toContain("a");
  });

  test("of more than 65,535 files is read and written with zip64 records", async () => {
    const files = Array.from({ length: 65_600 }, (_, at) => ({ name: `x${at}`, bytes: new Uint8Array(0) }));
    const bytes = await contain([...files, { name: MANIFEST, bytes: manifest }]);
    const report = await verify(bytes);
    expect(report.word).toBe("tampered");
    expect([...namedIn(report)]).not.toContain("container");
    bytes[bytes.length - 22 - 20 - 56 + 12] = 46; // made by another version
    expect([...namedIn(await verify(bytes))]).toContain("container");
  }, 240_000);

  test.each([
    ["nothing", new Uint8Array(0)],
    ["a text", utf8ToBytes("Dear Sir or Madam, this is not a zip file at all.")],
    ["an empty zip", endRecords({ count: 0, size: 0, offset: 0 })],
    ["an end record that points beyond", endRecords({ count: 1, size: 5_000, offset: 5_000 })],
    [
      "an end record that points to zip64 records that are not there",
      endRecords({ count: 0xffff, size: 1, offset: 1 }).slice(-22),
    ],
  ])("of %s is not a bundle", async (_, bytes) => {
    expect(await verify(bytes)).toMatchObject({ word: "not a bundle", exit: 2 });
  });

  test("with a later version's manifest is of a newer version, a decimal only", async () => {
    const judge = async (version: string) => {
      const report = await verify(
        await contain([{ name: MANIFEST, bytes: utf8ToBytes(`sangfroid/manifest/v${version}\n`) }]),
      );
      return report.word;
    };
    expect(await judge("2")).toBe("newer version");
    expect(await judge("9007199254740991")).toBe("newer version");
    for (const other of ["0", "02", "9007199254740992", "2 ", "two", ""])
      expect(await judge(other)).toBe("not a bundle");
  });

  test("without a MANIFEST, but with the rescue header, is told as an unsigned rescue export", async () => {
    const report = await verify(
      await contain([{ name: "README.txt", bytes: utf8ToBytes("sangfroid/rescue/v1\n") }]),
    );
    expect(report).toMatchObject({ word: "not a bundle", exit: 2 });
    expect(report.why).toContain("unsigned rescue export");
  });
});

test("a medium that fails is thrown, not taken for a verdict", async () => {
  const bundle = await log.bundle();
  const source = { ...bytesSource(bundle), read: () => Promise.reject(new Error("I/O")) };
  await expect(verifyBundle(source, undefined, nodePrimitives)).rejects.toThrow("I/O");
});
