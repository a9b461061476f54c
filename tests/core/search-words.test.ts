import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hasWords, searchWords } from "#app/core/shared/search-words.ts";

describe("the words of a text", () => {
  test.each([
    ["Key AKIA7Q2F in a blog-post", ["key", "akia7q2f", "in", "a", "blog", "post"]],
    ["Clé d’accès ÉTÉ", ["clé", "d", "accès", "été"]],
    ["密钥泄露", ["密钥", "钥泄", "泄露"]],
    ["ﬁle Ｆｕｌｌ", ["file", "full"]],
    ["<script>alert(1)</script>", ["script", "alert", "1"]],
    [" … ", []],
  ])("%s", (text, words) => {
    expect(searchWords(text)).toEqual(words);
  });
});

test("a text is found by every word it has and by how one begins, in any order", () => {
  const text = "The deploy key was printed in a public build log";
  for (const found of ["key", "LOG deploy", "pub"])
    expect(hasWords(text, searchWords(found)), found).toBe(true);
  for (const not of ["eploy", "key stolen"]) expect(hasWords(text, searchWords(not)), not).toBe(false);
});

test("two Chinese characters that stand together are found, others are not", () => {
  expect(hasWords("数据库密钥泄露", searchWords("密钥"))).toBe(true);
  expect(hasWords("数据库密钥泄露", searchWords("密库"))).toBe(false);
});

test("whatever is typed, a text is found by its own words", () => {
  fc.assert(fc.property(fc.string(), (text) => hasWords(text, searchWords(text))));
});
