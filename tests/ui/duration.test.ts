import { expect, test } from "vitest";
import { countdownText, shortAge, spokenCountdown } from "#app/ui/duration.ts";

test.each([
  [18_753, "05:12:33"],
  [86_399, "23:59:59"],
  [86_400, "1 d 00:00"],
  [184_320, "2 d 03:12"],
  [0, "00:00:00"],
  [-2_487, "+00:41:27"],
  [-90_000, "+1 d 01:00"],
])("%d seconds left read %s", (seconds, text) => {
  expect(countdownText(seconds)).toBe(text);
});

test.each([
  [18_753, "5 hours 12 minutes left"],
  [3_600, "1 hour left"],
  [59, "0 minutes left"],
  [-2_487, "41 minutes overdue"],
  [184_320, "2 days 3 hours left"],
])("%d seconds left are spoken as %s", (seconds, text) => {
  expect(spokenCountdown(seconds)).toBe(text);
});

test.each([
  [59, "now"],
  [60, "1 min"],
  [3_599, "59 min"],
  [3_600, "1 h"],
  [172_800, "2 d"],
])("an age of %d seconds is short as %s", (seconds, text) => {
  expect(shortAge(seconds)).toBe(text);
});
