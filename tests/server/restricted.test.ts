import { describe, expect, test } from "vitest";
import { z } from "zod";
import { isIncidentRef } from "#app/core/shared/ids.ts";
import { settled } from "#app/server/afterwards.ts";
import { ROUTES } from "#app/server/api/routes.ts";
import { entriesOf } from "#app/server/queries/log-entries.ts";
import { aSessionByLink } from "./a-browser.ts";
import { aClient, aServer, type Client, type TestServer } from "./a-server.ts";

// A restricted incident is its team's alone. To everyone else, administrators included, it does not exist.

const UNKNOWN = "0".repeat(26);
const aPage = z.object({ incidents: z.array(z.object({ ref: z.string() })), next: z.string().nullable() });

async function aRestricted() {
  const server = await aServer();
  const lin = await aClient(server);
  const ref = await lin.declare();
  if (!isIncidentRef(ref)) throw new Error("no ref");
  const restricted = await lin.command(ref, { kind: "restrict", because: "It concerns a colleague" });
  expect(restricted.status).toBe(200);
  return { server, lin, ref };
}

async function actsIn({ house }: TestServer, ref: string): Promise<readonly string[]> {
  await settled(house);
  if (!isIncidentRef(ref)) throw new Error("no ref");
  const incident = await house.incident(ref);
  if (incident === undefined) throw new Error("no incident");
  return (await entriesOf(house, incident, 0, incident.size)).map(({ act }) => act);
}

function ask(client: Client, { method, path }: (typeof ROUTES)[number], ref: string) {
  const at = path.replace(":ref", ref).replace(":seq", "0");
  return method === "GET"
    ? client.get(at)
    : client.post(at, { kind: "add-note", text: "x" }, { "Idempotency-Key": crypto.randomUUID() });
}

describe.each(["administrator", "member", "observer", "guest"] as const)(
  "for %s who is not on its team",
  (role) => {
    test("every address of the API answers as for one that does not exist, and the list leaves it out", async () => {
      const { server, ref } = await aRestricted();
      const outsider = await aClient(server, role);
      for (const route of ROUTES.filter(({ path }) => path.includes(":ref"))) {
        const [hidden, unknown] = [await ask(outsider, route, ref), await ask(outsider, route, UNKNOWN)];
        expect([route.path, hidden.status]).toEqual([route.path, 404]);
        expect(await hidden.text()).toBe(await unknown.text());
        const names = (response: Response) => [...response.headers.keys()].sort();
        expect(names(hidden)).toEqual(names(unknown));
      }
      expect(await (await outsider.get("/incidents")).json()).toEqual({ incidents: [], next: null });
    });

    test("the attempt is on record in the incident, once an hour, and nowhere else", async () => {
      const { server, ref } = await aRestricted();
      const outsider = await aClient(server, role);
      let grown = 0;
      const { origin } = server.house.incidents.begin(ref, "incident").log;
      const stop = server.house.growth.listen(origin, () => {
        grown += 1;
      });
      await outsider.get(`/incidents/${ref}`);
      await outsider.get(`/incidents/${ref}/entries`);
      expect((await actsIn(server, ref)).filter((act) => act === "visit-refused")).toHaveLength(1);
      // Nothing asks for a log-head: the installation's log would grow, and tell.
      expect(grown).toBe(0);
      stop();
      server.clock.pass(3600);
      await outsider.get(`/incidents/${ref}`);
      expect((await actsIn(server, ref)).filter((act) => act === "visit-refused")).toHaveLength(2);
    });
  },
);

test("no page of a list tells that an incident lies between those that are shown, nor how it is called", async () => {
  const { server, lin, ref: hidden } = await aRestricted();
  const refs = [await lin.declare("Older"), hidden, await lin.declare("Newer")];
  const outsider = await aClient(server, "administrator");
  const seen: string[] = [];
  let next: string | null = "";
  while (next !== null) {
    const path = `/incidents?limit=1${next === "" ? "" : `&after=${next}`}`;
    const text = await (await outsider.get(path)).text();
    expect(text).not.toContain(hidden);
    const page: z.infer<typeof aPage> = aPage.parse(JSON.parse(text));
    expect(page.incidents).toHaveLength(1);
    seen.push(...page.incidents.map((one) => one.ref));
    next = page.next;
  }
  expect(seen.sort()).toEqual(refs.filter((ref) => ref !== hidden).sort());
});

test("its team reads when one of them came in by a link that someone made; other incidents do not tell", async () => {
  const { server, lin, ref } = await aRestricted();
  const other = await lin.declare("Another one");
  await aSessionByLink(server, lin.person);
  expect((await actsIn(server, ref)).filter((act) => act === "sign-in-link-used")).toHaveLength(1);
  expect(await actsIn(server, other)).not.toContain("sign-in-link-used");
});

test("the team goes on as before, and whoever it brings in sees it too", async () => {
  const { server, lin, ref } = await aRestricted();
  const zoe = await aClient(server);
  expect((await zoe.get(`/incidents/${ref}`)).status).toBe(404);
  await lin.command(ref, { kind: "set-role", userId: zoe.person.id, roles: ["legal"] });
  expect((await zoe.get(`/incidents/${ref}`)).status).toBe(200);
  expect(await (await zoe.get("/incidents")).json()).toMatchObject({ incidents: [{ ref }] });
  await lin.command(ref, { kind: "leave-team", userId: zoe.person.id, because: "Not needed any more" });
  expect((await zoe.get(`/incidents/${ref}`)).status).toBe(404);
});

test("an attempt on an incident that is not there, or not restricted, leaves nothing", async () => {
  const server = await aServer();
  const ref = await (await aClient(server)).declare();
  const before = await actsIn(server, ref);
  const stranger = await aClient(server, "observer");
  await stranger.get(`/incidents/${ref}`);
  await stranger.get(`/incidents/${UNKNOWN}`);
  expect(await actsIn(server, ref)).toEqual(before);
});

describe("an observer's visits", () => {
  test("are on record once for each hour, by name; a member's and a supplier's are not", async () => {
    const server = await aServer();
    const lin = await aClient(server);
    const ref = await lin.declare();
    const observer = await aClient(server, "observer");
    const guest = await aClient(server, "guest");
    await lin.command(ref, { kind: "set-role", userId: observer.person.id, roles: ["observer"] });
    await lin.command(ref, { kind: "set-role", userId: guest.person.id, roles: ["supplier"] });
    const visits = async () => (await actsIn(server, ref)).filter((act) => act === "visit-recorded").length;
    for (const client of [lin, guest, await aClient(server)]) await client.get(`/incidents/${ref}`);
    expect(await visits()).toBe(0);
    await observer.get(`/incidents/${ref}`);
    await observer.get(`/incidents/${ref}/entries`);
    expect(await visits()).toBe(1);
    server.clock.pass(3600);
    await observer.get(`/incidents/${ref}`);
    expect(await visits()).toBe(2);
    const state = isIncidentRef(ref) ? await server.house.incident(ref) : undefined;
    expect(state?.people.get(observer.person.id)).toMatchObject({
      lastVisit: server.door.now(),
      name: "Lin Wei",
    });
  });

  test("at the same moment leave one entry", async () => {
    const server = await aServer();
    const lin = await aClient(server);
    const ref = await lin.declare();
    const observer = await aClient(server, "observer");
    await lin.command(ref, { kind: "set-role", userId: observer.person.id, roles: ["observer"] });
    await Promise.all(Array.from({ length: 8 }, () => observer.get(`/incidents/${ref}`)));
    expect((await actsIn(server, ref)).filter((act) => act === "visit-recorded")).toHaveLength(1);
  });
});
