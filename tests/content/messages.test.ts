import { describe, expect, test } from "vitest";
import { LANGUAGES } from "#app/core/shared/language.ts";
import { compile } from "#app/server/text/compile.ts";
import { catalogSource, messagesOf, placesIn, roomsOf } from "./catalogs.ts";
import { keysUsed, misfits, spokenLiterals } from "./words-in-code.ts";

const english = catalogSource("en");

describe.each(LANGUAGES)("the catalog in %s", (language) => {
  const catalog = catalogSource(language);

  test("has every room and every message, and no other", () => {
    expect(roomsOf(language).sort()).toEqual(roomsOf("en").sort());
    expect([...catalog.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test("names each message for the room it stands in", () => {
    const strays = roomsOf(language).flatMap((room) =>
      Object.keys(messagesOf(language, room)).filter(
        (key) => !/^[a-z-]+\.[a-z0-9-]+$/.test(key) || !key.startsWith(`${room}.`),
      ),
    );
    expect(strays).toEqual([]);
  });

  test("fills the same places as the English one", () => {
    const different = [...catalog].filter(([key, source]) => {
      const ours = placesIn(compile(key, english.get(key) ?? ""));
      const theirs = placesIn(compile(key, source));
      return same(ours.values, theirs.values) === false || same(ours.tags, theirs.tags) === false;
    });
    expect(different.map(([key]) => key)).toEqual([]);
  });

  test("has no apostrophe that ICU would read as the begin of a quotation", () => {
    expect([...catalog].filter(([, source]) => /'[{<#|]/.test(source)).map(([key]) => key)).toEqual([]);
  });
});

test("French keeps its punctuation on the line it belongs to", () => {
  const loose = [...catalogSource("fr")].filter(([, source]) => / [:;?!»]|« /.test(source));
  expect(loose.map(([key]) => key)).toEqual([]);
});

test("a French or Chinese message is no copy of a long English one", () => {
  const copied = ["fr", "zh-Hans"].flatMap((language) =>
    [...catalogSource(language)].filter(
      ([key, source]) => source === english.get(key) && source.replaceAll(/\{.*?\}|<.*?>/g, "").length > 24,
    ),
  );
  expect(copied).toEqual([]);
});

function same(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((name) => other.has(name));
}

describe("the code", () => {
  test("says only what the catalog has, and everything that it has", () => {
    const used = keysUsed(new Set(english.keys()));
    expect([...english.keys()].filter((key) => !used.has(key))).toEqual([]);
  });

  test("fills the places of each message, all of them and no others", () => {
    expect(misfits((key) => placesIn(compile(key, english.get(key) ?? "")))).toEqual([]);
  });

  test("has no words of its own in a page", () => {
    expect(spokenLiterals()).toEqual([]);
  });
});
