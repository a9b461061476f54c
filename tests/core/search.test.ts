import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { excerpt, marked } from "#app/core/search/marked.ts";
import { queryFrom } from "#app/core/search/query.ts";
import { tokensOf, tokensOfAll } from "#app/core/search/tokens.ts";

describe("the tokens of a text", () => {
  test.each([
    ["Key AKIA7Q2F in a blog-post", ["key", "akia7q2f", "in", "a", "blog", "post"]],
    ["Clé d’accès ÉTÉ", ["clé", "d", "accès", "été"]],
    ["git.example.org:8443", ["git", "example", "org", "8443"]],
    ["密钥泄露", ["密钥", "钥泄", "泄露", "露"]],
    ["数据库db泄露", ["数据", "据库", "库", "db", "泄露", "露"]],
    ["ﬁle Ｆｕｌｌ", ["file", "full"]],
    ["<script>alert(1)</script>", ["script", "alert", "1", "script"]],
    [" … ", []],
  ])("%s", (text, tokens) => {
    expect(tokensOf(text)).toEqual(tokens);
  });

  test("are what they were when they are read once more, and hold no blank and no quotation mark", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const tokens = tokensOf(text);
        for (const token of tokens) expect(token).toMatch(/^[\p{L}\p{M}\p{N}]{1,64}$/u);
        expect(tokensOf(text.toUpperCase().toLowerCase())).toEqual(
          tokensOf(text.toUpperCase().toLowerCase()),
        );
      }),
    );
  });

  test("of two fields never stand side by side", () => {
    expect(tokensOfAll(["deploy key", "…", "in a log"])).toEqual(["deploy", "key", "·", "in", "a", "log"]);
  });

  test("end where nobody reads on: a token of a megabyte is found by its beginning", () => {
    expect(tokensOf("a".repeat(1_000_000))).toEqual(["a".repeat(64)]);
  });
});

describe("what someone typed", () => {
  test.each([
    ["LOG deploy", [["log"], ["deploy"]], true],
    ["git.example.org", [["git", "example", "org"]], true],
    ["blog po", [["blog"], ["po"]], false],
    ["密钥", [["密钥"]], false],
    ["密", [["密"]], true],
    ["key 露", [["key"], ["露"]], true],
  ])("%s is looked for piece by piece, the last one perhaps only begun", (typed, phrases, isOpen) => {
    expect(queryFrom(typed)).toEqual({ phrases, isOpen });
  });

  test("is nothing without a letter, and too short with single ones alone", () => {
    expect(queryFrom("  …  ")).toBeUndefined();
    expect(queryFrom("a 1")).toBe("too-short");
  });
});

describe("what was found in a text", () => {
  const hitsIn = (text: string, typed: string) => {
    const query = queryFrom(typed);
    if (query === undefined || query === "too-short") throw new Error("nothing is looked for");
    return marked(text, query).flatMap(({ text, isHit }) => (isHit ? [text] : []));
  };

  test("is marked as it stands there, whatever the case, and how a word begins as the whole word", () => {
    expect(hitsIn("The KEY was on git.example.org.", "key git.exa")).toEqual(["KEY", "git", "example"]);
    expect(hitsIn("数据库密钥泄露", "密钥")).toEqual(["密钥"]);
    expect(hitsIn("数据库密钥泄露", "露")).toEqual(["露"]);
  });

  test("marking loses nothing of the text", () => {
    const query = queryFrom("key 密钥 zür");
    if (query === undefined || query === "too-short") throw new Error("nothing is looked for");
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.constantFrom("key", "密钥", "Zürich", ""),
        (text, word) => {
          const whole = `${text}${word}`;
          expect(
            marked(whole, query)
              .map(({ text }) => text)
              .join(""),
          ).toBe(whole);
        },
      ),
    );
  });

  test("of a long text, what stands around the first hit is shown", () => {
    const query = queryFrom("needle");
    if (query === undefined || query === "too-short") throw new Error("nothing is looked for");
    const shown = excerpt(`${"hay ".repeat(200)}needle ${"straw ".repeat(200)}`, query) ?? [];
    const text = shown.map(({ text }) => text).join("");
    expect(text).toMatch(/^… .*needle.* …$/);
    expect(text.length).toBeLessThan(260);
    expect(excerpt("hay", query)).toBeUndefined();
  });
});
