import { expect, test } from "vitest";
import { z } from "zod";
import { PERMISSIONS } from "#app/core/incident/permission.ts";
import { COMMAND_KINDS } from "#app/server/api/command-body.ts";
import { ROUTES } from "#app/server/api/routes.ts";
import { SqliteStore } from "#app/server/store/sqlite/sqlite-store.ts";
import { aClient, aServer, problemOf } from "./a-server.ts";

test.each([
  ["/api", 404, "unknown-path"],
  ["/api/v1", 404, "unknown-path"],
  ["/api/v1/incident", 404, "unknown-path"],
  ["/api/v2/incidents", 404, "unknown-path"],
  ["/api/v1/incidents/x/y/z", 404, "unknown-path"],
])("%s is %d %s", async (path, status, code) => {
  const server = await aServer();
  const response = await server.ask(path);
  expect(response.status).toBe(status);
  expect((await problemOf(response)).code).toBe(code);
});

test("a path asked in another way says which ways it takes", async () => {
  const lin = await aClient(await aServer());
  const response = await lin.post("/log/vkey", {});
  expect(response.status).toBe(405);
  expect(response.headers.get("Allow")).toBe("GET, HEAD");
});

test("HEAD answers what GET would, without the body", async () => {
  const server = await aServer();
  const { token } = await aClient(server);
  const headers = { Authorization: `Bearer ${token}` };
  const response = await server.ask("/api/v1/incidents", { method: "HEAD", headers });
  expect(response.status).toBe(200);
  expect(response.headers.get("Content-Type")).toBe("application/json");
  expect(await response.text()).toBe("");
});

test("what is not the API's is left to the pages", async () => {
  const server = await aServer();
  expect(await (await server.ask("/apiary")).text()).toBe("a page");
});

test.each(["not-a-ref", "", "0".repeat(25), `${"0".repeat(25)}U`, "..%2f..", "0".repeat(26)])(
  "the incident %j is not found",
  async (ref) => {
    const lin = await aClient(await aServer());
    const response = await lin.get(`/incidents/${ref}/checkpoint`);
    expect(response.status).toBe(404);
  },
);

test("answers of every kind carry the security headers and are not kept", async () => {
  const server = await aServer();
  const lin = await aClient(server);
  const ref = await lin.declare();
  const answers = [
    await lin.get("/incidents"),
    await lin.get(`/incidents/${ref}/checkpoint`),
    await lin.command(ref, { kind: "nothing" }),
    await lin.post("/incidents", "{"),
    await server.ask("/api/v1/incidents"),
    await server.ask("/api/v1/nothing"),
    await server.ask("/api/v1/openapi.json"),
    await server.ask("/healthz"),
    await server.ask("/readyz"),
  ];
  for (const { headers } of answers) {
    expect(headers.get("Cache-Control")).toBe("no-store");
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(headers.get("Content-Security-Policy")).toContain("default-src 'self'");
    expect(headers.get("Cross-Origin-Resource-Policy")).toBe("same-origin");
    expect(headers.get("Referrer-Policy")).toBe("no-referrer");
  }
});

test("it lives and is ready", async () => {
  const server = await aServer();
  expect(await (await server.ask("/healthz")).json()).toEqual({ status: "ok" });
  expect(await (await server.ask("/readyz")).json()).toEqual({ status: "ready" });
});

test("a full disk is told with its cure, and the next command succeeds", async () => {
  const server = await aServer();
  const lin = await aClient(server);
  const ref = await lin.declare();
  const { store } = server.house;
  if (!(store instanceof SqliteStore)) throw new Error("these tests run on SQLite");
  const { connection } = store;
  const pages = connection.pragma("page_count");
  connection.pragma(`max_page_count = ${Number(pages)}`);
  const problems: string[] = [];
  for (let tries = 0; tries < 20 && problems.length === 0; tries++) {
    const response = await lin.command(ref, { kind: "add-note", text: "x".repeat(9000) });
    if (!response.ok) problems.push((await problemOf(response)).code, String(response.status));
  }
  expect(problems).toEqual(["disk-full", "507"]);
  connection.pragma("max_page_count = 1073741823");
  expect((await lin.command(ref, { kind: "add-note", text: "room again" })).status).toBe(200);
});

const described = z.object({
  openapi: z.literal("3.1.0"),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
});

test("the description has every route, and every kind of command", async () => {
  const server = await aServer();
  const text = await (await server.ask("/api/v1/openapi.json")).text();
  const { paths } = described.parse(JSON.parse(text));
  const told = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(told.sort()).toEqual(
    ROUTES.map(
      ({ method, path }) => `${method.toLowerCase()} /api/v1${path.replace(/:(\w+)/g, "{$1}")}`,
    ).sort(),
  );
  for (const kind of COMMAND_KINDS) expect(text).toContain(`"const":"${kind}"`);
  expect(COMMAND_KINDS).toHaveLength(Object.keys(PERMISSIONS).length);
  expect(text).not.toContain("declare-incident");
});

test("what nobody foresaw is answered with its reference alone, and reported", async () => {
  const server = await aServer();
  const lin = await aClient(server);
  await server.house.store.close();
  const response = await lin.get("/incidents");
  const problem = await problemOf(response);
  expect(problem).toMatchObject({
    status: 500,
    code: "broken",
    detail: expect.stringMatching(/Reference [0-9a-f]{10}\.$/),
  });
  expect(server.failures).toHaveLength(1);
});
