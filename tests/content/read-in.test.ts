import { describe, expect, test } from "vitest";
import { requestOf } from "#app/core/incident/approval.ts";
import { steps } from "#app/core/incident/incident.ts";
import { openLimits } from "#app/core/incident/limit.ts";
import { approvalView } from "#app/features/steps/approval-view.server.ts";
import { shippedPlaybooks, translationOf } from "#app/server/content/playbooks.server.ts";
import { inLanguage, readIn } from "#app/server/content/read-in.server.ts";
import { textFor } from "#app/server/text/catalogs.ts";
import { LIN, World } from "#tests/incident/world.ts";

function running() {
  const world = new World(...shippedPlaybooks.map(({ template }) => template))
    .do({ kind: "declare-incident", title: "A key in a blog post" })
    .do({ kind: "start-playbook", playbookId: "leaked-key" })
    .do({ kind: "add-item", collection: "leaked_keys", label: "AKIA" });
  return { world, incident: world.state, french: readIn(world.state, "fr") };
}

describe("an incident read in French", () => {
  test("has the same steps in the same states, under their French titles", () => {
    const { incident, french } = running();
    const template = translationOf("leaked-key", "fr");
    const own = [...steps(incident).values()];
    const read = [...steps(french).values()];
    expect(read.map(({ id, status, number }) => [id, status, number])).toEqual(
      own.map(({ id, status, number }) => [id, status, number]),
    );
    const titles = new Set(template?.steps.map(({ title }) => title));
    expect(read.filter(({ item, title }) => item === undefined && !titles.has(title))).toEqual([]);
    expect(read.filter(({ title }, index) => title === own[index]?.title)).toEqual([]);
  });

  test("has the same limits at the same times", () => {
    const { incident, french } = running();
    const times = (of: typeof incident) => openLimits(of).map(({ stepId, due }) => [stepId, due]);
    expect(times(french)).toEqual(times(incident));
  });

  test("is read once, and reading it leaves the incident as it was", () => {
    const { incident, french } = running();
    const titles = [...steps(incident).values()].map(({ title }) => title);
    expect(readIn(incident, "fr")).toBe(french);
    expect([...steps(french).values()].map(({ title }) => title)).not.toEqual(titles);
    expect([...steps(incident).values()].map(({ title }) => title)).toEqual(titles);
  });

  test("keeps the hash of the words people agreed to", () => {
    const { incident, french } = running();
    expect([...french.runs.values()].map(({ playbook }) => playbook.hash)).toEqual(
      [...incident.runs.values()].map(({ playbook }) => playbook.hash),
    );
  });
});

test("a language nobody translated into shows the playbook's own words", () => {
  const { incident } = running();
  expect(readIn(incident, "zh-Hans")).toBe(incident);
  expect(readIn(incident, "en")).toBe(incident);
});

test("a translation of another version is not shown", () => {
  const [playbook] = shippedPlaybooks;
  if (playbook === undefined) throw new Error("nothing is shipped");
  const older = { ...playbook, template: { ...playbook.template, version: "0.0.1" } };
  expect(inLanguage(older, "fr")).toBe(older);
  expect(inLanguage(playbook, "fr").template.language).toBe("fr");
});

test("an approval binds the incident's own words, so it is asked of the incident and not of a reading", () => {
  const { world } = running();
  const step = [...steps(world.state).values()].find(
    ({ template }) => template.danger >= 3 && !template.never_skip,
  );
  if (step === undefined) throw new Error("skipping takes a second person nowhere");
  const command = { kind: "skip-step", stepId: step.id, reasonCode: "not-applicable", reason: "No." };
  world.do({ kind: "request-approval", for: command });
  const [approval] = [...world.state.approvals.values()];
  if (approval === undefined) throw new Error("nothing was asked");
  const reading = readIn(world.state, "fr");
  expect(requestOf(world.state, approval).void).toBe(false);
  expect(requestOf(reading, approval).void).toBe(true);
  const view = approvalView(world.state, approval, LIN, new Set(), textFor("fr"), reading);
  expect(view).toMatchObject({ status: "waiting", asked: textFor("fr")("steps.asked-skip") });
});
