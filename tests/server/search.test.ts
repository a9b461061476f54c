import { describe, expect, test } from "vitest";
import type { Actor } from "#app/core/incident/context.ts";
import { isIncidentRef } from "#app/core/shared/ids.ts";
import { FOUND_ON_PAGE, type Found, search } from "#app/server/queries/search.ts";
import type { SearchHit } from "#app/server/store/search-port.ts";
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
  async function found(client: Client, words: string, page = 1): Promise<Found> {
    const answer = await search(server.house, asActor(client), words, page);
    if (answer === undefined || answer === "too-short") throw new Error("nothing was looked for");
    return answer;
  }
  return { server, lin, ref, found };
}

const kinds = (hits: readonly SearchHit[]) => hits.map(({ kind }) => kind);

describe("a search", () => {
  test("finds incidents by title, then steps by theirs, notes, and entries by what was typed", async () => {
    const { server, lin, ref, found } = await aSearched();
    const byTitle = await found(lin, "BUILD deploy");
    expect(kinds(byTitle.hits)).toEqual(["incident", "entry"]);
    expect(byTitle.hits[0]?.origin).toContain(ref);
    expect(kinds((await found(lin, "zürich serv")).hits)).toEqual(["note"]);
    expect(kinds((await found(lin, ref)).hits)).toEqual(["incident"]);
    expect(kinds((await found(lin, "prouver")).hits)[0]).toBe("step"); // in French too
    expect(await found(lin, "nowhere")).toMatchObject({ hits: [], count: 0, isMore: false, isBehind: false });
    expect(await search(server.house, asActor(lin), " … ")).toBeUndefined();
    expect(await search(server.house, asActor(lin), "a")).toBe("too-short");
  });

  test("gives its results page by page, and none twice", async () => {
    const { lin, ref, found } = await aSearched();
    for (let n = 0; n < FOUND_ON_PAGE + 5; n++)
      await lin.command(ref, { kind: "add-note", text: `Carillon ${n}` });
    const [one, two, three] = [
      await found(lin, "carillon"),
      await found(lin, "carillon", 2),
      await found(lin, "carillon", 3),
    ];
    expect([one.hits.length, two.hits.length, three.hits.length]).toEqual([FOUND_ON_PAGE, 5, 0]);
    expect(new Set([one, two, three].map(({ count }) => count))).toEqual(new Set([FOUND_ON_PAGE + 5]));
    expect(new Set([...one.hits, ...two.hits].map(({ place }) => place)).size).toBe(FOUND_ON_PAGE + 5);
  });

  test("shows nobody what their board does not: a restricted incident, or one an observer is not invited to", async () => {
    const { server, lin, ref, found } = await aSearched();
    const omar = await aClient(server);
    const watcher = await aClient(server, "observer");
    expect((await found(omar, "zürich")).count).toBe(1);
    expect((await found(watcher, "zürich")).count).toBe(0);
    const restricted = await lin.command(ref, { kind: "restrict", because: "Someone inside is involved" });
    expect(restricted.ok).toBe(true);
    for (const words of ["zürich", "deploy", "prove dead", "inside", ref])
      expect((await found(omar, words)).count, words).toBe(0);
    expect((await found(lin, "zürich")).count).toBe(1);
  });

  test("keeps a restricted incident from others before the index has heard of it", async () => {
    const { server, lin, ref, found } = await aSearched();
    const omar = await aClient(server);
    await found(omar, "zürich");
    server.house.searchIndex.catchUp = async () => true;
    await lin.command(ref, { kind: "restrict", because: "Someone inside is involved" });
    expect((await found(omar, "zürich")).count).toBe(0);
    expect((await found(lin, "zürich")).count).toBe(1);
  });

  test("leaves out what was hidden from those who only watch, in the hits and in their count", async () => {
    const { server, lin, ref, found } = await aSearched();
    const watcher = await aClient(server, "observer");
    const member = await aClient(server);
    for (const { person } of [watcher, member])
      await lin.command(ref, { kind: "set-role", userId: person.id, roles: ["observer"] });
    const added = await lin.command(ref, { kind: "add-evidence", value: "Passport of Ada" });
    const body: unknown = await added.json();
    const seq = JSON.stringify(body).match(/"seq":(\d+)/)?.[1];
    for (const client of [watcher, member]) expect((await found(client, "passport")).count).toBe(1);
    const hidden = await lin.command(ref, {
      kind: "hide-evidence",
      seq: Number(seq),
      because: "A person's papers",
    });
    expect(hidden.ok).toBe(true);
    for (const client of [watcher, member])
      expect(await found(client, "passport")).toMatchObject({ hits: [], count: 0 });
    expect((await found(lin, "passport")).count).toBe(1);
  });

  test("is not asked for codes: what an entry is made of is not what someone typed", async () => {
    const { lin, found } = await aSearched();
    for (const code of ["lead", "incident-declared"])
      expect(kinds((await found(lin, code)).hits), code).not.toContain("entry");
  });
});
