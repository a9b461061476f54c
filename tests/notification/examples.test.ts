import { describe, expect, test } from "vitest";
import { duty, law, short } from "./law.ts";

// Each row's own worked examples. They stand beside the rule they explain, in app/content/regimes.

describe.each(
  law.regimes.map(
    (regime) => [`${regime.id}${regime.to === undefined ? "" : ` until ${regime.to}`}`, regime] as const,
  ),
)("%s", (_, regime) => {
  test("has an example", () => {
    expect(regime.examples?.length ?? 0).toBeGreaterThan(0);
  });

  for (const { because, facts, expect: expected } of regime.examples ?? []) {
    for (const wanted of expected) {
      test(`${wanted.stage}: ${because}`, () => {
        const found = duty(`${regime.id}:${wanted.stage}`, facts);
        const { stage: _, reading, ...fields } = wanted;
        expect({
          ...found,
          dueAt: short(found.dueAt),
          safeAt: short(found.safeAt),
        }).toMatchObject({
          ...fields,
          ...(fields.safeAt === undefined ? {} : { safeAt: short(fields.safeAt) }),
        });
        if (reading === undefined) return;
        expect(found.readings?.map(({ name, at }) => ({ name, at: short(at) }))).toContainEqual(reading);
      });
    }
  }
});

test("every file of regimes can be used", () => {
  expect(law.problems).toEqual([]);
});
