import { expect, test } from "vitest";
import { z } from "zod";
import { steps } from "#app/core/incident/incident.ts";
import { isIncidentRef } from "#app/core/shared/ids.ts";
import { actInIncident } from "#app/features/act/act.server.ts";
import { isRefused, type Refused } from "#app/features/act/refused.ts";
import { aVisitor } from "./a-page.ts";
import { aClient, aServer, bodyOf, type Client, type TestServer } from "./a-server.ts";

// A form about something that changed since its page was made.

async function act(
  server: TestServer,
  client: Client,
  ref: string,
  fields: Readonly<Record<string, string>>,
) {
  const visit = await aVisitor(server, client.person);
  const path = `/i/${ref}/steps/r1.ppl.lead`;
  return actInIncident(visit(path, { ref }, { method: "POST", body: new URLSearchParams(fields) }));
}

function refusedIn(answer: unknown): Refused {
  const found = typeof answer === "object" && answer !== null && "data" in answer ? answer.data : undefined;
  if (!isRefused(found)) throw new Error("it was not refused");
  return found;
}

/** Lin leads; Omar completes the first step while Zoé's page is open. */
async function aStepDoneMeanwhile() {
  const server = await aServer();
  const [lin, omar, zoe] = [await aClient(server), await aClient(server), await aClient(server)];
  const ref = await lin.declare();
  for (const client of [omar, zoe]) await client.command(ref, { kind: "join", roles: ["technical"] });
  await lin.command(ref, { kind: "start-playbook", playbookId: "leaked-key" });
  if (!isIncidentRef(ref)) throw new Error("no incident");
  const incident = await server.house.incident(ref);
  if (incident === undefined) throw new Error("no incident");
  const stepId = [...steps(incident).values()].find(({ status }) => status === "ready")?.id ?? "";
  const { size } = incident;
  await omar.command(ref, { kind: "claim-step", stepId });
  const entries = async () => {
    const answer = await lin.get(`/incidents/${ref}/entries?from=${size}`);
    return (await bodyOf(answer, z.object({ entries: z.array(z.looseObject({ act: z.string() })) }))).entries;
  };
  return { server, lin, omar, zoe, ref, stepId, seen: String(size), entries };
}

test("both are shown in words, with who recorded theirs and when", async () => {
  const { server, omar, zoe, ref, stepId, seen } = await aStepDoneMeanwhile();
  const form = { kind: "complete-step", form: "done", stepId, seen, outcome: "Two people on the bridge" };
  const { conflict } = refusedIn(await act(server, zoe, ref, form));
  expect(conflict).toMatchObject({
    seq: Number(seen),
    who: omar.person.name,
    at: "2026-11-24T03:00:00.000Z",
    yours: "Two people on the bridge",
    as: "again",
  });
  expect(conflict?.theirs).not.toMatch(/[{}]|in-progress/);
});

test("mine becomes a note on the same step, once, however often it is sent", async () => {
  const { server, zoe, ref, stepId, seen, entries } = await aStepDoneMeanwhile();
  const form = { kind: "complete-step", form: "done", stepId, seen, request: "k1", outcome: "Two people" };
  await act(server, zoe, ref, form);
  const chosen = {
    ...form,
    conflict: "note",
    "conflict.text": "Two people on the bridge",
    "conflict.seq": seen,
  };
  for (const answer of [await act(server, zoe, ref, chosen), await act(server, zoe, ref, chosen)])
    expect(answer).toMatchObject({ status: 303 });
  expect((await entries()).map((entry) => entry.act).filter((name) => name === "note-added")).toHaveLength(1);
  expect(JSON.stringify(await entries())).toContain("Two people on the bridge");
});

test("what changed once more while someone chose is shown once more", async () => {
  const { server, omar, zoe, ref, stepId, seen } = await aStepDoneMeanwhile();
  await omar.command(ref, { kind: "release-step", stepId });
  const form = {
    kind: "complete-step",
    form: "done",
    stepId,
    seen,
    conflict: "correct",
    "conflict.as": "again",
  };
  const { conflict } = refusedIn(await act(server, zoe, ref, { ...form, "conflict.seq": seen }));
  expect(conflict?.seq).toBe(Number(seen) + 1);
});

test("a choice by hand is held to the rules as any other act is", async () => {
  const { server, zoe, ref, stepId, seen } = await aStepDoneMeanwhile();
  const form = {
    kind: "complete-step",
    form: "done",
    stepId,
    conflict: "correct",
    "conflict.as": "correct-entry",
  };
  const answer = await act(server, zoe, ref, { ...form, "conflict.seq": seen, "conflict.text": "Mine" });
  expect(refusedIn(answer).problems).not.toEqual([]);
});
