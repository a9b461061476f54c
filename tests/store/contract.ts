import { describe, expect, test } from "vitest";
import { rootAt } from "#app/core/audit/proofs.ts";
import type { Store } from "#app/server/store/port.ts";
import type { Person, Session, Token } from "#app/server/store/rows.ts";
import { describeDrafts } from "./draft-contract.ts";
import { aRef, at, aUserId, bytes, LogMaker } from "./fixture.ts";
import { describePreferences } from "./preference-contract.ts";
import { describeSearch } from "./search-contract.ts";
import { describeSignIn } from "./sign-in-contract.ts";

const INST = "example.org/sangfroid/0123456789ABCDEFGHJKMNPQRS";

/** What every adapter of the port must do. `open` gives an empty store, and the same one again when called twice with one place. */
export function describeStore(
  name: string,
  aPlace: () => string,
  open: (place: string) => Promise<Store>,
): void {
  describe(name, () => {
    async function aStore(): Promise<Store> {
      return open(aPlace());
    }

    describe("transactions", () => {
      test("what a transaction wrote is there after closing and opening again", async () => {
        const place = aPlace();
        const first = await open(place);
        await first.transact((tx) => tx.setSetting("colour", '"green"'));
        await first.close();
        const second = await open(place);
        expect(await second.snapshot((reads) => reads.setting("colour"))).toBe('"green"');
        await second.close();
      });

      test("nothing of a transaction that throws is there", async () => {
        const store = await aStore();
        const log = new LogMaker(`${INST}/i/${aRef()}`);
        const work = store.transact(async (tx) => {
          await tx.setSetting("colour", '"green"');
          await tx.append(log.next(["a"]));
          throw new Error("changed my mind");
        });
        await expect(work).rejects.toThrow("changed my mind");
        expect(await store.snapshot((reads) => reads.setting("colour"))).toBeUndefined();
        expect(await store.snapshot((reads) => reads.head(log.origin))).toBeUndefined();
        await store.close();
      });

      test("a log begun in a transaction that threw can be begun again", async () => {
        const store = await aStore();
        const origin = `${INST}/i/${aRef()}`;
        await store
          .transact(async (tx) => {
            await tx.append(new LogMaker(origin).next(["lost"]));
            throw new Error("no");
          })
          .catch(() => {});
        await store.transact((tx) => tx.append(new LogMaker(origin).next(["kept"])));
        const [entry] = await store.snapshot((reads) => reads.entries(origin, 0, 10));
        expect(Buffer.from(entry?.leaf ?? []).toString()).toBe("kept");
        await store.close();
      });

      test("transactions do not interleave", async () => {
        const store = await aStore();
        await store.transact((tx) => tx.setSetting("count", "0"));
        await Promise.all(
          Array.from({ length: 50 }, () =>
            store.transact(async (tx) => {
              const count = Number(await tx.setting("count"));
              await Promise.resolve();
              await tx.setSetting("count", String(count + 1));
            }),
          ),
        );
        expect(await store.snapshot((reads) => reads.setting("count"))).toBe("50");
        await store.close();
      });

      test("of several that wait together, one that throws is undone alone", async () => {
        const store = await aStore();
        const origin = `${INST}/i/${aRef()}`;
        const outcomes = await Promise.allSettled([
          store.transact((tx) => tx.setSetting("before", "1")),
          store.transact(async (tx) => {
            await tx.append(new LogMaker(origin).next(["lost"]));
            throw new Error("no");
          }),
          store.transact(async (tx) => {
            await tx.append(new LogMaker(origin).next(["kept"]));
            return tx.setting("before");
          }),
        ]);
        expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
        expect(outcomes[2]).toMatchObject({ value: "1" });
        const [entry] = await store.snapshot((reads) => reads.entries(origin, 0, 10));
        expect(Buffer.from(entry?.leaf ?? []).toString()).toBe("kept");
        await store.close();
      });

      test("what is answered is on disk already, however many wait together", async () => {
        const place = aPlace();
        const [store, other] = [await open(place), await open(place)];
        await Promise.all(
          Array.from({ length: 20 }, async (_, n) => {
            await store.transact((tx) => tx.setSetting(`n${n}`, "1"));
            expect(await other.snapshot((reads) => reads.setting(`n${n}`))).toBe("1");
          }),
        );
        await store.close();
        await other.close();
      });

      test("a snapshot does not see what is committed after its first read", async () => {
        const store = await aStore();
        await store.transact((tx) => tx.setSetting("colour", "1"));
        const seen = await store.snapshot(async (reads) => {
          const before = await reads.setting("colour");
          await store.transact((tx) => tx.setSetting("colour", "2"));
          return [before, await reads.setting("colour")];
        });
        expect(seen).toEqual(["1", "1"]);
        expect(await store.snapshot((reads) => reads.setting("colour"))).toBe("2");
        await store.close();
      });

      test("a snapshot does not see a transaction that is still open", async () => {
        const store = await aStore();
        const seen = await store.transact(async (tx) => {
          await tx.setSetting("colour", "1");
          return store.snapshot((reads) => reads.setting("colour"));
        });
        expect(seen).toBeUndefined();
        await store.close();
      });
    });

    test("a closed store may be closed again, and refuses work without taking the process with it", async () => {
      const store = await aStore();
      await store.close();
      await store.close();
      await expect(store.transact((tx) => tx.setSetting("colour", "1"))).rejects.toThrow();
      await expect(store.snapshot((reads) => reads.setting("colour"))).rejects.toThrow();
    });

    describe("logs", () => {
      test("entries come back as they were appended, fields by name and then files by index", async () => {
        const store = await aStore();
        const log = new LogMaker(`${INST}/i/${aRef()}`);
        const slots = [
          { kind: "f", name: "because", salt: bytes(32, 1), value: '"why"' },
          { kind: "f", name: "title", salt: bytes(32, 2), value: '"clé exposée"' },
          { kind: "att", index: 0, salt: bytes(32, 3) },
          { kind: "att", index: 10, salt: bytes(32, 5) },
        ] as const;
        const batch = log.next(["a"], slots);
        await store.transact((tx) => tx.append(batch));
        const [entry] = await store.snapshot((reads) => reads.entries(log.origin, 0, 1));
        expect(entry?.seq).toBe(0);
        expect(Buffer.from(entry?.leaf ?? []).toString()).toBe("a");
        expect(entry?.slots.map((slot) => (slot.kind === "f" ? slot.name : slot.index))).toEqual([
          "because",
          "title",
          0,
          10,
        ]);
        expect(entry?.slots[1]).toMatchObject({ value: '"clé exposée"' });
        expect(Array.from(entry?.slots[2]?.salt ?? [])).toEqual(Array.from(bytes(32, 3)));
        await store.close();
      });

      test("an entry that is not the next one is refused, and nothing of its transaction stays", async () => {
        const store = await aStore();
        const origin = `${INST}/i/${aRef()}`;
        await store.transact((tx) => tx.append(new LogMaker(origin).next(["a", "b"])));
        const gap = new LogMaker(origin);
        gap.next(["a", "b", "c"]);
        const repeat = new LogMaker(origin);
        repeat.next(["a"]);
        for (const wrong of [gap.next(["d"]), repeat.next(["b"])]) {
          await expect(
            store.transact(async (tx) => {
              await tx.setSetting("colour", "1");
              await tx.append(wrong);
            }),
          ).rejects.toThrow();
        }
        expect(await store.snapshot((reads) => reads.setting("colour"))).toBeUndefined();
        expect((await store.snapshot((reads) => reads.head(origin)))?.size).toBe(2);
        await store.close();
      });

      test("nodes give back the root of every head", async () => {
        const store = await aStore();
        const log = new LogMaker(`${INST}/i/${aRef()}`);
        for (let command = 1; command <= 20; command++) {
          const batch = log.next(Array.from({ length: (command % 3) + 1 }, (_, i) => `${command}.${i}`));
          await store.transact((tx) => tx.append(batch));
        }
        await store.snapshot(async (reads) => {
          const newest = await reads.head(log.origin);
          expect(newest?.size).toBe(log.edge.size);
          for (let size = 1; size <= log.edge.size; size++) {
            const head = await reads.headAt(log.origin, size);
            if (head === undefined) continue;
            const root = await rootAt(size, (level, index) => reads.node(log.origin, level, index));
            expect(Buffer.compare(root, head.root)).toBe(0);
          }
          await expect(reads.node(log.origin, 3, 1000)).rejects.toThrow(RangeError);
        });
        await store.close();
      });

      test("one command may append a hundred entries", async () => {
        const store = await aStore();
        const log = new LogMaker(`${INST}/i/${aRef()}`);
        const batch = log.next(Array.from({ length: 100 }, (_, i) => `entry ${i}`));
        await store.transact((tx) => tx.append(batch));
        expect(await store.snapshot((reads) => reads.leaves(log.origin, 0, 1000))).toHaveLength(100);
        expect(await store.snapshot((reads) => reads.leaves(log.origin, 98, 99))).toHaveLength(1);
        await store.close();
      });

      test("a log that has no entry has no head, no entries and is not listed", async () => {
        const store = await aStore();
        const origin = `${INST}/i/${aRef()}`;
        await store.snapshot(async (reads) => {
          expect(await reads.head(origin)).toBeUndefined();
          expect(await reads.headAt(origin, 1)).toBeUndefined();
          expect(await reads.entries(origin, 0, 5)).toEqual([]);
          expect(await reads.logs("", 10)).toEqual([]);
        });
        await store.close();
      });

      test("logs are listed by origin in pages, each with its newest size", async () => {
        const store = await aStore();
        const origins = Array.from({ length: 5 }, () => `${INST}/i/${aRef()}`).sort();
        for (const origin of origins) {
          const log = new LogMaker(origin);
          await store.transact((tx) => tx.append(log.next(["a"])));
          await store.transact((tx) => tx.append(log.next(["b"])));
        }
        const first = await store.snapshot((reads) => reads.logs("", 3));
        const rest = await store.snapshot((reads) => reads.logs(first[2]?.origin ?? "", 3));
        expect([...first, ...rest].map(({ origin }) => origin)).toEqual(origins);
        expect([...first, ...rest].every(({ size }) => size === 2)).toBe(true);
        await store.close();
      });

      test("the installation is named once", async () => {
        const store = await aStore();
        expect(await store.snapshot((reads) => reads.installation())).toBeUndefined();
        await store.transact((tx) => tx.setInstallation(INST));
        await expect(store.transact((tx) => tx.setInstallation(`${INST}X`))).rejects.toThrow();
        expect(await store.snapshot((reads) => reads.installation())).toBe(INST);
        await store.close();
      });

      test("a log is unanchored until a log-head records its size, and again when it grows", async () => {
        const store = await aStore();
        const own = new LogMaker(INST);
        const log = new LogMaker(`${INST}/i/${aRef()}`);
        await store.transact(async (tx) => {
          await tx.setInstallation(INST);
          await tx.append(own.next(["begun"]));
          await tx.append(log.next(["a", "b"]));
        });
        const [grown, ...others] = await store.snapshot((reads) => reads.unanchored());
        expect(others).toEqual([]);
        expect(grown).toMatchObject({ origin: log.origin, size: 2 });
        await store.transact((tx) => tx.setAnchor(log.origin, { seq: 1, size: 2, root: bytes(32) }));
        expect(await store.snapshot((reads) => reads.unanchored())).toEqual([]);
        expect(await store.snapshot((reads) => reads.anchor(log.origin))).toMatchObject({ seq: 1, size: 2 });
        await store.transact((tx) => tx.append(log.next(["c"])));
        expect(await store.snapshot((reads) => reads.unanchored())).toHaveLength(1);
        await store.close();
      });

      test("only log-head leaves of the installation's log are read as such, from a number on", async () => {
        const store = await aStore();
        const own = new LogMaker(INST);
        const leaves = [
          '{"act":"log-head","app":"1"}',
          '{"act":"person-added"}',
          '{"act":"log-head","app":"2"}',
        ];
        await store.transact(async (tx) => {
          await tx.setInstallation(INST);
          await tx.append(own.next(leaves));
          await tx.append(new LogMaker(`${INST}/i/${aRef()}`).next(['{"act":"log-head","app":"3"}']));
        });
        const all = await store.snapshot((reads) => reads.logHeads(INST, 0, 10));
        expect(all.map((leaf) => Buffer.from(leaf).toString())).toEqual([leaves[0], leaves[2]]);
        expect(await store.snapshot((reads) => reads.logHeads(INST, 1, 10))).toHaveLength(1);
        expect(await store.snapshot((reads) => reads.logHeads(INST, 0, 1))).toHaveLength(1);
        await store.close();
      });
    });

    describe("a new origin", () => {
      const NEXT = `${INST.slice(0, -1)}X`;

      test("is the present one, and freezes the logs of the one before", async () => {
        const store = await aStore();
        const ref = aRef();
        const frozen = new LogMaker(`${INST}/i/${ref}`);
        const own = new LogMaker(INST);
        await store.transact(async (tx) => {
          await tx.setInstallation(INST);
          await tx.append(own.next(["a"]));
          await tx.append(frozen.next(["a"]));
          await tx.succeed(NEXT);
        });
        expect(await store.snapshot((reads) => reads.installation())).toBe(NEXT);
        expect(await store.snapshot((reads) => reads.installations())).toEqual([INST, NEXT]);
        for (const log of [own, frozen])
          await expect(store.transact((tx) => tx.append(log.next(["b"])))).rejects.toThrow();
        const present = new LogMaker(`${NEXT}/i/${ref}`);
        await store.transact((tx) => tx.append(present.next(["a"])));
        const grown = await store.snapshot((reads) => reads.unanchored());
        expect(grown.map(({ origin }) => origin)).toEqual([present.origin]);
        await store.close();
      });
    });

    describe("what lies there", () => {
      test("is read with every number it bears, leaf, hash, root and values", async () => {
        const store = await aStore();
        const log = new LogMaker(`${INST}/i/${aRef()}`);
        const slots = [
          { kind: "att", index: 0, salt: bytes(32) },
          { kind: "f", name: "text", salt: bytes(32), value: '"a note"' },
        ] as const;
        await store.transact((tx) => tx.append(log.next(["a", "b"], slots)));
        await store.snapshot(async (reads) => {
          expect(await reads.extent(log.origin)).toBe(2);
          const head = await reads.head(log.origin);
          const [first, second, ...more] = await reads.raw(log.origin, 0, 10);
          expect(more).toEqual([]);
          expect(first).toMatchObject({
            seq: 0,
            leaf: Buffer.from("a"),
            hash: await reads.node(log.origin, 0, 0),
          });
          expect(first?.root).toBeUndefined();
          expect(first?.values).toMatchObject([
            { slot: "att:0", value: null },
            { slot: "f:text", value: '"a note"' },
          ]);
          expect(Buffer.compare(second?.root ?? bytes(1), head?.root ?? bytes(2))).toBe(0);
          expect(await reads.raw(log.origin, 1, 2)).toMatchObject([{ seq: 1 }]);
        });
        await store.close();
      });

      test("is nothing of a log that never was", async () => {
        const store = await aStore();
        const origin = `${INST}/i/${aRef()}`;
        await store.snapshot(async (reads) => {
          expect(await reads.extent(origin)).toBe(0);
          expect(await reads.raw(origin, 0, 10)).toEqual([]);
        });
        await store.close();
      });
    });

    describe("projections", () => {
      test("the logs whose newest log-head stands before an entry are told from those recorded since", async () => {
        const store = await aStore();
        const [early, late] = [new LogMaker(`${INST}/i/${aRef()}`), new LogMaker(`${INST}/i/${aRef()}`)];
        await store.transact(async (tx) => {
          for (const [seq, log] of [early, late].entries()) {
            const { head, ...entries } = log.next(["a"]);
            await tx.append({ ...entries, head });
            await tx.setAnchor(log.origin, { ...head, seq: seq + 4 });
          }
        });
        await store.snapshot(async (reads) => {
          expect(await reads.anchoredBefore(4)).toEqual([]);
          expect(await reads.anchoredBefore(5)).toEqual([early.origin]);
          expect(await reads.anchoredBefore(9)).toEqual([early.origin, late.origin]);
        });
        await store.close();
      });

      test("an incident's row is replaced, and lists go from the newest declared to the oldest", async () => {
        const store = await aStore();
        const rows = [
          { open: true, kind: "incident", declaredAt: at("2026-11-01T00:00:00Z") },
          { open: false, kind: "incident", declaredAt: at("2026-11-02T00:00:00Z") },
          { open: true, kind: "drill", declaredAt: at("2026-11-03T00:00:00Z") },
        ].map((row) => {
          const ref = aRef();
          const letter = row.kind === "drill" ? "d" : "i";
          const kind = row.kind === "drill" ? ("drill" as const) : ("incident" as const);
          return {
            ...row,
            kind,
            ref,
            origin: `${INST}/${letter}/${ref}`,
            size: 1,
            restricted: false,
            summary: "{}",
          };
        });
        for (const row of rows) {
          await store.transact(async (tx) => {
            await tx.append(new LogMaker(row.origin).next(["a"]));
            await tx.setIncident(row);
          });
        }
        const [oldest, middle, newest] = rows;
        if (oldest === undefined || middle === undefined || newest === undefined)
          throw new Error("three rows");
        await store.snapshot(async (reads) => {
          expect(await reads.incident(oldest.ref)).toEqual(oldest);
          expect(await reads.incident(aRef())).toBeUndefined();
          expect(await reads.incidents({ limit: 10 })).toEqual([newest, middle, oldest]);
          expect(await reads.incidents({ limit: 10, open: true })).toEqual([newest, oldest]);
          expect(await reads.incidents({ limit: 10, kind: "incident" })).toEqual([middle, oldest]);
          expect(await reads.incidents({ limit: 1, after: newest })).toEqual([middle]);
        });
        await store.transact((tx) => tx.setIncident({ ...oldest, size: 9, open: false, summary: '{"a":1}' }));
        expect(await store.snapshot((reads) => reads.incident(oldest.ref))).toMatchObject({
          size: 9,
          open: false,
        });
        await store.close();
      });

      test("open incidents go from the first limit to the last, and those without one by age", async () => {
        const store = await aStore();
        const rows = [
          { urgentAt: undefined, declaredAt: "2026-11-01T00:00:00Z", restricted: false },
          { urgentAt: "2026-11-09T12:00:00Z", declaredAt: "2026-11-02T00:00:00Z", restricted: true },
          { urgentAt: "2026-11-09T11:00:00Z", declaredAt: "2026-11-03T00:00:00Z", restricted: false },
          { urgentAt: undefined, declaredAt: "2026-11-04T00:00:00Z", restricted: false },
        ].map(({ urgentAt, declaredAt, restricted }) => {
          const ref = aRef();
          const urgent = urgentAt === undefined ? {} : { urgentAt: at(urgentAt) };
          const row = { ref, kind: "incident" as const, origin: `${INST}/i/${ref}`, size: 1, open: true };
          return { ...row, declaredAt: at(declaredAt), restricted, ...urgent, summary: `{"of":"${ref}"}` };
        });
        for (const row of rows) {
          await store.transact(async (tx) => {
            await tx.append(new LogMaker(row.origin).next(["a"]));
            await tx.setIncident(row);
          });
        }
        const [first, second, third, fourth] = rows;
        if (first === undefined || second === undefined) throw new Error("four rows");
        const filter = { open: true, kind: "incident" as const };
        const urgent = (page: { from: number; limit: number }, more = {}) =>
          store.snapshot((reads) => reads.urgentIncidents({ ...filter, ...more }, page));
        expect(await urgent({ from: 0, limit: 9 })).toEqual([third, second, fourth, first]);
        expect(await urgent({ from: 1, limit: 2 })).toEqual([second, fourth]);
        expect(await urgent({ from: 0, limit: 9 }, { restricted: true })).toEqual([second]);
        const count = (more = {}) => store.snapshot((reads) => reads.countIncidents({ ...filter, ...more }));
        expect([await count(), await count({ restricted: false }), await count({ kind: "drill" })]).toEqual([
          4, 3, 0,
        ]);

        const sooner = { ...first, urgentAt: at("2026-11-08T00:00:00Z"), restricted: true };
        await store.transact((tx) => tx.setIncident(sooner));
        expect(await urgent({ from: 0, limit: 1 })).toEqual([sooner]);
        const { urgentAt: _passed, ...withoutLimit } = { ...second, restricted: false };
        await store.transact((tx) => tx.setIncident(withoutLimit));
        expect(await urgent({ from: 2, limit: 9 })).toEqual([fourth, withoutLimit, first].slice(0, 2));
        await store.close();
      });

      test("a person's first naming in a log stands", async () => {
        const store = await aStore();
        const log = new LogMaker(`${INST}/i/${aRef()}`);
        await store.transact(async (tx) => {
          await tx.append(log.next(["a"]));
          await tx.setNamed(log.origin, "u_1", 0);
          await tx.setNamed(log.origin, "u_1", 0);
        });
        expect(await store.snapshot((reads) => reads.isNamed(log.origin, "u_1"))).toBe(true);
        expect(await store.snapshot((reads) => reads.isNamed(log.origin, "u_2"))).toBe(false);
        await store.close();
      });

      test("a file of evidence is found by its commitment, in its own log alone", async () => {
        const store = await aStore();
        const mine = new LogMaker(`${INST}/i/${aRef()}`);
        const other = new LogMaker(`${INST}/i/${aRef()}`);
        await store.transact(async (tx) => {
          await tx.append(mine.next(["a"]));
          await tx.append(other.next(["a"]));
          await tx.setEvidence(mine.origin, bytes(32), { seq: 0, index: 3 });
        });
        expect(await store.snapshot((reads) => reads.evidence(mine.origin, bytes(32)))).toEqual({
          seq: 0,
          index: 3,
        });
        expect(await store.snapshot((reads) => reads.evidence(other.origin, bytes(32)))).toBeUndefined();
        await store.close();
      });

      test("a link is found from both its ends", async () => {
        const store = await aStore();
        const mine = new LogMaker(`${INST}/i/${aRef()}`);
        const target = aRef();
        await store.transact(async (tx) => {
          await tx.append(mine.next(["a", "b"]));
          await tx.setLink(mine.origin, target, 1);
        });
        const found = await store.snapshot(async (reads) => [
          await reads.linksIn(mine.origin),
          await reads.linksTo(target),
          await reads.linksTo(aRef()),
        ]);
        expect(found).toEqual([[{ target, seq: 1 }], [{ origin: mine.origin, seq: 1 }], []]);
        await store.close();
      });

      test("a playbook is kept for ever under its hash", async () => {
        const store = await aStore();
        const version = { hash: "00", id: "leaked-key", version: "1.0.0", template: "{}" };
        await store.transact((tx) => tx.keepPlaybook(version));
        await store.transact((tx) => tx.keepPlaybook({ ...version, template: '{"other":1}' }));
        expect(await store.snapshot((reads) => reads.playbook("00"))).toEqual(version);
        expect(await store.snapshot((reads) => reads.playbook("01"))).toBeUndefined();
        expect(await store.snapshot((reads) => reads.playbooks())).toEqual([version]);
        await store.close();
      });
    });

    describe("requests and the outbox", () => {
      test("an answer belongs to its log, its actor and its key, until it is forgotten", async () => {
        const store = await aStore();
        const log = new LogMaker(`${INST}/i/${aRef()}`);
        const answer = {
          origin: log.origin,
          actor: "u_1",
          key: bytes(32, 1),
          body: bytes(32, 2),
          made: log.origin,
          first: 0,
          size: 1,
          at: at("2026-11-24T00:00:00Z"),
        };
        await store.transact(async (tx) => {
          await tx.append(log.next(["a"]));
          await tx.remember(answer);
        });
        const found = await store.snapshot((reads) => reads.answer(log.origin, "u_1", bytes(32, 1)));
        expect(found).toMatchObject({
          at: answer.at,
          actor: "u_1",
          origin: log.origin,
          made: log.origin,
          first: 0,
          size: 1,
        });
        expect(
          await store.snapshot((reads) => reads.answer(log.origin, "u_2", bytes(32, 1))),
        ).toBeUndefined();
        expect(
          await store.snapshot((reads) => reads.answer(log.origin, "u_1", bytes(32, 9))),
        ).toBeUndefined();
        await store.transact((tx) => tx.forget(answer.at));
        expect(await store.snapshot((reads) => reads.answer(log.origin, "u_1", bytes(32, 1)))).toBeDefined();
        await store.transact((tx) => tx.forget(at("2026-11-24T00:00:01Z")));
        expect(
          await store.snapshot((reads) => reads.answer(log.origin, "u_1", bytes(32, 1))),
        ).toBeUndefined();
        await store.close();
      });

      test("an item of the outbox is due until it is settled, and not before its time", async () => {
        const store = await aStore();
        const log = new LogMaker(`${INST}/i/${aRef()}`);
        const item = {
          id: "m1",
          origin: log.origin,
          seq: 0,
          kind: "mail",
          body: '{"to":"a"}',
          dueAt: at("2026-11-24T00:00:00Z"),
          attempts: 0,
        };
        await store.transact(async (tx) => {
          await tx.append(log.next(["a"]));
          await tx.queue(item);
        });
        const due = (now: string) => store.snapshot((reads) => reads.due(at(now), 10));
        expect(await due("2026-11-23T23:59:59Z")).toEqual([]);
        expect(await due("2026-11-24T00:00:00Z")).toEqual([item]);
        await store.transact((tx) => tx.postpone("m1", at("2026-11-24T00:05:00Z")));
        expect(await due("2026-11-24T00:04:00Z")).toEqual([]);
        expect(await due("2026-11-24T00:05:00Z")).toMatchObject([{ attempts: 1 }]);
        await store.transact((tx) => tx.settle("m1"));
        expect(await due("2026-11-25T00:00:00Z")).toEqual([]);
        await store.close();
      });
    });

    describe("people", () => {
      const person: Person = {
        id: aUserId(),
        email: "Ana@example.org",
        name: "Ana",
        role: "administrator",
        active: true,
        createdAt: at("2026-11-24T00:00:00Z"),
        accessUntil: null,
      };

      test("a person is found by id and by address whatever its case, and changes only where told", async () => {
        const store = await aStore();
        await store.transact((tx) => tx.addPerson(person));
        expect(await store.snapshot((reads) => reads.person(person.id))).toEqual(person);
        expect(await store.snapshot((reads) => reads.personByEmail("ana@EXAMPLE.org"))).toEqual(person);
        await store.transact((tx) => tx.changePerson(person.id, { active: false, role: "member" }));
        expect(await store.snapshot((reads) => reads.people())).toEqual([
          { ...person, active: false, role: "member" },
        ]);
        await store.close();
      });

      test("two people cannot have one address", async () => {
        const store = await aStore();
        await store.transact((tx) => tx.addPerson(person));
        const twin = { ...person, id: aUserId(), email: "ANA@example.org" };
        await expect(store.transact((tx) => tx.addPerson(twin))).rejects.toThrow();
        await store.close();
      });

      test("a password is replaced", async () => {
        const store = await aStore();
        await store.transact((tx) => tx.addPerson(person));
        expect(await store.snapshot((reads) => reads.password(person.id))).toBeUndefined();
        await store.transact((tx) => tx.setPassword(person.id, "one", person.createdAt));
        await store.transact((tx) => tx.setPassword(person.id, "two", person.createdAt));
        expect(await store.snapshot((reads) => reads.password(person.id))).toBe("two");
        await store.close();
      });

      test("a session lives until it is ended, expires, or all of its person's are ended", async () => {
        const store = await aStore();
        const session = (fill: number, expiresAt: string): Session => ({
          hash: bytes(32, fill),
          person: person.id,
          auth: "password",
          createdAt: person.createdAt,
          seenAt: person.createdAt,
          provedAt: person.createdAt,
          expiresAt: at(expiresAt),
          device: "Firefox on Windows",
          address: "203.0.113.7",
        });
        await store.transact(async (tx) => {
          await tx.addPerson(person);
          for (const fill of [1, 2, 3]) await tx.addSession(session(fill, `2026-12-0${fill}T00:00:00Z`));
          await tx.changeSession(bytes(32, 3), { seenAt: at("2026-11-25T00:00:00Z") });
        });
        const found = await store.snapshot((reads) => reads.session(bytes(32, 3)));
        expect(found).toMatchObject({ seenAt: at("2026-11-25T00:00:00Z"), provedAt: person.createdAt });
        await store.transact((tx) => tx.endExpiredSessions(at("2026-12-01T12:00:00Z")));
        expect(await store.snapshot((reads) => reads.sessionsOf(person.id))).toHaveLength(2);
        await store.transact((tx) => tx.endSession(bytes(32, 2)));
        expect(await store.snapshot((reads) => reads.session(bytes(32, 2)))).toBeUndefined();
        await store.transact((tx) => tx.addSession(session(4, "2026-12-04T00:00:00Z")));
        await store.transact((tx) => tx.endOtherSessions(person.id, bytes(32, 4)));
        const [left, ...none] = await store.snapshot((reads) => reads.sessionsOf(person.id));
        expect(left).toMatchObject({ device: "Firefox on Windows", address: "203.0.113.7" });
        expect(none).toEqual([]);
        await store.transact((tx) => tx.endSessionsOf(person.id));
        expect(await store.snapshot((reads) => reads.sessionsOf(person.id))).toEqual([]);
        await store.close();
      });

      test("a token is found by its hash and keeps when it was used and revoked", async () => {
        const store = await aStore();
        const token: Token = {
          id: "t1",
          hash: bytes(32, 4),
          person: person.id,
          name: "ci",
          createdAt: person.createdAt,
          expiresAt: null,
          usedAt: null,
          revokedAt: null,
        };
        await store.transact(async (tx) => {
          await tx.addPerson(person);
          await tx.addToken(token);
        });
        expect(await store.snapshot((reads) => reads.token(bytes(32, 4)))).toMatchObject({
          ...token,
          hash: expect.anything(),
        });
        await store.transact((tx) => tx.changeToken("t1", { revokedAt: at("2026-11-25T00:00:00Z") }));
        const [revoked] = await store.snapshot((reads) => reads.tokens());
        expect(revoked).toMatchObject({ revokedAt: at("2026-11-25T00:00:00Z"), usedAt: null });
        await store.close();
      });

      test("a setting is replaced and removed", async () => {
        const store = await aStore();
        await store.transact((tx) => tx.setSetting("name", '"A"'));
        await store.transact((tx) => tx.setSetting("name", '"B"'));
        expect(await store.snapshot((reads) => reads.setting("name"))).toBe('"B"');
        await store.transact((tx) => tx.removeSetting("name"));
        expect(await store.snapshot((reads) => reads.setting("name"))).toBeUndefined();
        await store.close();
      });
    });

    describeSignIn(aStore);
    describePreferences(aStore);
    describeDrafts(aStore);
    describeSearch(aStore);

    test("writes of another process are noticed once, own writes never", async () => {
      const place = aPlace();
      const [mine, theirs] = [await open(place), await open(place)];
      await mine.changedElsewhere();
      await mine.transact((tx) => tx.setSetting("colour", "1"));
      expect(await mine.changedElsewhere()).toBe(false);
      await theirs.transact((tx) => tx.setSetting("colour", "2"));
      expect(await mine.changedElsewhere()).toBe(true);
      expect(await mine.changedElsewhere()).toBe(false);
      expect(await mine.snapshot((reads) => reads.setting("colour"))).toBe("2");
      await mine.close();
      await theirs.close();
    });
  });
}
