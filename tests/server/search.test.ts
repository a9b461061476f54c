import { describe, expect, test } from "vitest";
import type { Actor } from "#app/core/incident/context.ts";
import { isIncidentRef } from "#app/core/shared/ids.ts";
import { search } from "#app/server/queries/search.ts";
import { aClient, aServer, type Client } from "./a-server.ts";

function asActor({ person }: Client): Actor {
  return {
    userId: person.id,
    name: person.name,
    by: { auth: "password", k: "person", u: person.id },
    installationRole: person.role,
    reauthenticated: false,
  };
}

async function aSearched() {
  const server = await aServer();
  const lin = await aClient(server);
  const ref = await lin.declare("Deploy key in a public build log");
  await lin.command(ref, { kind: "start-playbook", playbookId: "leaked-key" });
  await lin.command(ref, { kind: "add-note", text: "The mirror in Zürich still serves it" });
  if (!isIncidentRef(ref)) throw new Error("no ref");
  return { server, lin, ref };
}

describe("a search", () => {
  test("finds incidents by title, steps by theirs and entries by what was typed, whatever the case", async () => {
    const { server, lin, ref } = await aSearched();
    const byTitle = await search(server.house, asActor(lin), "BUILD deploy");
    expect(byTitle.in).toMatchObject([{ itself: true, summary: { ref } }]);
    const byNote = await search(server.house, asActor(lin), "zürich mirr");
    expect(byNote.in[0]?.entries).toMatchObject([{ act: "note-added" }]);
    const byStep = await search(server.house, asActor(lin), "prove dead");
    expect(byStep.in[0]?.steps.length).toBeGreaterThan(0);
    expect(await search(server.house, asActor(lin), "nowhere")).toEqual({ in: [], count: 0, whole: true });
    expect((await search(server.house, asActor(lin), " … ")).count).toBe(0);
  });

  test("shows nobody what their board does not: a restricted incident, or one an observer is not invited to", async () => {
    const { server, lin, ref } = await aSearched();
    const omar = await aClient(server);
    const watcher = await aClient(server, "observer");
    expect((await search(server.house, asActor(omar), "zürich")).count).toBe(1);
    expect((await search(server.house, asActor(watcher), "zürich")).count).toBe(0);
    const restricted = await lin.command(ref, { kind: "restrict", because: "Someone inside is involved" });
    expect(restricted.ok).toBe(true);
    for (const words of ["zürich", "deploy", "prove dead", "inside"])
      expect((await search(server.house, asActor(omar), words)).count, words).toBe(0);
    expect((await search(server.house, asActor(lin), "zürich")).count).toBe(1);
  });

  test("leaves out what was hidden from those who only watch", async () => {
    const { server, lin, ref } = await aSearched();
    const watcher = await aClient(server, "observer");
    await lin.command(ref, { kind: "set-role", userId: watcher.person.id, roles: ["observer"] });
    const added = await lin.command(ref, { kind: "add-evidence", value: "Passport of Ada" });
    const body: unknown = await added.json();
    const seq = JSON.stringify(body).match(/"seq":(\d+)/)?.[1];
    expect((await search(server.house, asActor(watcher), "passport")).count).toBe(1);
    const hidden = await lin.command(ref, {
      kind: "hide-evidence",
      seq: Number(seq),
      because: "A person's papers",
    });
    expect(hidden.ok).toBe(true);
    expect((await search(server.house, asActor(watcher), "passport")).count).toBe(0);
    expect((await search(server.house, asActor(lin), "passport")).count).toBe(1);
  });
});
