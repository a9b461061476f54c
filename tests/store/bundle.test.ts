import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Slot } from "#app/core/audit/slot.ts";
import { type FromOutside, nothingFromOutside, verifyBundle } from "#app/core/audit/verify.ts";
import type { IncidentRef } from "#app/core/shared/ids.ts";
import type { House } from "#app/server/house.server.ts";
import { type BundleOptions, exportBundle } from "#app/server/log/bundle-source.ts";
import { LogDamaged } from "#app/server/log/failures.ts";
import { receiptOf } from "#app/server/queries/receipts.ts";
import { aCommand, aHouse, aNote, declared, done } from "./a-house.ts";

const options: BundleOptions = {
  texts: async (story) => {
    let told = "";
    for await (const entry of story.entries())
      told += `${entry.seq} ${entry.act} ${JSON.stringify(entry.f)}\n`;
    return { readme: `${story.origin} ${story.size}\n`, report: told, verifier: "<!doctype html>\n" };
  },
};

async function bundleOf(
  house: House,
  ref: IncidentRef,
  more: Partial<BundleOptions> = {},
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  const sink = (bytes: Uint8Array) => void parts.push(bytes.slice());
  await exportBundle(house, `${house.installation}/i/${ref}`, sink, { ...options, ...more });
  return new Uint8Array(Buffer.concat(parts));
}

function verify(bundle: Uint8Array, outside: Partial<FromOutside> = {}) {
  const source = {
    size: bundle.length,
    read: async (offset: number, length: number) => bundle.subarray(offset, offset + length),
  };
  return verifyBundle(source, { ...nothingFromOutside, ...outside });
}

async function* picture(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(Buffer.from("the picture"));
}

async function anIncident() {
  const { house, data } = await aHouse();
  const { ref, actor, checkpoint } = await declared(house);
  const file = await house.files.receive(picture(), { name: "post.png", type: "image/png" });
  if (!file.ok) throw new Error("received");
  await done(house, actor, ref, aCommand({ kind: "add-evidence", value: "The post." }), {
    files: [file.value],
  });
  for (let n = 0; n < 300; n++) await done(house, actor, ref, aNote(`note ${n}`));
  return { house, data, ref, actor, checkpoint };
}

test("a bundle of an incident is intact for a stranger who holds the vkey, a checkpoint and a receipt", async () => {
  const { house, ref, checkpoint } = await anIncident();
  const bundle = await bundleOf(house, ref);
  const receipt = await receiptOf(house, `${house.installation}/i/${ref}`, 3);
  const report = await verify(bundle, {
    vkey: house.vkey,
    checkpoints: [{ name: "declared", bytes: new Uint8Array(Buffer.from(checkpoint)) }],
    receipts: [{ name: "evidence", bytes: new Uint8Array(Buffer.from(receipt ?? "")) }],
  });
  expect(report.faults).toEqual([]);
  expect(report).toMatchObject({
    word: "intact",
    exit: 0,
    size: 304,
    vkey: "matched",
    withheld: [],
    erased: [],
  });
  expect(report.remarks).toEqual([]);
});

test("the same log gives the same bytes", async () => {
  const { house, ref } = await anIncident();
  const first = await bundleOf(house, ref);
  expect(Buffer.compare(await bundleOf(house, ref), first)).toBe(0);
});

test("entries written while it is exported are not in it, and it is intact", async () => {
  const { house, ref, actor } = await anIncident();
  const texts: BundleOptions["texts"] = async (story) => {
    for (let n = 0; n < 5; n++) await done(house, actor, ref, aNote("meanwhile"));
    await house.anchor();
    return options.texts(story);
  };
  const report = await verify(await bundleOf(house, ref, { texts }), { vkey: house.vkey });
  expect(report).toMatchObject({ word: "intact", size: 304, faults: [] });
});

test("what is withheld is listed, is nowhere in the file, and the rest verifies", async () => {
  const { house, ref } = await anIncident();
  const withholds = ([seq, kind]: Slot) => seq === 4 || kind === "att";
  const bundle = await bundleOf(house, ref, { withholds });
  const report = await verify(bundle, { vkey: house.vkey });
  expect(report).toMatchObject({ word: "intact", faults: [], withheld: ["#3 file 0", "#4 text"] });
  const text = Buffer.from(bundle);
  for (const kept of ["the picture", '"note 0"']) expect(text.includes(kept)).toBe(false);
  expect(text.includes('"note 1"')).toBe(true);
});

test("a log without its file of evidence gives no bundle that looks whole", async () => {
  const { house, data, ref } = await anIncident();
  rmSync(join(data, "files", ref), { recursive: true });
  await expect(bundleOf(house, ref)).rejects.toThrow(LogDamaged);
});

test("an incident that does not exist gives nothing", async () => {
  const { house } = await aHouse();
  const { ref } = await declared(house);
  expect(await exportBundle(house, `${house.installation}/d/${ref}`, () => {}, options)).toBeUndefined();
});
