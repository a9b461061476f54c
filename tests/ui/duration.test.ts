import { expect, test } from "vitest";
import { textFor } from "#app/server/text/catalogs.ts";
import { countdownText, minutesText, shortAge, spokenCountdown } from "#app/ui/duration.ts";

test.each([
  ["en", 18_753, "05:12:33"],
  ["en", 86_399, "23:59:59"],
  ["en", 86_400, "1 d 00:00"],
  ["en", 184_320, "2 d 03:12"],
  ["en", 0, "00:00:00"],
  ["en", -2_487, "+00:41:27"],
  ["en", -90_000, "+1 d 01:00"],
  ["fr", 184_320, "2 j 03:12"],
  ["fr", -90_000, "+1 j 01:00"],
  ["zh-Hans", 184_320, "2 天 03:12"],
] as const)("in %s %d seconds left read %s", (language, seconds, text) => {
  expect(countdownText(seconds, textFor(language))).toBe(text);
});

test.each([
  ["en", 18_753, "05:12"],
  ["en", 184_320, "2 d 03:12"],
  ["fr", -2_487, "+00:41"],
] as const)("in %s a title says %d seconds as %s", (language, seconds, text) => {
  expect(minutesText(seconds, textFor(language))).toBe(text);
});

test.each([
  ["en", 18_753, "5 hours 12 minutes left"],
  ["en", 3_600, "1 hour left"],
  ["en", 3_660, "1 hour 1 minute left"],
  ["en", 59, "0 minutes left"],
  ["en", -2_487, "41 minutes overdue"],
  ["en", 184_320, "2 days 3 hours left"],
  ["en", 90_000, "1 day 1 hour left"],
  ["fr", 18_753, "il reste 5 heures 12 minutes"],
  ["fr", -3_660, "en retard de 1 heure 1 minute"],
  ["fr", 59, "il reste 0 minute"],
  ["zh-Hans", 18_753, "还剩 5 小时 12 分钟"],
  ["zh-Hans", 184_320, "还剩 2 天 3 小时"],
] as const)("in %s %d seconds left are spoken as %s", (language, seconds, text) => {
  expect(spokenCountdown(seconds, textFor(language))).toBe(text);
});

test.each([
  ["en", 59, "now"],
  ["en", 60, "1 min"],
  ["en", 3_599, "59 min"],
  ["en", 3_600, "1 h"],
  ["en", 172_800, "2 d"],
  ["fr", 172_800, "2 j"],
  ["zh-Hans", 3_600, "1 小时"],
] as const)("in %s an age of %d seconds is short as %s", (language, seconds, text) => {
  expect(shortAge(seconds, textFor(language))).toBe(text);
});
