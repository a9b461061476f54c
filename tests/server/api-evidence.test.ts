import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { recordedEntries } from "#app/server/api/recorded.ts";
import { incidentState } from "#app/server/api/state.ts";
import { aClient, aServer, bodyOf, type Client, problemOf, type TestServer } from "./a-server.ts";

async function anIncident(more: Parameters<typeof aServer>[0] = {}) {
  const server = await aServer(more);
  const lin = await aClient(server);
  const ref = await lin.declare();
  return { server, lin, ref };
}

function attach(
  server: TestServer,
  client: Client,
  ref: string,
  body: BodyInit,
  headers: Record<string, string> = {},
) {
  const init: RequestInit & { duplex: "half" } = {
    method: "POST",
    headers: { Authorization: `Bearer ${client.token}`, ...headers },
    body,
    duplex: "half",
  };
  return server.ask(`/api/v1/incidents/${ref}/evidence`, init);
}

function aForm(
  fields: Readonly<Record<string, string>>,
  ...files: readonly [name: string, text: string][]
): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  for (const [name, text] of files) form.append("file", new Blob([text]), name);
  return form;
}

/** Every file of evidence on disk, those still coming in included. */
function kept(data: string): readonly string[] {
  const folder = join(data, "files");
  const inside = (name: string) => readdirSync(join(folder, name)).map((file) => `${name}/${file}`);
  return existsSync(folder) ? readdirSync(folder).flatMap(inside) : [];
}

test("a file becomes an entry that holds its name, type and size", async () => {
  const { server, lin, ref } = await anIncident();
  const form = aForm({ value: "The blog post as published" }, ["../post.html", "<p>key</p>"]);
  const { entries } = await bodyOf(await attach(server, lin, ref, form), recordedEntries);
  expect(entries).toMatchObject([{ act: "evidence-added" }]);
  const page = await lin.get(`/incidents/${ref}/entries?from=${entries[0]?.seq}`);
  expect(await page.json()).toMatchObject({
    entries: [
      {
        att: 1,
        f: {
          kind: "file",
          value: "The blog post as published",
          file: { name: "post.html", type: "application/octet-stream", size: 10 },
        },
      },
    ],
  });
  expect(kept(server.data)).toHaveLength(1);
});

test("without words of its own the file's name says what it shows", async () => {
  const { server, lin, ref } = await anIncident();
  const { entries } = await bodyOf(
    await attach(server, lin, ref, aForm({}, ["a.log", "x"])),
    recordedEntries,
  );
  const page = await lin.get(`/incidents/${ref}/entries?from=${entries[0]?.seq}`);
  expect(await page.json()).toMatchObject({ entries: [{ f: { value: "a.log" } }] });
});

test("several files of one upload are several entries of one command", async () => {
  const { server, lin, ref } = await anIncident();
  const form = aForm({ value: "Both logs" }, ["a.log", "x"], ["b.log", "y"]);
  const { entries, size } = await bodyOf(await attach(server, lin, ref, form), recordedEntries);
  expect(entries.map(({ act }) => act)).toEqual(["evidence-added", "evidence-added"]);
  expect((await bodyOf(await lin.get(`/incidents/${ref}`), incidentState)).size).toBe(size);
});

test.each([
  ["no file", aForm({ value: "x" }), 422, "invalid-fields", "file"],
  ["an unknown field", aForm({ colour: "red" }, ["a", "x"]), 422, "invalid-fields", "colour"],
  ["a wrong step", aForm({ stepId: "no such/step" }, ["a", "x"]), 422, "invalid-fields", "stepId"],
  ["a step of another incident", aForm({ stepId: "r9.x" }, ["a", "x"]), 422, "unknown-step", undefined],
  ["a file over the limit", aForm({}, ["a", "x".repeat(2000)]), 413, "file-too-large", "file"],
] as const)("%s: nothing is recorded and no file stays", async (_what, form, status, code, field) => {
  const { server, lin, ref } = await anIncident({ fileLimit: 1000 });
  const before = (await bodyOf(await lin.get(`/incidents/${ref}`), incidentState)).size;
  const response = await attach(server, lin, ref, form);
  const problem = await problemOf(response);
  expect({ status: response.status, code: problem.code }).toEqual({ status, code });
  if (field !== undefined) expect(problem.field).toBe(field);
  expect((await bodyOf(await lin.get(`/incidents/${ref}`), incidentState)).size).toBe(before);
  expect(kept(server.data)).toEqual([]);
});

test("JSON in place of a form is refused by its type", async () => {
  const { server, lin, ref } = await anIncident();
  const response = await attach(server, lin, ref, "{}", { "Content-Type": "application/json" });
  expect(response.status).toBe(415);
  expect((await problemOf(response)).code).toBe("not-multipart");
});

test("an upload cut in the middle records nothing and leaves nothing", async () => {
  const { server, lin, ref } = await anIncident();
  const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.log"\r\n\r\n';
  const cut = new ReadableStream({
    start(controller) {
      controller.enqueue(Buffer.from(head));
      controller.enqueue(Buffer.alloc(100_000, "x"));
      controller.close();
    },
  });
  const response = await attach(server, lin, ref, cut, { "Content-Type": "multipart/form-data; boundary=b" });
  expect(response.status).toBe(400);
  expect((await problemOf(response)).code).toBe("upload-broken");
  expect(kept(server.data)).toEqual([]);
});

test("an observer's file is not kept", async () => {
  const { server, lin, ref } = await anIncident();
  const observer = await aClient(server, "observer");
  await lin.command(ref, { kind: "set-role", userId: observer.person.id, roles: ["observer"] });
  expect((await attach(server, observer, ref, aForm({}, ["a", "x"]))).status).toBe(403);
  expect(kept(server.data)).toEqual([]);
});

test("evidence that was hidden is not shown to an observer", async () => {
  const { server, lin, ref } = await anIncident();
  const observer = await aClient(server, "observer");
  await lin.command(ref, { kind: "set-role", userId: observer.person.id, roles: ["observer"] });
  const { entries } = await bodyOf(
    await attach(server, lin, ref, aForm({}, ["a.log", "x"])),
    recordedEntries,
  );
  const seq = entries[0]?.seq;
  await lin.command(ref, { kind: "hide-evidence", seq, because: "Names customers" });
  expect(await (await observer.get(`/incidents/${ref}/entries?from=${seq}`)).json()).toMatchObject({
    entries: [{ seq, f: {} }, { act: "evidence-hidden" }, { act: "visit-recorded" }],
  });
});
