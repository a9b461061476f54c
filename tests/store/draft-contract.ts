import { describe, expect, test } from "vitest";
import type { Store } from "#app/server/store/port.ts";
import { at, aUserId } from "./fixture.ts";

/** The part of the store's contract that holds what people typed. `aStore` gives an empty one. */
export function describeDrafts(aStore: () => Promise<Store>): void {
  describe("drafts", () => {
    async function writers() {
      const store = await aStore();
      const [ana, bo] = [aUserId(), aUserId()];
      const createdAt = at("2026-11-24T12:00:00Z");
      await store.transact(async (tx) => {
        for (const id of [ana, bo]) {
          const email = `${id}@example.org`;
          await tx.addPerson({
            id,
            email,
            name: "-",
            role: "member",
            active: true,
            createdAt,
            accessUntil: null,
          });
        }
      });
      const read = async (person: typeof ana, page = "/i/x") =>
        (await store.snapshot((reads) => reads.drafts(person, page))).map(({ form, body }) => [form, body]);
      return { store, ana, bo, read };
    }

    test("are their writer's own, one for each form of a page", async () => {
      const { store, ana, bo, read } = await writers();
      const draft = { page: "/i/x", at: at("2026-11-24T12:00:00Z") };
      await store.transact(async (tx) => {
        await tx.setDraft({ ...draft, person: ana, form: "note", body: "first" });
        await tx.setDraft({ ...draft, person: ana, form: "note", body: "second" });
        await tx.setDraft({ ...draft, person: ana, form: "done", body: "other" });
        await tx.setDraft({ ...draft, person: bo, form: "note", body: "of Bo" });
        await tx.setDraft({ ...draft, page: "/i/y", person: ana, form: "note", body: "elsewhere" });
      });
      expect(await read(ana)).toEqual([
        ["done", "other"],
        ["note", "second"],
      ]);
      await store.transact((tx) => tx.removeDraft(ana, "/i/x", "note"));
      expect(await read(ana)).toEqual([["done", "other"]]);
      expect(await read(bo)).toEqual([["note", "of Bo"]]);
      expect(await read(ana, "/i/y")).toEqual([["note", "elsewhere"]]);
      await store.close();
    });

    test("are forgotten when they are old, and beyond the newest two hundred of a person", async () => {
      const { store, ana, bo, read } = await writers();
      const draft = { page: "/i/x", body: "-" };
      await store.transact(async (tx) => {
        for (let count = 0; count < 201; count++) {
          const when = at(`2026-11-24T12:00:00.${String(count).padStart(3, "0")}Z`);
          await tx.setDraft({ ...draft, person: ana, form: `f${count}`, at: when });
        }
        await tx.setDraft({ ...draft, person: bo, form: "note", at: at("2026-10-01T12:00:00Z") });
      });
      const kept = (await read(ana)).map(([form]) => form);
      expect(kept).toHaveLength(200);
      expect(kept).not.toContain("f0");
      await store.transact((tx) => tx.forgetDrafts(at("2026-11-01T00:00:00Z")));
      expect(await read(bo)).toEqual([]);
      expect(await read(ana)).toHaveLength(200);
      await store.close();
    });
  });
}
