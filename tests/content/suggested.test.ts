import { expect, test } from "vitest";
import type { Classification } from "#app/core/incident/command.ts";
import { classifyView } from "#app/features/incidents/plan-view.server.ts";
import { shippedPlaybooks } from "#app/server/content/playbooks.server.ts";
import { textFor } from "#app/server/text/catalogs.ts";
import { started } from "./a-run.ts";

test.each<[Classification[], string[]]>([
  [["key-exposed"], ["leaked-key: a key, password or token is exposed"]],
  [["store-open"], ["exposed-store: a store or page is open to the world"]],
  [["extortion-or-sale"], ["data-for-sale: extortion or a sale offer"]],
  [
    ["key-exposed", "store-open", "personal-data"],
    [
      "exposed-store: a store or page is open to the world",
      "leaked-key: a key, password or token is exposed",
    ],
  ],
  [["personal-data"], []],
])("of what is true of an incident, %j suggests %j", (classification, suggested) => {
  const world = started().do({ kind: "classify", classification });
  const view = classifyView(world.state, shippedPlaybooks, textFor("en"));
  expect(view.suggested.map(({ id, why }) => `${id}: ${why}`)).toEqual(suggested);
  expect(view.suggested.length + view.others.length).toBe(shippedPlaybooks.length);
});

test("a playbook that runs is not suggested again", () => {
  const world = started("exposed-store").do({ kind: "classify", classification: ["store-open"] });
  expect(classifyView(world.state, shippedPlaybooks, textFor("en")).suggested).toEqual([]);
});
