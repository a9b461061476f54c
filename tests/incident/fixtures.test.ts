import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Entry, FIELDS } from "#app/core/incident/entry.ts";
import { replay } from "#app/core/incident/evolve.ts";
import { emptyIncident } from "#app/core/incident/incident.ts";
import { summarize } from "#app/core/incident/summary.ts";
import { wordsOf } from "#app/core/incident/words.ts";
import type { Template } from "#app/core/playbook/template.ts";
import { LANGUAGES } from "#app/core/shared/language.ts";
import { textFor } from "#app/server/text/catalogs.ts";
import { World } from "./world.ts";

// Logs that hold every kind of entry, each frozen as the version that brought those kinds wrote it. None is ever
// edited: when an entry gains a field or a kind is added, another file is, and these must still read the same.

interface Frozen {
  readonly templates: readonly Template[];
  readonly entries: readonly Entry[];
  readonly summary: unknown;
}

const folder = new URL("./fixtures/", import.meta.url);
const files: readonly (readonly [string, Frozen])[] = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => [name, JSON.parse(readFileSync(new URL(name, folder), "utf8"))]);

function read(frozen: Frozen) {
  const { library, state } = new World(...frozen.templates);
  return replay(emptyIncident(state.ref, "incident"), frozen.entries, library);
}

test("every kind of entry stands in a frozen log", () => {
  const held = new Set(files.flatMap(([, { entries }]) => entries.map((entry) => entry.act)));
  expect(Object.keys(FIELDS).filter((act) => !held.has(act))).toEqual([]);
});

describe.each(files)("%s", (_, frozen) => {
  test("gives the same board row as when it was written", () => {
    expect(JSON.parse(JSON.stringify(summarize(read(frozen))))).toEqual(frozen.summary);
  });

  test.each(LANGUAGES)("each entry has words in %s", (language) => {
    const text = textFor(language);
    const incident = read(frozen);
    for (const entry of frozen.entries)
      expect(wordsOf(entry, incident, text).summary, entry.act).not.toBe("");
  });

  test.each(LANGUAGES)("each entry has words in %s with every field erased", (language) => {
    const text = textFor(language);
    const incident = read(frozen);
    for (const entry of frozen.entries) {
      const erased = { ...entry, f: {} };
      expect(wordsOf(erased, incident, text).summary, entry.act).not.toContain("undefined");
    }
  });
});
