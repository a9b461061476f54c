import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Entry } from "#app/core/incident/entry.ts";
import { installationWords } from "#app/core/installation/words.ts";
import { instantFromEpoch } from "#app/core/shared/instant.ts";
import { installationLogView } from "#app/features/settings/installation-log-view.server.ts";
import { actReceipt } from "#app/server/queries/installation-log.ts";
import { textFor } from "#app/server/text/catalogs.ts";
import { aClient, aPerson, aServer } from "./a-server.ts";

const text = textFor("en");

test("an administrator reads what was done, by whom, in words", async () => {
  const server = await aServer();
  const zoe = await aPerson(server.house, "member", "Zoé");
  const { acts, older, size } = await installationLogView(server.house, undefined, text);
  expect(acts.map(({ seq, who, kind, summary, quoted }) => [seq, who, kind, summary, quoted])).toEqual([
    [1, "Command line", "people", "Added Zoé as member", zoe.email],
    [0, "system", "log", "This installation and its log begin", server.house.installation],
  ]);
  expect({ older, size }).toEqual({ older: undefined, size: 2 });
});

test("how far an incident's log has come is no act: it is not listed and has no receipt here", async () => {
  const server = await aServer();
  const lin = await aClient(server);
  const ref = await lin.declare();
  await server.house.anchor();
  const { acts, size } = await installationLogView(server.house, undefined, text);
  const listed = new Set(acts.map(({ seq }) => seq));
  const missing = Array.from({ length: size }, (_, seq) => seq).filter((seq) => !listed.has(seq));
  expect(missing.length).toBeGreaterThan(0);
  expect(JSON.stringify(acts)).not.toContain(ref);
  for (const seq of missing) expect(await actReceipt(server.house, seq)).toBeUndefined();
  expect(await actReceipt(server.house, acts[0]?.seq ?? -1)).toContain("c2sp.org/tlog-proof");
});

test("pages of fifty lead to the beginning, and every act stands on one of them", async () => {
  const server = await aServer();
  const people = await Promise.all(Array.from({ length: 120 }, () => aPerson(server.house)));
  const seen: number[] = [];
  let before: number | undefined;
  do {
    const page = await installationLogView(server.house, before, text);
    expect(page.acts.length).toBeLessThanOrEqual(50);
    seen.push(...page.acts.map(({ seq }) => seq));
    before = page.older;
  } while (before !== undefined);
  expect(seen).toEqual(Array.from({ length: people.length + 1 }, (_, place) => people.length - place));
});

test("every act that the code records in this log has words of its own", () => {
  const acts = new Set(actsInCode("app/server"));
  expect(acts.size).toBeGreaterThan(25);
  const silent = [...acts].filter(
    (act) => installationWords(entryOf(act), (id) => id, text).summary === `Recorded: ${act}`,
  );
  expect(silent).toEqual([]);
});

function entryOf(act: string): Entry {
  return {
    seq: 0,
    at: instantFromEpoch(0),
    by: { auth: "none", k: "system", u: "system" },
    act,
    on: { t: "person", id: "x" },
    cmd: 0,
    ref: [],
    f: {},
    att: 0,
  };
}

/** As a draft of an entry spells them; log-heads are no acts, and visits stand in the log of an incident. */
function actsInCode(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) => [
      ...readFileSync(join(folder, name), "utf8").matchAll(
        /\bact: "([a-z-]+)"(?:,| \}|\n)|about\([^"\n]*"([a-z-]+)"/g,
      ),
    ])
    .map(([, drafted, own]) => drafted ?? own ?? "")
    .filter((act) => act !== "log-head");
}
