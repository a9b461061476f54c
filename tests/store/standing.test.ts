import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { IncidentRef } from "#app/core/shared/ids.ts";
import { ok } from "#app/core/shared/result.ts";
import { administer } from "#app/server/administer.server.ts";
import { execute } from "#app/server/execute.server.ts";
import { LogDamaged, NothingSigned } from "#app/server/log/failures.ts";
import { SYSTEM } from "#app/server/log/system.ts";
import { openHouse } from "#app/server/open-house.server.ts";
import { aHouse, aNote, declared, done, type TestHouse } from "./a-house.ts";
import { aFolder, anActor } from "./fixture.ts";
import { forge } from "./forge.ts";

/** Everything but the keys: what a careless or dishonest person puts back. */
function copyDatabase(from: string, to: string): void {
  for (const name of ["sangfroid.db", "sangfroid.db-wal", "sangfroid.db-shm"]) {
    rmSync(join(to, name), { force: true });
    if (existsSync(join(from, name))) cpSync(join(from, name), join(to, name));
  }
}

async function closedHouse(): Promise<TestHouse & { readonly ref: IncidentRef; readonly origin: string }> {
  const test = await aHouse();
  const { ref, actor } = await declared(test.house);
  await done(test.house, actor, ref, aNote("A note."));
  await test.house.close();
  return { ...test, ref, origin: `${test.house.installation}/i/${ref}` };
}

describe("an old database put back", () => {
  test("is announced at start, read-only, and still read", async () => {
    const test = await aHouse();
    const { ref, actor } = await declared(test.house);
    await test.house.anchor();
    const old = aFolder();
    await test.house.close();
    copyDatabase(test.data, old);

    const later = await openHouse(test.options);
    await done(later, actor, ref, aNote("This would be forgotten."));
    await later.close();

    copyDatabase(old, test.data);
    const house = await openHouse(test.options);
    expect(house.standing).toMatchObject({ because: "behind-checkpoint" });
    expect((await house.incident(ref))?.size).toBe(3);
    const refused = await execute(house, actor, ref, aNote("Go on?"));
    expect(refused).toMatchObject({ ok: false, error: { code: "read-only" } });
    const administration = await administer(house, actor.by, async () => ok({ value: 1, entries: [] }));
    expect(administration).toMatchObject({ ok: false, error: { code: "read-only" } });
    expect((await house.incident(ref))?.size).toBe(3);
    await house.close();
  });

  test("stays announced at the next start: the kept checkpoint is not overwritten", async () => {
    const test = await aHouse();
    const old = aFolder();
    await test.house.close();
    copyDatabase(test.data, old);
    const later = await openHouse(test.options);
    await declared(later);
    await later.close();
    copyDatabase(old, test.data);
    for (let start = 0; start < 2; start++) {
      const house = await openHouse(test.options);
      expect(house.standing).toMatchObject({ because: "behind-checkpoint" });
      await house.close();
    }
  });

  test("and written to by a program that does not look is announced as another history", async () => {
    const test = await aHouse();
    const old = aFolder();
    await test.house.close();
    copyDatabase(test.data, old);
    const kept = `${test.house.installation.slice(-26)}.checkpoint`;
    cpSync(join(test.data, "keys", kept), join(old, kept));
    const later = await openHouse(test.options);
    await declared(later);
    await later.close();
    copyDatabase(old, test.data);
    const blind = await openHouse({ ...test.options, checkpointDir: old });
    await declared(blind);
    await declared(blind);
    await blind.close();
    const house = await openHouse(test.options);
    expect(house.standing).toMatchObject({ because: "contradicts-checkpoint" });
    await house.close();
  });
});

describe("keeping a checkpoint", () => {
  const keptOf = ({ house, data }: TestHouse) =>
    readFileSync(join(data, "keys", `${house.installation.slice(-26)}.checkpoint`), "utf8");

  test("never replaces a larger one, which another process has kept", async () => {
    const test = await aHouse();
    const { installation } = test.house;
    const early = await test.house.store.snapshot((reads) => reads.head(installation));
    if (early === undefined) throw new Error("it has begun");
    const other = await openHouse(test.options);
    await declared(test.house);
    await test.house.anchor();
    const larger = keptOf(test);
    expect(await other.sign(installation, early)).toContain("\n1\n");
    expect(keptOf(test)).toBe(larger);
    await other.close();
  });

  test("comes before handing it out: what cannot be kept is not told", async () => {
    const checkpointDir = join(aFolder(), "checkpoints");
    const failures: unknown[] = [];
    const { house } = await aHouse({ checkpointDir, report: (failure) => failures.push(failure) });
    renameSync(checkpointDir, `${checkpointDir}.away`);
    writeFileSync(checkpointDir, "no folder");
    await declared(house);
    await house.anchor();
    expect(failures).toHaveLength(1);
    await expect(house.checkpoint(house.installation)).rejects.toThrow("EEXIST");
    rmSync(checkpointDir);
    renameSync(`${checkpointDir}.away`, checkpointDir);
    const note = await house.checkpoint(house.installation);
    expect(readFileSync(join(checkpointDir, `${house.installation.slice(-26)}.checkpoint`), "utf8")).toBe(
      note,
    );
  });
});

describe("begun data without its kept checkpoint", () => {
  const noKept = () => ({ checkpointDir: aFolder() });

  test("is read-only, whoever opens it and however often", async () => {
    const { options, ref } = await closedHouse();
    const elsewhere = noKept();
    for (const as of ["command-line", "server", "server"] as const) {
      const house = await openHouse({ ...options, ...elsewhere, as });
      expect(house.standing).toMatchObject({ because: "no-checkpoint" });
      expect(house.standing).toMatchObject({ readOnly: expect.stringContaining("--accept-as-newest") });
      expect((await execute(house, anActor(), ref, aNote("Go on?"))).ok).toBe(false);
      await expect(house.checkpoint(house.installation)).rejects.toThrow(NothingSigned);
      await house.close();
    }
  });

  test("goes on once a person has accepted it, which stands in the installation's log", async () => {
    const { options } = await closedHouse();
    const elsewhere = noKept();
    const house = await openHouse({ ...options, ...elsewhere });
    const size = await house.acceptAsNewest(SYSTEM, { who: "ana", because: "The disk of the keys is gone." });
    await declared(house);
    await house.close();
    const again = await openHouse({ ...options, ...elsewhere });
    expect(again.standing).toBe("sound");
    const [entry] = await again.store.snapshot((reads) => reads.entries(again.installation, size - 1, size));
    expect(JSON.parse(Buffer.from(entry?.leaf ?? []).toString())).toMatchObject({ act: "newest-accepted" });
    expect(entry?.slots).toMatchObject([
      { name: "because", value: '"The disk of the keys is gone."' },
      { name: "who", value: '"ana"' },
    ]);
    await again.close();
  });

  test("is not accepted where a kept checkpoint contradicts it", async () => {
    const { options, data } = await closedHouse();
    const [name = ""] = readdirSync(join(data, "keys")).filter((file) => file.endsWith(".checkpoint"));
    writeFileSync(join(data, "keys", name), "no checkpoint");
    const house = await openHouse(options);
    const said = { who: "ana", because: "I want to go on." };
    await expect(house.acceptAsNewest(SYSTEM, said)).rejects.toThrow(NothingSigned);
    await house.close();
  });
});

describe("a log that was tampered with", () => {
  test("and is missing whole is announced at start", async () => {
    const { data, options, origin } = await closedHouse();
    const log = `(SELECT id FROM log WHERE origin = '${origin}')`;
    forge(
      data,
      `DELETE FROM incident WHERE log = ${log}; DELETE FROM payload WHERE log = ${log}; DELETE FROM entry WHERE log = ${log}; DELETE FROM anchor WHERE log = ${log};
       DELETE FROM named WHERE log = ${log}; DELETE FROM log WHERE origin = '${origin}';`,
    );
    const house = await openHouse(options);
    expect(house.standing).toMatchObject({ because: "log-missing" });
    expect(house.standing).toMatchObject({ readOnly: expect.stringContaining(origin) });
    await house.close();
  });

  test("and was cut short is announced at start", async () => {
    const { data, options } = await closedHouse();
    forge(data, "DELETE FROM payload WHERE seq = 3; DELETE FROM entry WHERE seq = 3");
    const house = await openHouse(options);
    expect(house.standing).not.toBe("sound");
    await house.close();
  });

  test("and has one byte of a leaf changed is not served as if it were sound", async () => {
    const { data, options, ref } = await closedHouse();
    forge(
      data,
      "UPDATE entry SET leaf = CAST(replace(CAST(leaf AS TEXT), 'password', 'passkey') AS BLOB) WHERE seq = 3",
    );
    const house = await openHouse(options);
    await expect(house.incident(ref)).rejects.toThrow(LogDamaged);
    await expect(execute(house, anActor(), ref, aNote("Go on?"))).rejects.toThrow(LogDamaged);
    await house.close();
  });

  test("and has the root of its newest head changed is not served as if it were sound", async () => {
    const { data, options } = await closedHouse();
    forge(data, "UPDATE entry SET root = zeroblob(32) WHERE root IS NOT NULL");
    const house = await openHouse(options);
    expect(house.standing).not.toBe("sound");
    await house.close();
  });
});

describe("the kept checkpoint", () => {
  test("that is another's, cut or forged is announced at start", async () => {
    const { house, data, options } = await aHouse();
    await house.close();
    const path = join(data, "keys", `${house.installation.slice(-26)}.checkpoint`);
    const sound = readFileSync(path, "utf8");
    const { house: other } = await aHouse();
    const foreign = (await other.checkpoint(other.installation)) ?? "";
    for (const content of ["", sound.slice(0, 60), foreign, sound.replace("\n1\n", "\n2\n")]) {
      writeFileSync(path, content);
      const opened = await openHouse(options);
      expect(opened.standing).toMatchObject({ because: "contradicts-checkpoint" });
      await opened.close();
    }
    writeFileSync(path, sound);
    const mended = await openHouse(options);
    expect(mended.standing).toBe("sound");
    await mended.close();
  });
});
