import { describe, expect, test } from "vitest";
import { checkTexts } from "#app/core/playbook/check-words.ts";
import type { Template } from "#app/core/playbook/template.ts";
import { textsOf } from "#app/core/playbook/texts.ts";
import { shippedPlaybooks, translationOf } from "#app/server/content/playbooks.server.ts";

const translated = shippedPlaybooks.flatMap(({ template }) => {
  const french = translationOf(template.id, "fr");
  return french === undefined ? [] : [[template.id, template, french] as const];
});

/** Texts that are the same in both languages, because the word is. */
const SAME = new Set(["Scribe", "secret"]);

test("leaked-key is there in French", () => {
  expect(translated.map(([id]) => id)).toContain("leaked-key");
});

test("a shared step has the same words in each of them", () => {
  const said = new Map<string, string>();
  for (const [, , french] of translated) {
    for (const step of french.steps) {
      if (step.shared_key === undefined || step.shared_key === "roles.lead") continue;
      const words = JSON.stringify(step);
      expect(said.get(step.key) ?? words, step.key).toBe(words);
      said.set(step.key, words);
    }
  }
  expect(said.size).toBe(10);
});

describe.each(translated)("%s in French", (_, template, french) => {
  test("has no text left in English", () => {
    const english = textsOf(template).map((one) => one.text);
    const same = wordsOf(french).filter((text, index) => text === english[index] && !SAME.has(text));
    expect(same).toEqual([]);
    const foreign = /(?<!\p{L})(the|and|is|with|of|not)(?!\p{L})/iu;
    expect(wordsOf(french).filter((text) => foreign.test(text))).toEqual([]);
  });

  test("has no problem and no warning, and titles that fit a phone", () => {
    expect(checkTexts(french)).toEqual([]);
    for (const step of french.steps) expect([...step.title].length, step.key).toBeLessThanOrEqual(80);
  });

  test("has orders for titles: an infinitive, in decisions and pauses its announcement", () => {
    for (const { title, mode, key } of french.steps) {
      const first = title.split(/\s/u)[0] ?? "";
      const right = {
        decision: /^Décider$/,
        pause: /^Pause$/,
        "read-do": /(er|ir|re)$/,
        "do-confirm": /(er|ir|re)$/,
      };
      expect(first, key).toMatch(right[mode]);
    }
  });

  test("calls its reader vous", () => {
    const familiar = /(?<!\p{L})(tu|ton|ta|tes|toi)(?!\p{L})/iu;
    expect(wordsOf(french).filter((text) => familiar.test(text))).toEqual([]);
  });

  test("sets its marks as French does: curved apostrophes, quotes with fixed spaces, a fixed space before : ; ? !", () => {
    const wrong = wordsOf(french).filter((text) =>
      /['"]| [:;?!»]|« |[^\u00a0]»|[^\u202f\u00a0\d][;?!]/u.test(text),
    );
    expect(wrong).toEqual([]);
  });

  test("keeps the terms of the field", () => {
    const foreign = /contrôleur|processeur|digital|e-?mail|mitiger|adresser le/iu;
    expect(wordsOf(french).filter((text) => foreign.test(text))).toEqual([]);
  });
});

function wordsOf(template: Template): readonly string[] {
  return textsOf(template).map((one) => one.text);
}
