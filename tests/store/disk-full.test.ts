import { describe, expect, test } from "vitest";
import { execute } from "#app/server/execute.server.ts";
import { openHouse } from "#app/server/open-house.server.ts";
import { DiskFull } from "#app/server/store/failures.ts";
import { aHouse, aNote, connectionOf, declared, done } from "./a-house.ts";

const LONG = "x".repeat(9000);

describe("a full disk", () => {
  test("refuses the command with the way out, and nothing of it is written", async () => {
    const test = await aHouse();
    const { house } = test;
    const { ref, actor } = await declared(house);
    const connection = connectionOf(test.house);
    connection.script(`PRAGMA max_page_count = ${Number(connection.pragma("page_count"))}`);
    const work = execute(house, actor, ref, aNote(LONG), { idempotencyKey: "k" });
    await expect(work).rejects.toThrow(DiskFull);
    await expect(execute(house, actor, ref, aNote(LONG))).rejects.toThrow("a restart is not needed");
    expect((await house.incident(ref))?.size).toBe(3);
    expect(connection.inTransaction).toBe(false);
  });

  test("that has room again goes on without a restart, and the repeated request is recorded once", async () => {
    const test = await aHouse();
    const { house } = test;
    const { ref, actor } = await declared(house);
    const connection = connectionOf(test.house);
    connection.script(`PRAGMA max_page_count = ${Number(connection.pragma("page_count"))}`);
    await expect(execute(house, actor, ref, aNote(LONG), { idempotencyKey: "k" })).rejects.toThrow(DiskFull);
    connection.script("PRAGMA max_page_count = 1000000");
    expect(await done(house, actor, ref, aNote(LONG), { idempotencyKey: "k" })).toMatchObject({ size: 4 });
    expect(await done(house, actor, ref, aNote(LONG), { idempotencyKey: "k" })).toMatchObject({ size: 4 });
  });

  test("under several commands that share a turn refuses them and accuses nobody", async () => {
    const test = await aHouse();
    const { house } = test;
    const { ref, actor } = await declared(house);
    const connection = connectionOf(test.house);
    for (let room = 0; room < 8; room++) {
      connection.script(`PRAGMA max_page_count = ${Number(connection.pragma("page_count")) + room}`);
      const texts = ["short", LONG, "short again", LONG];
      const outcomes = await Promise.allSettled(texts.map((text) => execute(house, actor, ref, aNote(text))));
      for (const outcome of outcomes) {
        if (outcome.status === "rejected") expect(outcome.reason).toBeInstanceOf(DiskFull);
        else expect(outcome.value).toMatchObject({ ok: true });
      }
      expect(house.standing).toBe("sound");
      connection.script("PRAGMA max_page_count = 1000000");
      const { size } = await done(house, actor, ref, aNote("There is room again."));
      expect((await house.incident(ref))?.size).toBe(size);
    }
    await house.close();
    const again = await openHouse(test.options);
    expect(again.standing).toBe("sound");
    await again.close();
  });

  test("at any moment leaves every command whole or absent", async () => {
    const test = await aHouse();
    const { house } = test;
    const { ref, actor } = await declared(house);
    const connection = connectionOf(test.house);
    let size = 3;
    for (let room = 0; room < 12; room++) {
      connection.script(`PRAGMA max_page_count = ${Number(connection.pragma("page_count")) + room}`);
      try {
        size = (await done(house, actor, ref, aNote(LONG))).size;
      } catch (cause) {
        expect(cause).toBeInstanceOf(DiskFull);
      }
      expect((await house.incident(ref))?.size).toBe(size);
    }
    connection.script("PRAGMA max_page_count = 1000000");
    await house.close();
    const again = await openHouse(test.options);
    expect(again.standing).toBe("sound");
    expect((await again.incident(ref))?.size).toBe(size);
    await again.close();
  });
});
