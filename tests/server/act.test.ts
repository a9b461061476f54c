import { expect, test } from "vitest";
import { actInIncident } from "#app/features/act/act.server.ts";
import { aVisitor } from "./a-page.ts";
import { aClient, aServer, type Client, type TestServer } from "./a-server.ts";

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
    expect(answer).toMatchObject({ status: 302 });
    const entries: unknown = await (await lin.get(`/incidents/${ref}/entries?from=3`)).json();
    expect(entries).toMatchObject({ entries: [{ act: "note-added" }] });
    expect(JSON.stringify(entries)).not.toContain('"seen"');
  },
);
