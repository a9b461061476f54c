import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { storedParts } from "#tests/audit/containers.ts";
import { aHouse, declared } from "#tests/store/a-house.ts";
import { aFolder } from "#tests/store/fixture.ts";
import { forge } from "#tests/store/forge.ts";
import { sangfroid } from "./command-line.ts";

async function twoIncidents() {
  const { house, data } = await aHouse();
  const one = await declared(house);
  const two = await declared(house, one.actor, { drill: true });
  await house.close();
  return { data, refs: [one.ref, two.ref].sort(), ref: one.ref };
}

test("every log is taken out of a folder that the server refuses to open, and verify says what it is", async () => {
  const { data, refs } = await twoIncidents();
  rmSync(join(data, "keys", "log-key.pem"));
  forge(data, "CREATE TABLE intruder (name TEXT) STRICT");
  const opening = await sangfroid("user", "add", "--email", "a@b.example", "--name", "Ana", "--data", data);
  expect(opening).toMatchObject({ code: 1, stderr: expect.stringContaining("intruder") });
  const folder = join(aFolder(), "rescued");
  const { code, stdout } = await sangfroid("rescue", folder, "--data", data);
  expect(code).toBe(0);
  expect(stdout).toContain("3 entries and 0 files; nothing was found that does not fit.");
  expect(stdout).toContain("Nothing here is signed.");
  const names = refs.map((ref) => `sangfroid-${ref}-rescue.zip`);
  expect(readdirSync(folder).sort()).toEqual(["installation-rescue.zip", ...names]);
  for (const name of names) {
    const verified = await sangfroid("verify", join(folder, name));
    expect(verified.code).toBe(2);
    expect(verified.stdout.replaceAll("\n", " ")).toContain("unsigned rescue export");
    expect(storedParts(readFileSync(join(folder, name))).has("installation/kept.checkpoint")).toBe(true);
  }
});

test("one incident alone is taken out by its ref", async () => {
  const { data, ref } = await twoIncidents();
  const folder = join(aFolder(), "rescued");
  expect((await sangfroid("rescue", folder, "--incident", ref, "--data", data)).code).toBe(0);
  expect(readdirSync(folder)).toEqual([`sangfroid-${ref}-rescue.zip`]);
});

test("a folder that is there, data that are not, and an unknown ref are refused with what to do", async () => {
  const { data } = await twoIncidents();
  const taken = await sangfroid("rescue", aFolder(), "--data", data);
  expect(taken).toMatchObject({ code: 1, stderr: expect.stringContaining("Name a new folder") });
  const nowhere = await sangfroid("rescue", join(aFolder(), "new"), "--data", aFolder());
  expect(nowhere).toMatchObject({ code: 1, stderr: expect.stringContaining("--data") });
  const ref = "0".repeat(26);
  const unknown = await sangfroid("rescue", join(aFolder(), "new"), "--incident", ref, "--data", data);
  expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining(`no log of ${ref}`) });
  expect((await sangfroid("rescue", "--data", data)).code).toBe(2);
});
