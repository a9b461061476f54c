import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { drawing } from "#app/cli/bench-corpus/drawing.ts";
import { detect, kindOf } from "#app/core/credential/detect.ts";
import { kindFileSchema } from "#app/core/credential/kind.ts";
import { mask } from "#app/core/credential/mask.ts";
import { filled } from "./filled.ts";

const FOLDER = join(import.meta.dirname, "../../app/content/credentials");
const DRAWS = 20;

const files = readdirSync(FOLDER).map((name) =>
  kindFileSchema.parse(parse(readFileSync(join(FOLDER, name), "utf8"))),
);

test("every file is shipped, without its examples", () => {
  for (const { source: _, examples: __, counter_examples: ___, ...shipped } of files) {
    expect(kindOf(shipped.kind)).toEqual(shipped);
  }
});

describe.each(files)("$kind", ({ kind, examples, counter_examples: counterExamples }) => {
  test.each(examples)("finds $text", ({ text, identity, masked }) => {
    for (let seed = 0; seed < DRAWS; seed++) {
      const given = filled(text, drawing(seed));
      const found = detect(given).filter((finding) => finding.kind === kind);
      expect(found, given).toHaveLength(1);
      expect(found[0]?.identity, given).toMatchObject(identity);
      if (masked !== undefined) expect(found[0]?.masked, given).toMatch(masked);
    }
  });

  test.each(counterExamples)("does not take $text for one: $why", ({ text }) => {
    for (let seed = 0; seed < DRAWS; seed++) {
      const given = filled(text, drawing(seed));
      expect(
        detect(given).filter((finding) => finding.kind === kind),
        given,
      ).toEqual([]);
    }
  });

  test.each(examples)("once masked, nothing is left to find in $text", ({ text }) => {
    const given = filled(text, drawing(1));
    const masked = mask(given, detect(given));
    expect(detect(masked), masked).toEqual([]);
  });
});
