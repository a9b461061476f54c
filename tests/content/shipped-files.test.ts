import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readOverlay, readPlaybook } from "#app/server/content/playbook-file.server.ts";
import { shippedLibrary, translationOf } from "#app/server/content/playbooks.server.ts";

// The build takes the values of these files as they are: what is wrong in one has to be found here.

const FOLDER = join(import.meta.dirname, "../../app/content/playbooks");
const names = readdirSync(FOLDER);
const playbooks = names.filter((name) => name.split(".").length === 2);
const overlays = names.filter((name) => name.split(".").length === 3);

test.each(playbooks)("%s holds no problem and no warning, and is what the build ships", (name) => {
  const { playbook, problems } = readPlaybook(readFileSync(join(FOLDER, name), "utf8"));
  expect(problems).toEqual([]);
  expect(shippedLibrary.newest(name.replace(".yaml", ""))).toEqual(playbook);
});

test.each(overlays)("%s holds no problem and no warning, and is what the build ships", (name) => {
  const [id = "", language = ""] = name.split(".");
  const base = shippedLibrary.newest(id);
  if (base === undefined) throw new Error(`${id} is not shipped`);
  const { template, problems } = readOverlay(readFileSync(join(FOLDER, name), "utf8"), base.template);
  expect(problems).toEqual([]);
  expect(translationOf(id, language)).toEqual(template);
});
