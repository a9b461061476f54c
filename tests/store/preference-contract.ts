import { describe, expect, test } from "vitest";
import type { Store } from "#app/server/store/port.ts";
import type { Person } from "#app/server/store/rows.ts";
import { at, aUserId } from "./fixture.ts";

/** The part of the store's contract that holds how people read. `aStore` gives an empty one. */
export function describePreferences(aStore: () => Promise<Store>): void {
  describe("how people read", () => {
    test("is as the browser says until they choose, and each choice replaces the one before", async () => {
      const store = await aStore();
      const createdAt = at("2026-11-24T12:00:00Z");
      const id = aUserId();
      const ana: Person = {
        id,
        email: "ana@example.org",
        name: "Ana",
        role: "member",
        active: true,
        createdAt,
        accessUntil: null,
      };
      const read = () => store.snapshot((reads) => reads.preferences(id));
      await store.transact((tx) => tx.addPerson(ana));
      expect(await read()).toEqual({ language: null, timeZone: null, singleKeys: true });
      await store.transact((tx) =>
        tx.setPreferences(id, { language: "fr", timeZone: "Europe/Paris", singleKeys: false }),
      );
      expect(await read()).toEqual({ language: "fr", timeZone: "Europe/Paris", singleKeys: false });
      await store.transact((tx) =>
        tx.setPreferences(id, { language: "zh-Hans", timeZone: null, singleKeys: true }),
      );
      expect(await read()).toEqual({ language: "zh-Hans", timeZone: null, singleKeys: true });
      await store.close();
    });
  });
}
