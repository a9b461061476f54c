import { describe, expect, test } from "vitest";
import { queryFrom } from "#app/core/search/query.ts";
import { SEARCH_KINDS, type Searchable, type SearchKind } from "#app/core/search/searchable.ts";
import { tokensOf } from "#app/core/search/tokens.ts";
import type { IncidentRow, Store } from "#app/server/store/port.ts";
import type { SearchQuery } from "#app/server/store/search-port.ts";
import { aRef, at, aUserId, LogMaker } from "./fixture.ts";

const INST = "example.org/sangfroid/0123456789ABCDEFGHJKMNPQRS";

function aRow(kind: SearchKind, place: string, text: string, second = 0): Searchable {
  return {
    kind,
    place,
    at: at(`2026-11-24T12:00:${String(second).padStart(2, "0")}Z`),
    tokens: tokensOf(text),
  };
}

/** The part of the store's contract that holds what is searched. `aStore` gives an empty one. */
export function describeSearch(aStore: () => Promise<Store>): void {
  async function aLog(store: Store, more: Partial<IncidentRow> = {}): Promise<string> {
    const ref = aRef();
    const origin = `${INST}/i/${ref}`;
    await store.transact(async (tx) => {
      await tx.append(new LogMaker(origin).next(["a", "b"]));
      await tx.setIncident({
        ref,
        origin,
        kind: "incident",
        size: 2,
        open: true,
        declaredAt: at("2026-11-24T12:00:00Z"),
        restricted: false,
        summary: "{}",
        ...more,
      });
    });
    return origin;
  }

  const put = (store: Store, origin: string, rows: readonly Searchable[], gone: readonly Searchable[] = []) =>
    store.transact((tx) => tx.index(origin, { indexed: { entries: 2, state: 2 }, gone, rows }));

  async function found(
    store: Store,
    typed: string,
    more: Partial<SearchQuery> = {},
  ): Promise<readonly string[]> {
    const query = queryFrom(typed);
    if (query === undefined || query === "too-short") throw new Error("nothing is looked for");
    const asked = { ...query, among: { not: [] }, limit: 100, ...more };
    const hits = await store.snapshot((reads) => reads.searched(asked));
    return hits.map(({ place }) => place);
  }

  describe("what is searched", () => {
    test("is found by all of its words in any order, the last one also by how it begins", async () => {
      const store = await aStore();
      const log = await aLog(store);
      await put(store, log, [
        aRow("note", "1", "The mirror in Zürich still serves it"),
        aRow("note", "0", "A mirror"),
      ]);
      for (const typed of ["mirror zürich", "SERVES mirr", "ZÜRI"])
        expect(await found(store, typed), typed).toEqual(["1"]);
      for (const typed of ["irror", "mirr serves", "zurich", "mirror moon"])
        expect(await found(store, typed), typed).toEqual([]);
      await store.close();
    });

    test("is found by what was typed as one, and only where it stands together", async () => {
      const store = await aStore();
      const log = await aLog(store);
      await put(store, log, [
        aRow("note", "0", "see https://git.example.org:8443/deploy"),
        aRow("note", "1", "an example of git at org"),
        aRow("note", "2", "数据库密钥泄露"),
        aRow("note", "3", "研究生命起源"),
        aRow("note", "4", "𝕊ecret 😀 ключ مفتاح"),
      ]);
      expect(await found(store, "git.example.org")).toEqual(["0"]);
      expect((await found(store, "git example org")).toSorted()).toEqual(["0", "1"]);
      for (const [typed, place] of [
        ["密钥", "2"],
        ["库密钥泄", "2"],
        ["露", "2"],
        ["生命", "3"],
        ["ключ", "4"],
        ["مفت", "4"],
        ["secret", "4"],
      ] as const)
        expect(await found(store, typed), typed).toEqual([place]);
      expect(await found(store, "密库")).toEqual([]);
      await store.close();
    });

    test("comes by kind, the newest first within each, and no more than asked for", async () => {
      const store = await aStore();
      const [one, two] = [await aLog(store), await aLog(store)];
      await put(store, one, [
        aRow("entry", "7", "key", 59),
        aRow("note", "5", "key", 3),
        aRow("step", "r1.key.off", "key", 1),
        aRow("incident", "", "key", 0),
      ]);
      await put(store, two, [aRow("note", "6", "key", 4), aRow("note", "8", "key", 4)]);
      expect(await found(store, "key")).toEqual(["", "r1.key.off", "8", "6", "5", "7"]);
      expect(await found(store, "key", { limit: 2 })).toEqual(["", "r1.key.off"]);
      await store.close();
    });

    test("is looked for in some logs alone, or in all but some", async () => {
      const store = await aStore();
      const [one, two, three] = [await aLog(store), await aLog(store), await aLog(store)];
      for (const [place, log] of [one, two, three].entries())
        await put(store, log, [aRow("note", `${place}`, "key")]);
      expect(await found(store, "key", { among: { only: [two] } })).toEqual(["1"]);
      expect((await found(store, "key", { among: { only: [one, three] } })).toSorted()).toEqual(["0", "2"]);
      expect((await found(store, "key", { among: { not: [two] } })).toSorted()).toEqual(["0", "2"]);
      expect(await found(store, "key", { among: { not: [one, two, three] } })).toEqual([]);
      expect(await found(store, "key", { among: { only: [] } })).toEqual([]);
      expect(await found(store, "key", { among: { only: [`${INST}/i/${aRef()}`] } })).toEqual([]);
      await store.close();
    });

    test("is not found by the number its log happens to have", async () => {
      const store = await aStore();
      const log = await aLog(store);
      await put(store, log, [aRow("note", "0", "key")]);
      for (const number of Array.from({ length: 20 }, (_, n) => `${n}0`.slice(0, 2)))
        expect(await found(store, `key ${number}`), number).toEqual([]);
      await store.close();
    });

    test("is replaced in its place, and what is gone is not found", async () => {
      const store = await aStore();
      const log = await aLog(store);
      const [title, note] = [aRow("incident", "", "Key in a blog"), aRow("note", "1", "The passport of Ada")];
      await put(store, log, [title, note]);
      await put(store, log, [aRow("incident", "", "Key in a log")], [note]);
      expect(await found(store, "blog")).toEqual([]);
      expect(await found(store, "passport")).toEqual([]);
      expect(await found(store, "log")).toEqual([""]);
      const held = await store.snapshot((reads) => reads.searchables(log, SEARCH_KINDS));
      expect(held).toEqual([aRow("incident", "", "Key in a log")]);
      await store.transact((tx) => tx.sweepIndex());
      expect(await found(store, "log")).toEqual([""]);
      expect(await store.transact((tx) => tx.isIndexSound())).toBe(true);
      await store.close();
    });

    test("tells how far each log is read, and which are behind", async () => {
      const store = await aStore();
      const [one, two] = [await aLog(store), await aLog(store)];
      await store.transact((tx) => tx.index(one, { indexed: { entries: 2, state: 0 }, gone: [], rows: [] }));
      const behind = async () =>
        (await store.snapshot((reads) => reads.unindexed())).map(({ origin }) => origin).toSorted();
      expect(await store.snapshot((reads) => reads.indexed(one))).toEqual({ entries: 2, state: 0 });
      expect(await store.snapshot((reads) => reads.indexed(two))).toBeUndefined();
      expect(await behind()).toEqual([one, two].toSorted());
      await put(store, one, []);
      expect(await behind()).toEqual([two]);
      await store.transact((tx) => tx.unindexAll());
      expect(await behind()).toEqual([one, two].toSorted());
      await store.close();
    });

    test("is empty after it was emptied, and can be filled again", async () => {
      const store = await aStore();
      const log = await aLog(store);
      await put(store, log, [aRow("note", "0", "key")]);
      await store.transact((tx) => tx.unindexAll());
      expect(await found(store, "key")).toEqual([]);
      await put(store, log, [aRow("note", "0", "key")]);
      expect(await found(store, "key")).toEqual(["0"]);
      await store.close();
    });

    test("names the incidents in whose logs someone is named", async () => {
      const store = await aStore();
      const [one, two] = [await aLog(store), await aLog(store)];
      const [ana, bo] = [aUserId(), aUserId()];
      await store.transact(async (tx) => {
        await tx.setNamed(one, ana, 0);
        await tx.setNamed(one, bo, 1);
        await tx.setNamed(two, bo, 0);
      });
      const naming = async (person: string) =>
        (await store.snapshot((reads) => reads.incidentsNaming(person)))
          .map((ref) => `${INST}/i/${ref}`)
          .toSorted();
      expect(await naming(ana)).toEqual([one]);
      expect(await naming(bo)).toEqual([one, two].toSorted());
      expect(await naming(aUserId())).toEqual([]);
      await store.close();
    });
  });
}
