import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Entry, FIELDS } from "#app/core/incident/entry.ts";
import { replay } from "#app/core/incident/evolve.ts";
import { emptyIncident } from "#app/core/incident/incident.ts";
import { summarize } from "#app/core/incident/summary.ts";
import { wordsOf } from "#app/core/incident/words.ts";
import type { Template } from "#app/core/playbook/template.ts";
import { LANGUAGES } from "#app/core/shared/language.ts";
import { textFor } from "#app/server/text/catalogs.ts";
import { World } from "./world.ts";

// One log that holds every kind of entry, frozen as version 1 wrote it. It is never edited: when an
// entry gains a field, a second file is added and this one must still read the same.

interface Frozen {
  readonly templates: readonly Template[];
  readonly entries: readonly Entry[];
  readonly summary: unknown;
}

const frozen: Frozen = JSON.parse(
  readFileSync(new URL("./fixtures/entries-v1.json", import.meta.url), "utf8"),
);

function read() {
  const { library, state } = new World(...frozen.templates);
  return replay(emptyIncident(state.ref, "incident"), frozen.entries, library);
}

test("every kind of entry stands in the frozen log", () => {
  const held = new Set(frozen.entries.map((entry) => entry.act));
  expect(Object.keys(FIELDS).filter((act) => !held.has(act))).toEqual([]);
});

test("the frozen log gives the same board row as when it was written", () => {
  expect(JSON.parse(JSON.stringify(summarize(read())))).toEqual(frozen.summary);
});

test.each(LANGUAGES)("each frozen entry has words in %s", (language) => {
  const text = textFor(language);
  const incident = read();
  for (const entry of frozen.entries) expect(wordsOf(entry, incident, text).summary, entry.act).not.toBe("");
});

test.each(LANGUAGES)("each frozen entry has words in %s with every field erased", (language) => {
  const text = textFor(language);
  const incident = read();
  for (const entry of frozen.entries) {
    const erased = { ...entry, f: {} };
    expect(wordsOf(erased, incident, text).summary, entry.act).not.toContain("undefined");
  }
});
