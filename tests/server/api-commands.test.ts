import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { recordedEntries } from "#app/server/api/recorded.ts";
import { incidentState } from "#app/server/api/state.ts";
import { aClient, aServer, bodyOf, problemOf } from "./a-server.ts";

const description = z.object({
  paths: z.record(
    z.string(),
    z.object({
      post: z
        .object({ parameters: z.array(z.object({ name: z.string(), required: z.boolean() })) })
        .optional(),
    }),
  ),
});

const declared = recordedEntries.extend({ ref: z.string(), codename: z.string() });

describe("declaring", () => {
  test("an incident answers 201 with its place, its codename and its first entries", async () => {
    const lin = await aClient(await aServer());
    const response = await lin.post("/incidents", {
      title: "Access key published",
      severity: "SEV2",
      classification: ["key-exposed"],
      becameAwareAt: "2026-11-24T03:30:00+01:00",
    });
    expect(response.status).toBe(201);
    const body = await bodyOf(response, declared);
    expect(response.headers.get("Location")).toBe(`/api/v1/incidents/${body.ref}`);
    expect(body.entries[0]).toEqual({ seq: 0, act: "incident-declared" });
    expect(body.size).toBe(body.entries.length);
    const state = await bodyOf(await lin.get(`/incidents/${body.ref}`), incidentState);
    expect(state).toMatchObject({
      kind: "incident",
      severity: "SEV2",
      becameAwareAt: "2026-11-24T02:30:00.000Z",
      credentials: [],
    });
  });

  test("a drill is a drill", async () => {
    const lin = await aClient(await aServer());
    const { ref } = await bodyOf(await lin.post("/incidents", { title: "Practice", drill: true }), declared);
    expect(await bodyOf(await lin.get(`/incidents/${ref}`), incidentState)).toMatchObject({ kind: "drill" });
  });

  test("the same key twice declares once", async () => {
    const lin = await aClient(await aServer());
    const key = { "Idempotency-Key": randomUUID() };
    const first = await bodyOf(await lin.post("/incidents", { title: "Once" }, key), declared);
    const second = await bodyOf(await lin.post("/incidents", { title: "Once" }, key), declared);
    expect(second).toEqual(first);
    const list = z.object({ incidents: z.array(z.unknown()) });
    expect((await bodyOf(await lin.get("/incidents"), list)).incidents).toHaveLength(1);
  });
});

describe("commands", () => {
  test("a command answers its entries, the size and a signed checkpoint over it", async () => {
    const lin = await aClient(await aServer());
    const ref = await lin.declare();
    const before = await bodyOf(await lin.get(`/incidents/${ref}`), incidentState);
    const done = await bodyOf(await lin.command(ref, { kind: "add-note", text: "Seen" }), recordedEntries);
    expect(done.entries).toEqual([{ seq: before.size, act: "note-added" }]);
    expect(done.checkpoint.split("\n")[1]).toBe(String(done.size));
  });

  test("a repeat under the same key answers the same and records nothing more", async () => {
    const lin = await aClient(await aServer());
    const ref = await lin.declare();
    const key = { "Idempotency-Key": randomUUID() };
    const first = await bodyOf(
      await lin.command(ref, { kind: "add-note", text: "Once" }, key),
      recordedEntries,
    );
    const second = await bodyOf(
      await lin.command(ref, { kind: "add-note", text: "Once" }, key),
      recordedEntries,
    );
    expect(second).toEqual(first);
    expect((await bodyOf(await lin.get(`/incidents/${ref}`), incidentState)).size).toBe(first.size);
  });

  test("the same key with another body is refused", async () => {
    const lin = await aClient(await aServer());
    const ref = await lin.declare();
    const key = { "Idempotency-Key": randomUUID() };
    await lin.command(ref, { kind: "add-note", text: "One" }, key);
    const response = await lin.command(ref, { kind: "add-note", text: "Two" }, key);
    expect(response.status).toBe(422);
    expect((await problemOf(response)).code).toBe("idempotency-mismatch");
  });

  test("the key of one person is not the key of another", async () => {
    const server = await aServer();
    const lin = await aClient(server);
    const omar = await aClient(server);
    const ref = await lin.declare();
    await omar.command(ref, { kind: "join" });
    const key = { "Idempotency-Key": randomUUID() };
    const one = await bodyOf(await lin.command(ref, { kind: "add-note", text: "Lin" }, key), recordedEntries);
    const two = await bodyOf(
      await omar.command(ref, { kind: "add-note", text: "Omar" }, key),
      recordedEntries,
    );
    expect(two.entries[0]?.seq).toBe(one.size);
  });

  test("what changed since it was seen is refused with both values", async () => {
    const lin = await aClient(await aServer());
    const ref = await lin.declare("One");
    const { size } = await bodyOf(await lin.get(`/incidents/${ref}`), incidentState);
    await lin.command(ref, { kind: "set-title", title: "Two" });
    const response = await lin.command(
      ref,
      { kind: "set-title", title: "Three" },
      { "If-Match": `"${size}"` },
    );
    expect(response.status).toBe(409);
    expect(await problemOf(response)).toMatchObject({ code: "changed-since", theirs: "Two", yours: "Three" });
  });

  test("a note from a stale screen is recorded all the same", async () => {
    const lin = await aClient(await aServer());
    const ref = await lin.declare("One");
    await lin.command(ref, { kind: "set-title", title: "Two" });
    const response = await lin.command(ref, { kind: "add-note", text: "Late" }, { "If-Match": '"1"' });
    expect(response.status).toBe(200);
  });

  test("having seen more than there is is refused: an older database may have been put back", async () => {
    const lin = await aClient(await aServer());
    const ref = await lin.declare();
    const response = await lin.command(ref, { kind: "add-note", text: "x" }, { "If-Match": '"999"' });
    expect(response.status).toBe(409);
    expect((await problemOf(response)).code).toBe("ahead-of-log");
  });

  test("a rule's refusal tells its code, a sentence, and what would unblock it", async () => {
    const lin = await aClient(await aServer());
    const ref = await lin.declare();
    await lin.command(ref, { kind: "start-playbook", playbookId: "leaked-key" });
    const { steps } = await bodyOf(await lin.get(`/incidents/${ref}`), incidentState);
    const waiting = steps.find((step) => step.status === "todo" && step.waitsFor.length > 0);
    if (waiting === undefined) throw new Error("leaked-key has steps that wait");
    const response = await lin.command(ref, { kind: "claim-step", stepId: waiting.id });
    expect(response.status).toBe(422);
    const problem = await problemOf(response);
    expect(problem.code).toBe("step-not-ready");
    expect(problem.waitsFor).toHaveLength(waiting.waitsFor.length);
  });
});

describe("bad input is refused with the field and the way out, and nothing is recorded", () => {
  async function anIncident() {
    const lin = await aClient(await aServer());
    const ref = await lin.declare();
    const size = async () => (await bodyOf(await lin.get(`/incidents/${ref}`), incidentState)).size;
    return { lin, ref, size };
  }

  const NOTE = { kind: "add-note", text: "x" };
  const long = "x".repeat(2_000_000);
  interface Told {
    readonly field?: string;
    readonly headers?: Record<string, string>;
  }
  const cases: readonly [what: string, status: number, code: string, body: unknown, more?: Told][] = [
    ["malformed JSON", 400, "malformed-json", '{"kind": "add-note", "text": }'],
    ["an empty body", 400, "malformed-json", ""],
    ["JSON that breaks off", 400, "malformed-json", '{"kind": "add-no'],
    ["no object", 422, "invalid-fields", "[]", { field: "" }],
    ["no kind", 422, "invalid-fields", {}, { field: "kind" }],
    ["an unknown kind", 422, "unknown-command", { kind: "compleet-step" }, { field: "kind" }],
    ["declaring inside an incident", 422, "unknown-command", { kind: "declare-incident", title: "x" }],
    ["a kind named like a method", 422, "unknown-command", { kind: "__proto__" }],
    ["a missing field", 422, "invalid-fields", { kind: "add-note" }, { field: "text" }],
    ["a field of another type", 422, "invalid-fields", { kind: "add-note", text: 7 }, { field: "text" }],
    ["an unknown field", 422, "invalid-fields", { ...NOTE, colour: "red" }, { field: "colour" }],
    ["blanks alone", 422, "invalid-fields", { kind: "add-note", text: " \n " }, { field: "text" }],
    ["a 2 MB note", 422, "invalid-fields", { kind: "add-note", text: long }, { field: "text" }],
    ["a lone surrogate", 422, "invalid-fields", '{"kind":"add-note","text":"\\ud800"}', { field: "text" }],
    ["a NUL", 422, "invalid-fields", '{"kind":"add-note","text":"a\\u0000b"}', { field: "text" }],
    [
      "a date that does not exist",
      422,
      "invalid-fields",
      { ...NOTE, happenedAt: "2026-02-30T00:00:00Z" },
      { field: "happenedAt" },
    ],
    [
      "a wrong id",
      422,
      "invalid-fields",
      { kind: "claim-step", stepId: "no such/step" },
      { field: "stepId" },
    ],
    ["a step of another incident", 422, "unknown-step", { kind: "claim-step", stepId: "r9.key.off" }],
    [
      "a person who does not exist",
      422,
      "unknown-person",
      { kind: "set-role", userId: `u_${"0".repeat(26)}`, roles: [] },
    ],
    ["a time that has not come", 422, "time-in-future", { ...NOTE, happenedAt: "2099-01-01T00:00:00Z" }],
    ["another content type", 415, "not-json", NOTE, { headers: { "Content-Type": "text/plain" } }],
    ["an empty key", 400, "idempotency-key-bad", NOTE, { headers: { "Idempotency-Key": "" } }],
    [
      "a key of a thousand characters",
      400,
      "idempotency-key-bad",
      NOTE,
      { headers: { "Idempotency-Key": "x".repeat(1000) } },
    ],
    ["an If-Match that is no size", 400, "if-match-bad", NOTE, { headers: { "If-Match": "41" } }],
  ];

  test.each(cases)("%s: %d %s", async (_what, status, code, body, more: Told = {}) => {
    const { lin, ref, size } = await anIncident();
    const before = await size();
    const response = await lin.command(ref, body, more.headers);
    const problem = await problemOf(response);
    expect({ status: response.status, code: problem.code }).toEqual({ status, code });
    if (more.field !== undefined) expect(problem.field).toBe(more.field);
    expect(problem.detail).toMatch(/[.?]$/);
    expect(await size()).toBe(before);
  });

  test("bytes that are not UTF-8", async () => {
    const { lin, ref } = await anIncident();
    const response = await lin.command(ref, new Blob([Uint8Array.of(0x22, 0xff, 0x22)]));
    expect((await problemOf(response)).code).toBe("malformed-json");
  });

  test("no Idempotency-Key: 400 idempotency-key-missing, and nothing is recorded", async () => {
    const { lin, ref, size } = await anIncident();
    const before = await size();
    const response = await lin.post(`/incidents/${ref}/commands`, NOTE);
    expect(response.status).toBe(400);
    expect((await problemOf(response)).code).toBe("idempotency-key-missing");
    expect(await size()).toBe(before);
  });

  test("the description says that commands need a key, and that declaring and attaching may have one", async () => {
    const server = await aServer();
    const { paths } = await bodyOf(await server.ask("/api/v1/openapi.json"), description);
    const needed = Object.entries(paths).flatMap(([path, { post }]) => {
      const key = post?.parameters.find(({ name }) => name === "Idempotency-Key");
      return post === undefined ? [] : [[path, key?.required]];
    });
    expect(Object.fromEntries(needed)).toEqual({
      "/api/v1/incidents": false,
      "/api/v1/incidents/{ref}/commands": true,
      "/api/v1/incidents/{ref}/evidence": false,
    });
  });

  test("a refusal that speaks of a step's status keeps the answer's own status", async () => {
    const { lin, ref } = await anIncident();
    await lin.command(ref, { kind: "start-playbook", playbookId: "leaked-key" });
    const response = await lin.command(ref, { kind: "undo-step", stepId: "r1.roles.lead", because: "x" });
    expect(await problemOf(response)).toMatchObject({ status: 422, code: "step-status" });
  });

  test("a body over 4 MB: 413 too-large", async () => {
    const { lin, ref } = await anIncident();
    const response = await lin.command(ref, { kind: "add-note", text: "x".repeat(5_000_000) });
    expect(response.status).toBe(413);
    expect((await problemOf(response)).code).toBe("too-large");
  });

  test("an unknown kind names the kinds there are and the one that was meant", async () => {
    const { lin, ref } = await anIncident();
    const problem = await problemOf(await lin.command(ref, { kind: "compleet-step" }));
    expect(problem.detail).toContain('Did you mean "complete-step"?');
    expect(problem.kinds).toContain("add-note");
  });

  test("every bad field is told, each by its path", async () => {
    const { lin, ref } = await anIncident();
    const problem = await problemOf(
      await lin.command(ref, {
        kind: "complete-step",
        stepId: "r1.x",
        evidence: [{ key: "k" }],
        doneAt: "soon",
      }),
    );
    expect(problem.errors).toEqual([
      { path: "evidence.0.value", message: "This is needed." },
      { path: "doneAt", message: expect.stringContaining("2026-11-24T14:07:00Z") },
    ]);
  });

  test("what was sent is never echoed with its control characters", async () => {
    const { lin, ref } = await anIncident();
    const response = await lin.command(ref, { kind: "\u001b[31mred\u202e" });
    const text = await response.text();
    for (const echo of ["\u001b", "\u202e", "\\u001b", "\\u202e"]) expect(text).not.toContain(echo);
  });
});

test("CR, LF, ESC and bidi characters in a note are kept as they were typed, on one entry", async () => {
  const lin = await aClient(await aServer());
  const ref = await lin.declare();
  const text = "one\r\n#0 forged\u001b[2J\u202egpj.exe";
  const { entries } = await bodyOf(await lin.command(ref, { kind: "add-note", text }), recordedEntries);
  const page = await lin.get(`/incidents/${ref}/entries?from=${entries[0]?.seq}`);
  expect(await page.json()).toMatchObject({ entries: [{ f: { text: text.replace("\r\n", "\n") } }] });
});
