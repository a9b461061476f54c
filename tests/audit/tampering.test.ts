import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { notes, seedOf, TestLog } from "./a-log.ts";
import { contain, namedIn, partsOf, verify } from "./containers.ts";
import { vectorBytes } from "./vectors.ts";

// Whatever is done to a bundle without its key is found, and named: by entry, by file, or as no bundle at all.

const plain = vectorBytes("sangfroid/plain.zip");
const slots = vectorBytes("sangfroid/slots.zip");

async function expectFound(bytes: Uint8Array): Promise<ReadonlySet<string>> {
  const report = await verify(bytes);
  if (report.exit === 2) {
    expect(["not a bundle", "newer version"]).toContain(report.word);
    return new Set();
  }
  expect(report.word).toBe("tampered");
  for (const { entry, file } of report.faults) expect(entry ?? file).toBeDefined();
  return namedIn(report);
}

function changed(bytes: Uint8Array, at: number, mask: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = (copy[at] ?? 0) ^ mask;
  return copy;
}

function spliced(bytes: Uint8Array, at: number, cut: number, added: readonly number[]): Uint8Array {
  return new Uint8Array([...bytes.subarray(0, at), ...added, ...bytes.subarray(at + cut)]);
}

describe("a bundle of three entries", () => {
  test("each single byte changed is found, and a byte of a file names that file", async () => {
    const parts = await partsOf(plain);
    for (let at = 0; at < plain.length; at++) {
      const named = await expectFound(changed(plain, at, 1 << (at % 8)));
      const part = parts.find(({ offset, bytes }) => at >= offset && at < offset + bytes.length);
      // Of MANIFEST's first line may remain no bundle of this version.
      if (part === undefined || (part.name === "MANIFEST" && named.size === 0)) continue;
      expect([...named], `byte ${at}`).toContain(part.name);
    }
  }, 240_000);

  test("each single byte cut off, added or doubled is found", async () => {
    for (let at = 0; at < plain.length; at += 3) {
      await expectFound(spliced(plain, at, 1, []));
      await expectFound(spliced(plain, at, 0, [at % 256]));
      await expectFound(spliced(plain, at, 0, [plain[at] ?? 0]));
    }
    await expectFound(spliced(plain, plain.length, 0, [0]));
  }, 240_000);

  test("each bundle cut short is found", async () => {
    for (let length = 0; length < plain.length; length += 7) await expectFound(plain.slice(0, length));
  });

  test("any two files that change places are found, and one of them is named", async () => {
    const parts = await partsOf(slots);
    for (const [place, a] of parts.entries()) {
      for (const b of parts.slice(place + 1)) {
        if (Buffer.compare(a.bytes, b.bytes) === 0) continue;
        const swapped = parts.map((part) => {
          const other = part === a ? b : part === b ? a : part;
          return { name: part.name, bytes: other.bytes };
        });
        const named = await expectFound(await contain(swapped));
        if (named.size > 0) expect(named.has(a.name) || named.has(b.name)).toBe(true);
      }
    }
  }, 240_000);

  test("any file left out, and any file too many, is named", async () => {
    const parts = await partsOf(slots);
    for (const gone of parts) {
      const named = await expectFound(await contain(parts.filter((part) => part !== gone)));
      if (named.size > 0) expect([...named]).toContain(gone.name);
    }
    for (const name of [
      "extra.txt",
      "log/tile/1/000.p/1",
      "attachments/00",
      "anchor/rotation/001.tlog-proof",
    ]) {
      expect([
        ...(await expectFound(await contain([...parts, { name, bytes: new Uint8Array(3) }]))),
      ]).toContain(name);
    }
  });

  test("two bundles joined or mixed are found", async () => {
    await expectFound(new Uint8Array([...plain, ...slots]));
    await expectFound(new Uint8Array([...slots, ...plain]));
    const a = await partsOf(plain);
    const b = await partsOf(slots);
    const onlyIn = (one: typeof a, other: typeof a) =>
      one.filter(({ name }) => !other.some((part) => part.name === name));
    await expectFound(await contain([...a, ...onlyIn(b, a)]));
    await expectFound(await contain([...b, ...onlyIn(a, b)]));
    for (const folder of ["log/", "payloads/", "anchor/", "MANIFEST", "SHA256SUMS"]) {
      const mixed = [
        ...a.filter(({ name }) => !name.startsWith(folder)),
        ...b.filter(({ name }) => name.startsWith(folder)),
      ];
      await expectFound(await contain(mixed));
    }
  });
});

test("in a larger bundle of several tiles any small change is found", async () => {
  const bundle = await new TestLog(notes(600)).bundle();
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: bundle.length - 1 }),
      fc.integer({ min: 0, max: 3 }),
      fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 3 }),
      async (at, cut, added) => {
        const bytes = spliced(bundle, at, cut, added);
        fc.pre(Buffer.compare(bytes, bundle) !== 0);
        await expectFound(bytes);
      },
    ),
    { numRuns: 40 },
  );
}, 240_000);

test("a whole entry of another log of the same key does not pass", async () => {
  const other = new TestLog(notes(3), {
    origin: `${"example.org/sangfroid/0123456789ABCDEFGHJKMNPQRS"}/i/01JEEEEEEEEEEEEEEEEEEEEEEE`,
  });
  const own = await partsOf(await new TestLog(notes(3)).bundle());
  const foreign = await partsOf(await other.bundle());
  const mixed = own.map(
    (part) => foreign.find(({ name }) => name === part.name && name.startsWith("log/tile/")) ?? part,
  );
  const named = await expectFound(await contain(mixed));
  expect([...named]).toEqual(expect.arrayContaining(["#0", "#1", "#2"]));
});

test("a bundle made by another key is intact in itself, and tampered against the key from outside", async () => {
  const forged = await new TestLog(notes(3), { seed: seedOf("forger") }).bundle();
  const { vkey } = new TestLog(notes(3));
  expect(await verify(forged)).toMatchObject({ word: "intact", exit: 3 });
  const report = await verify(forged, { vkey, checkpoints: [], receipts: [], consistency: [] });
  expect(report).toMatchObject({ word: "tampered", exit: 1, vkey: "other" });
  expect([...namedIn(report)]).toEqual(["vkey"]);
});
