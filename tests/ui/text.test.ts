import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import type { PageKey } from "#app/content/messages/keys.ts";
import type { Language } from "#app/core/shared/language.ts";
import { fill } from "#app/core/shared/message.ts";
import { textOf } from "#app/core/shared/text.ts";
import { catalogOf, messagesFile, textFor } from "#app/server/text/catalogs.ts";
import { compile, MessageError } from "#app/server/text/compile.ts";
import { TextProvider, useRichText } from "#app/ui/text.tsx";

describe("a message", () => {
  const say = (source: string, values: Record<string, string | number>, language: Language = "en") =>
    textOf<string>({ key: compile("key", source) }, language)("key", values);

  test.each([
    ["en", 0, "0 steps"],
    ["en", 1, "1 step"],
    ["en", 2, "2 steps"],
    ["fr", 0, "0 étape"],
    ["fr", 1, "1 étape"],
    ["fr", 2, "2 étapes"],
    ["zh-Hans", 1, "1 步"],
    ["zh-Hans", 2, "2 步"],
  ] as const)("counts in %s as it is counted there: %d is %s", (language, count, said) => {
    const sources = {
      en: "{count, plural, one {# step} other {# steps}}",
      fr: "{count, plural, one {# étape} other {# étapes}}",
      "zh-Hans": "{count, plural, other {# 步}}",
    };
    expect(say(sources[language], { count }, language)).toBe(said);
  });

  test.each([
    ["en", "12,345"],
    ["fr", "12\u202f345"],
    ["zh-Hans", "12,345"],
  ] as const)("writes a number in %s as %s", (language, said) => {
    expect(say("{count}", { count: 12345 }, language)).toBe(said);
  });

  test("leaves a number that is a name as it is", () => {
    expect(say("#{seq}", { seq: "12345" })).toBe("#12345");
  });

  test("takes an exact number before the plural, and a choice by name", () => {
    expect(say("{n, plural, =0 {none} other {#}}", { n: 0 })).toBe("none");
    expect(say("{who, select, me {mine} other {theirs}}", { who: "me" })).toBe("mine");
    expect(say("{who, select, me {mine} other {theirs}}", { who: "you" })).toBe("theirs");
  });

  test("shows the name of a place that nobody filled", () => {
    expect(say("Hello {name}", {})).toBe("Hello {name}");
  });

  test("typed text that looks like a message stays text", () => {
    expect(say("{name} asked", { name: "{seq} <b>x</b>" })).toBe("{seq} <b>x</b> asked");
  });

  test.each([
    "{",
    "{count, plural, one {x}}",
    "{when, date}",
    "{n, selectordinal, other {#}}",
    "{n, number, percent}",
  ])("that this program cannot say is refused by name: %s", (source) =>
    expect(() => compile("room.it", source)).toThrow(MessageError),
  );

  test("wraps the words of a tag, and leaves them bare where nobody wraps", () => {
    const message = compile("key", "See <a>the {what}</a> now");
    const wrapped = { a: (inside: readonly string[]) => `[${inside.join("")}]` };
    const language = "en";
    expect(fill<string>(message, { language, values: { what: "log" }, tags: wrapped }).join("")).toBe(
      "See [the log] now",
    );
    expect(fill<string>(message, { language, values: { what: "log" }, tags: {} }).join("")).toBe(
      "See the log now",
    );
  });
});

test("elements stand where the language puts them, and typed text is escaped", () => {
  function Left() {
    const rich = useRichText();
    return rich(
      "ui.time-left",
      { time: createElement("time", null, "<5>") },
      { small: (words) => createElement("small", null, words) },
    );
  }
  const html = (language: Language) =>
    renderToStaticMarkup(
      createElement(
        TextProvider,
        { words: { language, catalog: catalogOf(language), address: "", zone: null } },
        createElement(Left),
      ),
    );
  expect(html("en")).toBe("<time>&lt;5&gt;</time><small> left</small>");
  expect(html("fr")).toBe("<small>reste </small><time>&lt;5&gt;</time>");
});

test.each([
  ["en", ["Lin"], "Lin"],
  ["en", ["Lin", "Omar"], "Lin and Omar"],
  ["fr", ["Lin", "Omar", "Zoé"], "Lin, Omar et Zoé"],
  ["zh-Hans", ["Lin", "Omar", "Zoé"], "Lin、Omar和Zoé"],
] as const)("names are listed as %s lists them", (language, names, said) => {
  expect(textFor(language).list(names)).toBe(said);
});

test("the browser's file says the same as the server, and its address changes with its content", () => {
  const { path, body } = messagesFile("fr");
  const key: PageKey = "ui.overdue-count";
  expect(textOf<PageKey>(JSON.parse(body), "fr")(key, { count: 2 })).toBe(textFor("fr")(key, { count: 2 }));
  expect(path).toMatch(/^\/messages\/fr-[0-9a-f]{16}\.json$/);
  expect(path).not.toBe(messagesFile("zh-Hans").path);
});
