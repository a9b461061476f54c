import { describe, expect, test } from "vitest";
import { actInIncident } from "#app/features/act/act.server.ts";
import { aVisitor } from "./a-page.ts";
import { aClient, aServer, type Client, problemOf, type TestServer } from "./a-server.ts";

// What every page of an incident answers to a form.

async function anIncident() {
  const server = await aServer();
  const lin = await aClient(server);
  return { server, lin, ref: await lin.declare() };
}

async function act(server: TestServer, client: Client, ref: string, fields: Record<string, string>) {
  const visit = await aVisitor(server, client.person);
  return actInIncident(visit(`/i/${ref}`, { ref }, { method: "POST", body: new URLSearchParams(fields) }));
}

const NOTE = { kind: "add-note", text: "The post is down" };

test.each(["-1", "-0", "1e3", "01", "12abc", "9".repeat(30), ""])(
  "a form whose page size is %j is taken as one that saw no page",
  async (seen) => {
    const { server, lin, ref } = await anIncident();
    const answer = await act(server, lin, ref, { ...NOTE, seen });
    expect(answer).toBeInstanceOf(Response);
    expect(answer).toMatchObject({ status: 303 });
    const entries: unknown = await (await lin.get(`/incidents/${ref}/entries?from=3`)).json();
    expect(entries).toMatchObject({ entries: [{ act: "note-added" }] });
    expect(JSON.stringify(entries)).not.toContain('"seen"');
  },
);

test("whoever an incident is not shown to can't tell it from one that is not there, whatever they send", async () => {
  const { server, ref } = await anIncident();
  const observer = await aClient(server, "observer");
  for (const fields of [NOTE, { ...NOTE, seen: "999" }, { kind: "no such kind" }]) {
    for (const asked of [ref, "0".repeat(26)]) {
      await expect(act(server, observer, asked, fields)).rejects.toMatchObject({
        init: { status: 404 },
        data: null,
      });
    }
  }
});

/** A file of evidence of 64 MB, and how much of it was read. */
function aLargeUpload() {
  const read = { bytes: 0 };
  const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n';
  const chunk = new Uint8Array(64 * 1024);
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode(head)),
    pull(controller) {
      read.bytes += chunk.byteLength;
      if (read.bytes > 64 * 1024 * 1024) controller.close();
      else controller.enqueue(chunk);
    },
  });
  const init: RequestInit & { duplex: "half" } = {
    method: "POST",
    headers: { "Content-Type": "multipart/form-data; boundary=b" },
    body,
    duplex: "half",
  };
  return { init, read };
}

describe("a file from someone who may not attach it is not read", () => {
  test("on a page", async () => {
    const { server, ref } = await anIncident();
    const stranger = await aClient(server);
    const { init, read } = aLargeUpload();
    const visit = await aVisitor(server, stranger.person);
    const answer = await actInIncident(visit(`/i/${ref}`, { ref }, init));
    expect(answer).toMatchObject({ init: { status: 403 }, data: { form: "proof" } });
    expect(read.bytes).toBeLessThan(1024 * 1024);
  });

  test.each([
    ["not on the team", "member", undefined, 403, "not-on-team"],
    ["an observer of the incident", "member", ["observer"], 403, "role-needed"],
    ["an observer of the installation", "observer", ["observer"], 403, "role-needed"],
  ] as const)("over the API, sent by someone who is %s", async (_who, installation, roles, status, code) => {
    const { server, lin, ref } = await anIncident();
    const stranger = await aClient(server, installation);
    if (roles !== undefined) {
      await lin.command(ref, { kind: "set-role", userId: stranger.person.id, roles });
    }
    const { init, read } = aLargeUpload();
    const response = await server.ask(`/api/v1/incidents/${ref}/evidence`, {
      ...init,
      headers: { ...init.headers, Authorization: `Bearer ${stranger.token}` },
    });
    expect({ status: response.status, code: (await problemOf(response)).code }).toEqual({ status, code });
    expect(read.bytes).toBeLessThan(1024 * 1024);
  });
});
