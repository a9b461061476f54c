import { expect, test } from "vitest";
import { corpus, plainText } from "#app/cli/bench-corpus/corpus.ts";
import { figuresOf } from "#app/cli/bench-corpus/figures.ts";
import { hostileTexts } from "#app/cli/bench-scan.ts";
import { detect } from "#app/core/credential/detect.ts";

// Speed is measured by `sangfroid bench scan`. Here a text that took more than linear time would not end at all.

test("of drawn credentials in 21 surroundings 95 in 100 are found, and of 40 decoys one at most is called certain", () => {
  const { leaks, decoys } = corpus(7);
  const figures = figuresOf(leaks, decoys, ({ text }) =>
    detect(text).map(({ start, end, confidence }) => ({ start, end, isHigh: confidence === "high" })),
  );
  expect(figures.recall, JSON.stringify(figures, null, 1)).toBeGreaterThanOrEqual(0.95);
  expect(figures.falseHigh, JSON.stringify(figures.alarms)).toBeLessThanOrEqual(decoys.length / 40);
});

test.each(Object.entries(hostileTexts()))("5 MB of %s come to an end", (name, text) => {
  const found = detect(text);
  if (name === "key ids") expect(found.length).toBe(Math.floor(text.length / 21));
  else expect(found).toEqual([]);
});

test("in 1 MB of prose, source and logs nothing is found", () => {
  expect(detect(plainText(1_000_000, 3))).toEqual([]);
});
