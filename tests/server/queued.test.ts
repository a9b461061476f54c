import { expect, test } from "vitest";
import { z } from "zod";
import { actInIncident } from "#app/features/act/act.server.ts";
import { action as sendQueued } from "#app/features/offline/queued.ts";
import { aVisitor } from "./a-page.ts";
import { aClient, aServer, bodyOf, type Client, type TestServer } from "./a-server.ts";

// Acts that were done without a connection and come later.

async function anIncident() {
  const server = await aServer();
  const lin = await aClient(server);
  return { server, lin, ref: await lin.declare() };
}

async function send(
  server: TestServer,
  client: Client,
  ref: string,
  fields: Readonly<Record<string, string>>,
) {
  const visit = await aVisitor(server, client.person);
  const body = new URLSearchParams(fields);
  return sendQueued(visit(`/i/${ref}/queued`, { ref }, { method: "POST", body }));
}

const entry = z.looseObject({
  act: z.string(),
  at: z.string(),
  f: z.record(z.string(), z.unknown()).optional(),
});

async function newest(client: Client, ref: string) {
  const { entries } = await bodyOf(
    await client.get(`/incidents/${ref}/entries`),
    z.object({ entries: z.array(entry) }),
  );
  return entries.at(-1);
}

const NOTE = { kind: "add-note", form: "note", request: "q1", text: "The post is down" };

test("the time its device says stands on record beside the time it was received", async () => {
  const { server, lin, ref } = await anIncident();
  server.clock.pass(1800);
  const answer = await send(server, lin, ref, { ...NOTE, claimedAt: "2026-11-24T03:10:00.000Z" });
  expect(answer.status).toBe(200);
  const recorded = await newest(lin, ref);
  expect(recorded).toMatchObject({ act: "note-added", at: "2026-11-24T03:30:00.000Z" });
  expect(JSON.stringify(recorded)).toContain('"claimedAt":"2026-11-24T03:10:00.000Z"');
});

test("a device whose clock is ahead claims no time that has not come", async () => {
  const { server, lin, ref } = await anIncident();
  const answer = await send(server, lin, ref, { ...NOTE, claimedAt: "2026-11-24T09:00:00.000Z" });
  expect(answer.status).toBe(200);
  expect(JSON.stringify(await newest(lin, ref))).toContain('"claimedAt":"2026-11-24T03:00:00.000Z"');
});

test("what is sent twice under its key is recorded once, with the numbers of the first time", async () => {
  const { server, lin, ref } = await anIncident();
  const act = { ...NOTE, claimedAt: "2026-11-24T02:59:00.000Z" };
  const first: unknown = await (await send(server, lin, ref, act)).json();
  expect(await (await send(server, lin, ref, act)).json()).toEqual(first);
  expect(first).toMatchObject({ seqs: [expect.any(Number)] });
});

test("what arrived before the connection broke, and comes once more from the device, is recorded once", async () => {
  const { server, lin, ref } = await anIncident();
  const visit = await aVisitor(server, lin.person);
  const body = new URLSearchParams(NOTE);
  await actInIncident(visit(`/i/${ref}`, { ref }, { method: "POST", body }));
  const before = await newest(lin, ref);
  const answer = await send(server, lin, ref, { ...NOTE, claimedAt: "2026-11-24T02:59:00.000Z" });
  expect(answer.status).toBe(200);
  expect(await newest(lin, ref)).toEqual(before);
});

test.each([
  ["an act that changes the plan", { kind: "set-severity", severity: "SEV1", because: "x" }],
  ["an act without approval", { kind: "complete-step", stepId: "r1.x", breakGlass: "minutes matter" }],
  ["a request for an approval", { kind: "complete-step", stepId: "r1.x", ask: "approval" }],
  ["no act at all", { kind: "declare-incident", title: "x" }],
])("%s never waits", async (_, fields) => {
  const { server, lin, ref } = await anIncident();
  const answer = await send(server, lin, ref, fields);
  expect(answer.status).toBe(422);
  expect(await answer.json()).toHaveProperty("refused");
});

test("what changed while it waited is named by its entry, so that one's own act before it can be told from another's", async () => {
  const { server, lin, ref } = await anIncident();
  await lin.command(ref, { kind: "start-playbook", playbookId: "leaked-key" });
  const own = { title: "Call the bank", why: "They ask", doneWhen: "They know" };
  await lin.command(ref, { kind: "add-step", runId: "r1", phase: "P0", track: "first", ...own });
  const stepId = "a1";
  const omar = await aClient(server);
  await omar.command(ref, { kind: "join", roles: ["technical"] });
  const size = z.object({ size: z.int() });
  const seen = String((await bodyOf(await lin.get(`/incidents/${ref}`), size)).size);
  await omar.command(ref, { kind: "claim-step", stepId });
  const answer = await send(server, lin, ref, { kind: "complete-step", stepId, seen, request: "q2" });
  expect(answer.status).toBe(409);
  expect(await answer.json()).toMatchObject({
    seq: Number(seen),
    refused: expect.stringContaining("Call the bank"),
  });
});
