import { describe, expect, test } from "vitest";
import type { Store } from "#app/server/store/port.ts";
import type { OneTime, Passkey, Person } from "#app/server/store/rows.ts";
import { at, aUserId, bytes } from "./fixture.ts";

/** The part of the store's contract that holds what people sign in with. `aStore` gives an empty one. */
export function describeSignIn(aStore: () => Promise<Store>): void {
  const NOON = at("2026-11-24T12:00:00Z");
  const LATER = at("2026-11-24T12:10:00Z");

  function aPerson(name: string): Person {
    const id = aUserId();
    return {
      id,
      email: `${id}@example.org`,
      name,
      role: "member",
      active: true,
      createdAt: NOON,
      accessUntil: null,
    };
  }

  async function withPeople() {
    const store = await aStore();
    const [ana, bo] = [aPerson("Ana"), aPerson("Bo")];
    await store.transact(async (tx) => {
      await tx.addPerson(ana);
      await tx.addPerson(bo);
    });
    return { store, ana, bo };
  }

  /** Bytes compare as bytes, whichever class an adapter gives them. */
  function plain<T extends object>(rows: readonly T[]): readonly unknown[] {
    return rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name,
          value instanceof Uint8Array ? new Uint8Array(value) : value,
        ]),
      ),
    );
  }

  describe("what people sign in with", () => {
    test("a passkey is its person's, tells its last use, and is gone when removed", async () => {
      const { store, ana, bo } = await withPeople();
      const passkey: Passkey = {
        id: "k1",
        person: ana.id,
        name: "Phone",
        publicKey: bytes(77),
        counter: 0,
        transports: ["internal", "hybrid"],
        createdAt: NOON,
        usedAt: null,
      };
      await store.transact((tx) => tx.addPasskey(passkey));
      expect(await store.snapshot((reads) => reads.passkey("k1"))).toMatchObject({ id: "k1", counter: 0 });
      await store.transact((tx) => tx.changePasskey("k1", { counter: 3, usedAt: LATER }));
      expect(plain(await store.snapshot((reads) => reads.passkeysOf(ana.id)))).toEqual([
        { ...passkey, counter: 3, usedAt: LATER },
      ]);
      expect(await store.snapshot((reads) => reads.passkeysOf(bo.id))).toEqual([]);
      await store.transact((tx) => tx.removePasskey("k1"));
      expect(await store.snapshot((reads) => reads.passkey("k1"))).toBeUndefined();
      await store.close();
    });

    test("a second step is set anew in place of the one before", async () => {
      const { store, ana } = await withPeople();
      const step = { person: ana.id, seed: "sealed", createdAt: NOON, usedPeriod: 7 };
      await store.transact((tx) => tx.setSecondStep({ ...step, usedPeriod: 1 }));
      await store.transact((tx) => tx.setSecondStep(step));
      expect(await store.snapshot((reads) => reads.secondStep(ana.id))).toEqual(step);
      await store.transact((tx) => tx.removeSecondStep(ana.id));
      expect(await store.snapshot((reads) => reads.secondStep(ana.id))).toBeUndefined();
      await store.close();
    });

    test("a recovery code is taken once, by its own person, and new ones replace the old", async () => {
      const { store, ana, bo } = await withPeople();
      await store.transact((tx) => tx.setRecoveryCodes(ana.id, [bytes(32, 1), bytes(32, 2)]));
      expect(await store.transact((tx) => tx.takeRecoveryCode(bo.id, bytes(32, 1)))).toBe(false);
      expect(await store.transact((tx) => tx.takeRecoveryCode(ana.id, bytes(32, 1)))).toBe(true);
      expect(await store.transact((tx) => tx.takeRecoveryCode(ana.id, bytes(32, 1)))).toBe(false);
      expect(await store.snapshot((reads) => reads.recoveryCodesOf(ana.id))).toBe(1);
      await store.transact((tx) => tx.setRecoveryCodes(ana.id, [bytes(32, 3)]));
      expect(await store.transact((tx) => tx.takeRecoveryCode(ana.id, bytes(32, 2)))).toBe(false);
      await store.close();
    });

    test("what may happen once is there until it is removed or forgotten", async () => {
      const { store, ana } = await withPeople();
      const row = (fill: number, expiresAt: string): OneTime => ({
        hash: bytes(32, fill),
        kind: "sign-in-link",
        person: ana.id,
        body: "{}",
        expiresAt: at(expiresAt),
      });
      const [soon, late] = [row(1, "2026-11-24T12:30:00Z"), row(2, "2026-11-24T13:00:00Z")];
      await store.transact(async (tx) => {
        await tx.setOneTime(late);
        await tx.setOneTime({ ...soon, body: "first" });
        await tx.setOneTime(soon);
      });
      expect(plain(await store.snapshot((reads) => reads.oneTimes("sign-in-link")))).toEqual([soon, late]);
      expect(await store.snapshot((reads) => reads.oneTimes("form"))).toEqual([]);
      await store.transact((tx) => tx.forgetOneTimes(at("2026-11-24T12:45:00Z")));
      expect(await store.snapshot((reads) => reads.oneTime(soon.hash))).toBeUndefined();
      await store.transact((tx) => tx.removeOneTime(late.hash));
      expect(await store.snapshot((reads) => reads.oneTime(late.hash))).toBeUndefined();
      await store.close();
    });

    test("a break-glass account is one until it is not, and each use is unseen by each person until they saw it", async () => {
      const { store, ana, bo } = await withPeople();
      await store.transact((tx) => tx.setBreakGlass(ana.id, NOON));
      expect(await store.snapshot((reads) => reads.isBreakGlass(ana.id))).toBe(true);
      const use = (id: string, moment: string) => ({ id, person: ana.id, second: bo.id, at: at(moment) });
      const [first, second] = [use("b1", "2026-11-24T12:00:00Z"), use("b2", "2026-11-24T13:00:00Z")];
      await store.transact(async (tx) => {
        await tx.addBreakGlassUse(first);
        await tx.addBreakGlassUse(second);
        await tx.seeBreakGlassUse("b2", bo.id);
        await tx.seeBreakGlassUse("b2", bo.id);
      });
      expect(await store.snapshot((reads) => reads.breakGlassUsesUnseenBy(bo.id))).toEqual([first]);
      expect(await store.snapshot((reads) => reads.breakGlassUsesUnseenBy(ana.id))).toEqual([second, first]);
      expect(await store.snapshot((reads) => reads.breakGlassUses(1))).toEqual([second]);
      await store.transact((tx) => tx.setBreakGlass(ana.id, null));
      expect(await store.snapshot((reads) => reads.isBreakGlass(ana.id))).toBe(false);
      await store.close();
    });
  });
}
