import { expect, test } from "vitest";
import { approvalHash } from "#app/core/incident/approval.ts";
import { type DirectCommand, directCommand } from "#app/core/incident/command.ts";
import type { Approval } from "#app/core/incident/incident.ts";
import { isIncidentRef } from "#app/core/shared/ids.ts";
import { instantFromEpoch } from "#app/core/shared/instant.ts";
import { approvalView } from "#app/features/steps/approval-view.server.ts";
import { textFor } from "#app/server/text/catalogs.ts";
import { aClient, aServer } from "./a-server.ts";

// An approver binds a command by its hash, so the page shows all of it.

async function anIncident() {
  const server = await aServer();
  const lin = await aClient(server);
  const ref = await lin.declare();
  await lin.command(ref, { kind: "start-playbook", playbookId: "leaked-key" });
  const incident = isIncidentRef(ref) ? await server.house.incident(ref) : undefined;
  if (incident === undefined) throw new Error("no incident");
  const view = (command: DirectCommand, withheld: ReadonlySet<number> = new Set()) => {
    const asked: Approval = {
      id: 9,
      command: JSON.parse(JSON.stringify(command)),
      hash: approvalHash(incident, command),
      on: { t: "incident", id: ref },
      by: { auth: "token", k: "person", u: lin.person.id },
      requestedBy: lin.person.id,
      at: instantFromEpoch(Date.UTC(2026, 10, 24, 3)),
      status: "waiting",
      answer: undefined,
      further: [],
    };
    return approvalView(incident, asked, lin.person.id, withheld, textFor("en"));
  };
  return { view, lin };
}

test("what is asked for is shown whole: answers, stated evidence and the time, each under its label", async () => {
  const { view } = await anIncident();
  const command = directCommand.parse({
    kind: "complete-step",
    stepId: "r1.roles.lead",
    outcome: "Everyone is on the bridge",
    fields: { lead: "Lin Wei", scribe: "Omar" },
    evidence: [{ key: "channel", value: "Phone bridge 2" }],
    doneAt: "2026-11-24T02:30:00.000Z",
  });
  expect(view(command)).toMatchObject({ asked: "Mark it done", status: "waiting" });
  expect(view(command).details.map(({ label, text }) => [label, text])).toEqual([
    ["What came of it", "Everyone is on the bridge"],
    ["Lead", "Lin Wei"],
    ["Scribe", "Omar"],
    ["The channel you moved to", "Phone bridge 2"],
    ["When it was done (stated)", "2026-11-24T02:30:00.000Z"],
  ]);
});

test("a decision is shown with the evidence it rests on, its certainty and its review", async () => {
  const { view } = await anIncident();
  const command = directCommand.parse({
    kind: "decide",
    stepId: "r1.D.used",
    option: "yes",
    because: "Two calls from an unknown network",
    basis: [3, 5],
    confidence: "medium",
    reviewAt: "2026-11-25T03:00:00.000Z",
  });
  expect(Object.fromEntries(view(command).details.map(({ place, text }) => [place, text]))).toMatchObject({
    because: "Two calls from an unknown network",
    basis: "#3, #5",
    confidence: "medium",
    reviewAt: "2026-11-25T03:00:00.000Z",
  });
});

test("people are named, and lists and what is empty are said", async () => {
  const { view, lin } = await anIncident();
  const roles = directCommand.parse({ kind: "set-role", userId: lin.person.id, roles: ["lead", "scribe"] });
  expect(view(roles).details.map(({ text }) => text)).toEqual([lin.person.name, "lead, scribe"]);
  const severity = directCommand.parse({ kind: "set-severity", severity: null, because: "Not known yet" });
  expect(view(severity).details.map(({ text }) => text)).toEqual(["none", "Not known yet"]);
});

test("of a request that is withheld nothing is shown", async () => {
  const { view } = await anIncident();
  const command = directCommand.parse({ kind: "close-incident", because: "False alarm" });
  expect(view(command, new Set([9]))).toMatchObject({ asked: "Hidden from your role", details: [] });
});
