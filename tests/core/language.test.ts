import { expect, test } from "vitest";
import { preferred, spoken } from "#app/core/shared/language.ts";

test.each([
  ["en-GB", "en"],
  ["fr", "fr"],
  ["fr-CA", "fr"],
  ["zh", "zh-Hans"],
  ["zh-CN", "zh-Hans"],
  ["zh-Hans-SG", "zh-Hans"],
  ["ZH-hans", "zh-Hans"],
  ["zh-TW", undefined],
  ["zh-Hant-HK", undefined],
  ["de", undefined],
  ["*", undefined],
  ["", undefined],
])("a reader who wants %s is answered in %s", (tag, language) => {
  expect(spoken(tag)).toBe(language);
});

test.each([
  ["fr-CH, fr;q=0.9, en;q=0.8", "fr"],
  ["de, zh-CN;q=0.4, fr;q=0.7", "fr"],
  ["de, en;q=0, zh;q=0.1", "zh-Hans"],
  ["zh-TW, fr;q=0.5", "fr"],
  ["de", undefined],
  ["", undefined],
  ["fr;q=nonsense, en", "en"],
])("of %s the first that is spoken here is %s", (wishes, language) => {
  expect(preferred(wishes)).toBe(language);
});
