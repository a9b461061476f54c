import { expect, test } from "vitest";
import { clockState, urgent } from "#app/ui/clock-state.ts";

const clock = { due: 1000, soon: 800 };

test.each([
  [0, "running"],
  [799, "running"],
  [800, "soon"],
  [1000, "soon"],
  [1001, "over"],
] as const)("at %d a clock that is soon from 800 and due at 1000 is %s", (now, state) => {
  expect(clockState(clock, now)).toBe(state);
});

test("an overdue clock does not hide the next limit", () => {
  const next = { due: 3000, soon: 2500 };
  expect(urgent([clock, next], 2000)).toEqual({ overdue: 1, next });
});

test("clocks that ran out before the list was made are counted", () => {
  expect(urgent([clock], 500, 4)).toEqual({ overdue: 4, next: clock });
  expect(urgent([], 500)).toEqual({ overdue: 0, next: undefined });
});
