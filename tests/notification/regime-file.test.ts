import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readRegimeFile } from "#app/server/content/regime-file.ts";
import { readLaw } from "#app/server/content/regimes.server.ts";

const FOLDER = new URL("../../app/content/regimes/", import.meta.url);
const CRA = readFileSync(new URL("eu-cra.yaml", FOLDER), "utf8");
const UK = readFileSync(new URL("uk.yaml", FOLDER), "utf8");

function lineWith(text: string, words: string): number {
  return text.split("\n").findIndex((line) => line.includes(words)) + 1;
}

describe("a file of regimes", () => {
  test.each([
    ["a rule that is none", "rule: eu-days, n: 14", "rule: eu-dayz, n: 14", /rule/],
    [
      "a fact that is none",
      "{ fact: sector, is: manufacturer }",
      "{ fact: sectr, is: manufacturer }",
      /did you mean sector/,
    ],
    ["a clock that is none", "starts: awareAt", "starts: awareat", /awareat/],
    ["a field that is none", "confidence: V1", "confidnce: V1", /confiden?ce/],
    ["a place that is none", "place: EU", "place: EV", /there is no place EV/],
  ])("with %s is named with its line", (_, right, wrong, message) => {
    const broken = CRA.replace(right, wrong);
    const { regimes, problems } = readRegimeFile("eu-cra.yaml", broken);
    expect(regimes).toEqual([]);
    expect(problems.map(({ line }) => line)).toContain(lineWith(broken, wrong));
    expect(problems.map((problem) => problem.message).join(" ")).toMatch(message);
  });

  test("that is no YAML is named with its line", () => {
    expect(readRegimeFile("x.yaml", "regimes:\n  - id: [").problems).toMatchObject([
      { file: "x.yaml", line: 2 },
    ]);
  });
});

describe("the law", () => {
  const load = (texts: Readonly<Record<string, string>>) =>
    readLaw(
      Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, parse(text)])),
      async (path) => texts[path] ?? "",
    );

  test("leaves out a file with a mistake, says which line, and keeps the others", async () => {
    const broken = CRA.replace("n: 72", "n: -72");
    const { regimes, problems } = await load({ "a/eu-cra.yaml": broken, "a/uk.yaml": UK });
    expect(problems).toMatchObject([{ file: "eu-cra.yaml", line: lineWith(broken, "n: -72") }]);
    expect(new Set(regimes.map(({ id }) => id.slice(0, 2)))).toEqual(new Set(["uk"]));
  });

  test.each([
    [
      "a stage that leads nowhere",
      "{ after: incident-notification }",
      "{ after: incident-notificaton }",
      /no stage/,
    ],
    ["one stage twice", "- id: vuln-final", "- id: vuln-notification", /twice/],
  ])("leaves out a file with %s", async (_, right, wrong, message) => {
    const { regimes, problems } = await load({ "a/eu-cra.yaml": CRA.replace(right, wrong), "a/uk.yaml": UK });
    expect(problems.map((problem) => problem.message)).toEqual([expect.stringMatching(message)]);
    expect(regimes.some(({ id }) => id === "eu-cra")).toBe(false);
  });
});
