import { describe, expect, test } from "vitest";
import { exportName } from "#app/core/audit/origin.ts";
import type { PayloadLine } from "#app/core/audit/payload-line.ts";
import type { Slot } from "#app/core/audit/slot.ts";
import { ALICE, BOB, bundleOf, type Draft, LOG, named, TestLog } from "./a-log.ts";
import { namedIn, verify } from "./containers.ts";

// What is erased, what is said of it, and who approved it, all under the seal of the key's own holder.

const person = (u: string) => ({ auth: "passkey", k: "person", u }) as const;
const ON = { t: "entry", id: "2" };

function story(changes: { readonly approval?: Draft; readonly erasure?: Draft } = {}): TestLog {
  return new TestLog([
    named(ALICE, "Alice"),
    named(BOB, "Bob"),
    { values: { note: "must go", other: "may stay" }, files: ["photo"] },
    { act: "approved", by: person(BOB), leaf: { on: ON }, ...changes.approval },
    { act: "payload-erased", leaf: { on: ON, ref: [3], erases: [[2, "f", "note"]] }, ...changes.erasure },
  ]);
}

const erases = (...slots: readonly Slot[]) => ({ leaf: { on: ON, ref: [3], erases: slots } });

async function faultsOf(
  log: TestLog,
  lines?: (line: PayloadLine) => PayloadLine,
): Promise<readonly string[]> {
  const source = await log.source();
  const payloads = async (from: number, to: number) =>
    (await source.payloads(from, to)).map((line) => lines?.(line) ?? line);
  const report = await verify(await bundleOf({ ...source, payloads }, log.signer(exportName(LOG))));
  return [...namedIn(report)];
}

test("an erasure with another person's approval has no fault", async () => {
  expect(await faultsOf(story())).toEqual([]);
});

describe("an erasure is a fault of its own entry", () => {
  test.each<readonly [string, Parameters<typeof story>[0]]>([
    ["without any approval", { erasure: { leaf: { on: ON, erases: [[2, "f", "note"]] } } }],
    ["approved by the same person", { approval: { by: person(ALICE) } }],
    ["approved by the system", { approval: { by: { auth: "none", k: "system", u: "system" } } }],
    ["with an approval of something else", { approval: { leaf: { on: { t: "entry", id: "9" } } } }],
    ["with an entry that is no approval", { approval: { act: "note-added" } }],
    ["of a field that never was", { erasure: erases([2, "f", "nothing"]) }],
    ["of a file that never was", { erasure: erases([2, "att", 1]) }],
  ])("%s", async (_, changes) => {
    expect(await faultsOf(story(changes))).toEqual(["#4"]);
  });

  test("when the slot had been erased before", async () => {
    const log = new TestLog([
      named(ALICE, "Alice"),
      named(BOB, "Bob"),
      { values: { note: "must go" } },
      { act: "approved", by: person(BOB), leaf: { on: ON } },
      { act: "payload-erased", ...erases([2, "f", "note"]) },
      { act: "payload-erased", ...erases([2, "f", "note"]) },
    ]);
    expect(
      await faultsOf(log, (line) => (line.seq === 2 ? { seq: 2, f: { note: { erased: 4 } } } : line)),
    ).toEqual(["#5"]);
  });
});

describe("what is said of a slot is a fault of the slot's entry", () => {
  const note = (told: object) => (line: PayloadLine) =>
    line.seq === 2 ? ({ ...line, f: { ...line.f, note: told } } as PayloadLine) : line; // any form, well formed or not

  test.each([
    ["erased by an entry that did not", { erased: 3 }],
    ["withheld, though it was erased", { withheld: true }],
  ])("%s", async (_, told) => {
    expect(await faultsOf(story(), note(told))).toEqual(["#2"]);
  });

  test("erased, though it was not", async () => {
    const told = (line: PayloadLine) =>
      line.seq === 2 ? ({ ...line, f: { ...line.f, other: { erased: 4 } } } as PayloadLine) : line;
    expect(await faultsOf(story(), told)).toEqual(["#2"]);
  });

  test("a field too many or too few, or a file left out", async () => {
    const f = (line: PayloadLine) => line.f ?? {};
    expect(
      await faultsOf(story(), (line) =>
        line.seq === 2 ? { ...line, f: { ...f(line), more: { withheld: true } } } : line,
      ),
    ).toContain("#2");
    expect(
      await faultsOf(story(), (line) => (line.seq === 2 ? { ...line, f: { note: { erased: 4 } } } : line)),
    ).toContain("#2");
    expect(await faultsOf(story(), ({ att: _, ...line }) => line)).toContain("#2");
  });

  test("a file named as withheld whose bytes are still in the bundle", async () => {
    const told = await faultsOf(story(), (line) =>
      line.seq === 2 ? { ...line, att: [{ withheld: true }] } : line,
    );
    expect(told.some((name) => name.startsWith("attachments/"))).toBe(true);
  });
});
