import { describe, expect, test } from "vitest";
import { z } from "zod";
import { actIn, CARRIED_FIELD, carriedDraft, NUMBERS, uncarried } from "#app/core/incident/carried.ts";
import { type Entry, FIELDS } from "#app/core/incident/entry.ts";
import { parseInstant } from "#app/core/shared/instant.ts";

function at(text: string) {
  const instant = parseInstant(text);
  if (instant === undefined) throw new Error(`${text} is no time`);
  return instant;
}

const entry: Entry = {
  seq: 41,
  at: at("2026-11-24T03:46:00.123Z"),
  by: { auth: "passkey", k: "person", u: "u_0000000000000000000000000A" },
  act: "decided",
  on: { t: "step", id: "r1.scope" },
  cmd: 40,
  seen: 39,
  ref: [3, 7],
  f: { question: "How far?", option: "all", label: "All of it", because: "It was.", basis: [5, 6] },
  att: 0,
};
const CARRIED_AT = at("2026-11-25T09:00:00.000Z");

/** As it stands in the log that continues its own, and is read from there. */
function carried(one: Entry): Entry {
  const written = carriedDraft(one);
  const system = { auth: "none", k: "system", u: "system" } as const;
  return { ...written, seq: one.seq + 1, at: CARRIED_AT, by: system, cmd: 1, att: one.att };
}

describe("an entry carried over into the log that continues its own", () => {
  test("is by the system there, of an act that says so, and is read as what it was under the next number", () => {
    expect(carried(entry)).toMatchObject({ act: "carried-decided", by: { k: "system" }, ref: [4, 8] });
    expect(uncarried(carried(entry))).toEqual({
      ...entry,
      seq: 42,
      cmd: 41,
      seen: 40,
      ref: [4, 8],
      f: { ...entry.f, basis: [6, 7] },
      carried: { seq: 41, at: CARRIED_AT },
    });
  });

  test("keeps its values as they were, so that both logs can be held against each other", () => {
    expect(carriedDraft(entry).f).toMatchObject(entry.f);
  });

  test("keeps a review with the entry it reviews", () => {
    const review = { ...entry, on: { t: "step", id: "review-12" } };
    expect(uncarried(carried(review)).on).toEqual({ t: "step", id: "review-13" });
  });

  test("can be carried again: who did it and when stay", () => {
    const twice = uncarried(carried(uncarried(carried(entry))));
    expect(twice).toMatchObject({ seq: 43, act: "decided", at: entry.at, by: entry.by });
    expect(twice.carried).toEqual({ seq: 42, at: CARRIED_AT });
  });

  test("whose header can't be read changes nothing and hides nothing", () => {
    const { [CARRIED_FIELD]: _, ...f } = carried(entry).f;
    const broken = { ...carried(entry), f };
    expect(uncarried(broken)).toBe(broken);
    expect(actIn(broken.act)).toBe("decided");
  });

  test("an entry of the log itself is read as it is", () => {
    expect(uncarried(entry)).toBe(entry);
  });
});

test("each field that holds numbers of entries moves along", () => {
  const found: Record<string, string[]> = {};
  for (const [act, { shape }] of Object.entries(FIELDS)) {
    for (const [name, schema] of Object.entries(shape)) {
      const bare = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
      if (!(bare instanceof z.ZodArray)) continue;
      if (!(bare.element instanceof z.ZodNumber || bare.element instanceof z.ZodCustom)) continue;
      found[act] = [...(found[act] ?? []), name];
    }
  }
  expect(found).toEqual(NUMBERS);
});
