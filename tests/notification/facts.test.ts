import { describe, expect, test } from "vitest";
import { readFacts } from "#app/core/notification/fact-door.ts";
import { factProblemText } from "#app/core/notification/words.ts";
import { textFor } from "#app/server/text/catalogs.ts";
import { law } from "./law.ts";

function sentences(facts: unknown): readonly string[] {
  const read = readFacts(facts, law.names);
  return read.ok ? [] : read.error.map((problem) => factProblemText(problem, textFor("en")));
}

describe("facts are refused, with their field,", () => {
  test.each([
    ["a moment without an offset", { awareAt: "2026-12-02T10:20" }, /^awareAt: .* has no offset/],
    ["a day that does not exist", { awareAt: "2026-02-30T10:20:00Z" }, /^awareAt: .* is no moment/],
    ["a number for a moment", { awareAt: 1780000000 }, /^awareAt: /],
    ["a negative count", { affected: { "EU-PL": -1 } }, /^affected\.EU-PL: -1 is no count/],
    ["half a person", { affected: { "EU-PL": 1.5 } }, /^affected\.EU-PL: 1\.5 is no count/],
    [
      "an unknown place",
      { jurisdictions: ["EU-PL", "EU-PX"] },
      /^jurisdictions\.1: EU-PX .*Did you mean EU-P[LT]\?/,
    ],
    ["an unknown place with people", { affected: { Poland: 3 } }, /^affected\.Poland: Poland is no place/],
    ["an unknown fact", { awareat: "2026-12-02T10:20:00Z" }, /^awareat: .*Did you mean awareAt\?/],
    ["an unknown value", { nis2: "esential" }, /^nis2: esential .*Did you mean essential\?/],
    [
      "an unknown kind of data",
      { dataCategories: ["helth"] },
      /^dataCategories\.0: helth .*Did you mean health\?/,
    ],
    [
      "a slip of a sector that switches laws",
      { sector: "law-enforcment" },
      /^sector: .*Did you mean law-enforcement\?/,
    ],
    ["an unknown zone", { entityTimezone: "Europe/Pari" }, /^entityTimezone: Europe\/Pari is no time zone/],
    [
      "a clock before the incident",
      { occurredAt: "2026-12-02T10:20:00Z", awareAt: "2026-12-01T10:20:00Z" },
      /^awareAt: .* before it occurred/,
    ],
    [
      "an incident handled before anyone knew",
      { awareAt: "2026-12-02T10:20:00Z", handledAt: "2026-12-01T10:20:00Z" },
      /^handledAt: .* before its start/,
    ],
    [
      "a clock later than the now that was given",
      { now: "2026-12-01T00:00:00Z", awareAt: "2026-12-02T10:20:00Z" },
      /^awareAt: .* later than now/,
    ],
    [
      "a hold that ends before it starts",
      {
        holds: [
          {
            regimeId: "us-hipaa",
            kind: "law-enforcement-written",
            statementAt: "2026-12-02T10:20:00Z",
            until: "2026-12-01T10:20:00Z",
          },
        ],
      },
      /^holds\.0\.until: .* before its start/,
    ],
    [
      "a hold on a law that is none",
      { holds: [{ regimeId: "us-hippa", kind: "national-security", statementAt: "2026-12-02T10:20:00Z" }] },
      /^holds\.0\.regimeId: .*Did you mean us-hipaa\?/,
    ],
    [
      "a stage that is none",
      { submitted: { "eu-gdpr:sa-notificaton": "2026-12-02T10:20:00Z" } },
      /^submitted\.eu-gdpr:sa-notificaton: .*Did you mean eu-gdpr:sa-notification\?/,
    ],
    [
      "a contract without a limit",
      { customRules: [{ id: "a", recipient: "b" }] },
      /^customRules\.0\.n: give either/,
    ],
    ["a list for an object", [], /^facts: expected one object/],
  ])("%s", (_, facts, sentence) => {
    expect(sentences(facts)).toEqual([expect.stringMatching(sentence)]);
  });

  test("all that is wrong, not the first thing alone", () => {
    expect(sentences({ jurisdictions: ["XX"], affected: { YY: 1 } })).toHaveLength(2);
  });
});

test("null says that a fact is not known yet, as leaving it out does", () => {
  expect(readFacts({ awareAt: null, encryption: null })).toEqual({ ok: true, value: {} });
});

test("without a now, facts may be a plan", () => {
  expect(sentences({ awareAt: "2099-12-02T10:20:00Z" })).toEqual([]);
});
