import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { ROUTES } from "#app/server/api/routes.ts";
import { incidentState } from "#app/server/api/state.ts";
import { newToken } from "#app/server/auth/bearer.ts";
import { createToken } from "#app/server/auth/tokens.ts";
import { aSession } from "./a-browser.ts";
import { aClient, aPerson, aServer, bodyOf, problemOf, type TestServer } from "./a-server.ts";

const SHELL = { auth: "shell", k: "system", u: "system" } as const;
const NOTE = { kind: "add-note", text: "x" };
const UNKNOWN = "0".repeat(26);

function pathOf(route: string, ref: string): string {
  return route.replace(":ref", ref).replace(":seq", "0");
}

describe("who is asking", () => {
  test.each(ROUTES.map(({ method, path }) => [method, path] as const))(
    "%s %s without a token is 401 and says how to get one",
    async (method, path) => {
      const server = await aServer();
      const lin = await aClient(server);
      const response = await server.ask(`/api/v1${pathOf(path, await lin.declare())}`, {
        method,
        headers: { "Sec-Fetch-Site": "same-origin" },
      });
      expect(response.status).toBe(401);
      expect(response.headers.get("WWW-Authenticate")).toBe("Bearer");
      expect((await problemOf(response)).code).toBe("not-signed-in");
    },
  );

  test.each([
    ["unknown", async () => newToken().token],
    ["mistyped", async () => "sf_short"],
    [
      "expired",
      async (server: TestServer) => {
        const token = await tokenOf(server, 1);
        server.clock.pass(24 * 3600);
        return token;
      },
    ],
    [
      "revoked",
      async (server: TestServer) => {
        const token = await tokenOf(server);
        const [row] = await server.house.store.snapshot((reads) => reads.tokens());
        const at = server.door.now();
        await server.house.store.transact((tx) => tx.changeToken(row?.id ?? "", { revokedAt: at }));
        return token;
      },
    ],
    [
      "someone inactive's",
      async (server: TestServer) => {
        const token = await tokenOf(server);
        const [person] = await server.house.store.snapshot((reads) => reads.people());
        if (person === undefined) throw new Error("nobody");
        await server.house.store.transact((tx) => tx.changePerson(person.id, { active: false }));
        return token;
      },
    ],
  ])("a token that is %s is nobody's", async (_what, make) => {
    const server = await aServer();
    const token = await make(server);
    const response = await server.ask("/api/v1/incidents", { headers: { Authorization: `Bearer ${token}` } });
    expect(response.status).toBe(401);
    expect(response.headers.get("WWW-Authenticate")).toBe('Bearer error="invalid_token"');
  });

  async function tokenOf(server: TestServer, days?: number): Promise<string> {
    const { email } = await aPerson(server.house);
    const made = await createToken(server.house, SHELL, email, {
      name: "t",
      ...(days === undefined ? {} : { days }),
    });
    if (!made.ok) throw new Error(made.error.code);
    expect(
      (await server.ask("/api/v1/incidents", { headers: { Authorization: `Bearer ${made.value}` } })).status,
    ).toBe(200);
    return made.value;
  }

  test("only the hash of a token is kept, and its name and use are", async () => {
    const server = await aServer();
    const { token } = await aClient(server);
    await server.ask("/api/v1/incidents", { headers: { Authorization: `Bearer ${token}` } });
    const [row] = await server.house.store.snapshot((reads) => reads.tokens());
    expect(row).toMatchObject({ name: "test", usedAt: server.door.now(), expiresAt: null });
    expect(JSON.stringify(row)).not.toContain(token.slice(3));
    expect(row?.hash).toHaveLength(32);
  });
});

describe("a signed-in browser", () => {
  async function aBrowser() {
    const server = await aServer();
    const { cookie } = await aSession(server, await aPerson(server.house));
    return { server, cookie: cookie.split(";")[0] ?? "" };
  }

  test("reads the API with its cookie", async () => {
    const { server, cookie } = await aBrowser();
    expect((await server.ask("/api/v1/incidents", { headers: { Cookie: cookie } })).status).toBe(200);
  });

  test.each([
    ["its own page", 201, { "Sec-Fetch-Site": "same-origin" }],
    ["another site", 403, { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example" }],
    ["another site, with an Authorization header that is no token", 401, { Authorization: "Bearer x" }],
    ["another site, in a browser that says nothing", 403, {}],
  ])("writing from %s is %d", async (_from, status, headers) => {
    const { server, cookie } = await aBrowser();
    const response = await server.ask("/api/v1/incidents", {
      method: "POST",
      headers: { "Content-Type": "application/json", Cookie: cookie, ...headers },
      body: JSON.stringify({ title: "x" }),
    });
    expect(response.status).toBe(status);
  });
});

describe("who may do what", () => {
  test("an observer may not declare", async () => {
    const observer = await aClient(await aServer(), "observer");
    const response = await observer.post("/incidents", { title: "x" });
    expect(response.status).toBe(403);
    expect((await problemOf(response)).code).toBe("role-needed");
  });

  test("an incident an observer is not invited to is answered as one that does not exist", async () => {
    const server = await aServer();
    const ref = await (await aClient(server)).declare();
    const observer = await aClient(server, "observer");
    for (const { method, path } of ROUTES.filter((route) => route.path.includes(":ref"))) {
      const ask = (to: string) =>
        method === "GET"
          ? observer.get(pathOf(path, to))
          : observer.post(pathOf(path, to), NOTE, { "Idempotency-Key": randomUUID() });
      const [hidden, unknown] = [await ask(ref), await ask(UNKNOWN)];
      expect(hidden.status).toBe(404);
      expect(await hidden.text()).toBe(await unknown.text());
    }
    expect(await (await observer.get("/incidents")).json()).toEqual({ incidents: [], next: null });
  });

  test("an observer who is invited reads everything and writes nothing", async () => {
    const server = await aServer();
    const lin = await aClient(server);
    const ref = await lin.declare();
    const observer = await aClient(server, "observer");
    const invited = await lin.command(ref, {
      kind: "set-role",
      userId: observer.person.id,
      roles: ["observer"],
    });
    expect(invited.status).toBe(200);
    expect((await observer.get(`/incidents/${ref}`)).status).toBe(200);
    expect((await observer.get(`/incidents/${ref}/entries`)).status).toBe(200);
    const response = await observer.command(ref, NOTE);
    expect(response.status).toBe(403);
    expect((await problemOf(response)).code).toBe("role-needed");
  });

  test("a member sees every incident, but acts only on the team", async () => {
    const server = await aServer();
    const ref = await (await aClient(server)).declare();
    const omar = await aClient(server);
    expect((await omar.get(`/incidents/${ref}`)).status).toBe(200);
    const before = await omar.command(ref, NOTE);
    expect({ status: before.status, code: (await problemOf(before)).code }).toEqual({
      status: 403,
      code: "not-on-team",
    });
    expect((await omar.command(ref, { kind: "join" })).status).toBe(200);
    expect((await omar.command(ref, NOTE)).status).toBe(200);
  });

  test("being administrator gives no right inside an incident", async () => {
    const server = await aServer();
    const ref = await (await aClient(server)).declare();
    const administrator = await aClient(server, "administrator");
    expect((await problemOf(await administrator.command(ref, NOTE))).code).toBe("not-on-team");
  });

  test("what only the lead may do is refused to others on the team, naming the role", async () => {
    const server = await aServer();
    const lin = await aClient(server);
    const ref = await lin.declare();
    const omar = await aClient(server);
    await omar.command(ref, { kind: "join", roles: ["technical"] });
    const command = { kind: "set-codename", codename: "quiet harbor" };
    expect(await problemOf(await omar.command(ref, command))).toMatchObject({
      code: "role-needed",
      roles: ["lead"],
    });
    expect((await lin.command(ref, command)).status).toBe(200);
  });

  test("closing takes a second person, who approves what was shown", async () => {
    const server = await aServer();
    const lin = await aClient(server);
    const omar = await aClient(server);
    const ref = await lin.declare();
    await omar.command(ref, { kind: "join", roles: ["executive"] });
    const close = { kind: "close-incident", because: "False alarm: a test key" };
    expect(await problemOf(await lin.command(ref, close))).toMatchObject({
      status: 422,
      code: "needs-approval",
    });
    await lin.command(ref, { kind: "request-approval", for: close });
    const state = async () => bodyOf(await lin.get(`/incidents/${ref}`), incidentState);
    const [request] = (await state()).approvals;
    const approve = { kind: "approve", approvalId: request?.id, hash: request?.hash };
    expect(await problemOf(await lin.command(ref, approve))).toMatchObject({ code: "same-person" });
    expect((await omar.command(ref, approve)).status).toBe(200);
    expect((await state()).closedAt).not.toBeNull();
  });
});

test("open and closed incidents are listed newest first, in pages", async () => {
  const lin = await aClient(await aServer());
  const refs: string[] = [];
  for (let made = 0; made < 5; made++) refs.unshift(await lin.declare(`Number ${made}`));
  const list = z.object({ incidents: z.array(z.object({ ref: z.string() })), next: z.string().nullable() });
  const seen: string[] = [];
  let next: string | null = "";
  while (next !== null) {
    const path: string = `/incidents?open=true&limit=2${next === "" ? "" : `&after=${next}`}`;
    const page: z.infer<typeof list> = await bodyOf(await lin.get(path), list);
    seen.push(...page.incidents.map(({ ref }) => ref));
    next = page.next;
  }
  expect([...seen].sort()).toEqual([...refs].sort());
  expect((await bodyOf(await lin.get("/incidents?open=false"), list)).incidents).toEqual([]);
  expect((await problemOf(await lin.get("/incidents?after=yesterday"))).field).toBe("after");
});
