import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { MAX_BODY } from "#app/server/http/body-limit.ts";
import { createHandler, type HandlerSettings, type Pages } from "#app/server/http/handler.ts";
import { ListenError, startServer } from "#app/server/http/serve.ts";

const ORIGIN = "http://localhost:3000";
const peer = { address: "127.0.0.1" };

const clientDir = mkdtempSync(join(tmpdir(), "sangfroid-client-"));
mkdirSync(join(clientDir, "assets"));
writeFileSync(join(clientDir, "assets", "app-1a2b.js"), "plain");
writeFileSync(join(clientDir, "assets", "app-1a2b.js.br"), "brotli");
writeFileSync(join(clientDir, "secret.txt"), "outside");
afterAll(() => rmSync(clientDir, { recursive: true }));

const pages: Pages = async (request) => {
  const { pathname } = new URL(request.url);
  if (pathname === "/bug") throw new Error("a bug");
  if (pathname === "/read") return new Response(String((await request.text()).length));
  if (pathname === "/download") {
    return new Response("bytes", { headers: { "Content-Disposition": "attachment" } });
  }
  return new Response("x".repeat(4000), { headers: { "Content-Type": "text/html" } });
};

function anApp(changes: Partial<HandlerSettings> = {}): HandlerSettings {
  return { origin: ORIGIN, clientDir, report: () => {}, ...changes };
}

function ask(path: string, init: RequestInit = {}, app = anApp()): Promise<Response> {
  return createHandler(app, pages)(new Request(ORIGIN + path, init), peer);
}

const KINDS: readonly (readonly [kind: string, status: number, path: string, init: RequestInit])[] = [
  ["page", 200, "/", {}],
  ["download", 200, "/download", {}],
  ["asset", 200, "/assets/app-1a2b.js", {}],
  ["missing asset", 404, "/assets/nothing.js", {}],
  ["write to an asset", 405, "/assets/app-1a2b.js", { method: "PUT" }],
  ["refused origin", 403, "/", { method: "POST" }],
  ["failure", 500, "/bug", {}],
  [
    "too large body",
    413,
    "/read",
    { method: "POST", headers: { "Sec-Fetch-Site": "same-origin" }, body: "x".repeat(MAX_BODY + 1) },
  ],
];

test.each(KINDS)("a %s answers %d with every security header", async (_kind, status, path, init) => {
  const { headers, status: actual } = await ask(path, init);
  expect(actual).toBe(status);
  const policy = headers.get("Content-Security-Policy");
  expect(policy).toMatch(/^default-src 'self'; script-src 'self' 'nonce-[\w+/=]{24}'; style-src 'self'; /);
  expect(policy).toMatch(/frame-ancestors 'none'; form-action 'self'(, sandbox)?$/);
  expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
  expect(headers.get("Referrer-Policy")).toBe("no-referrer");
  expect(headers.get("Cross-Origin-Opener-Policy")).toBe("same-origin");
  expect(headers.get("Cross-Origin-Resource-Policy")).toBe("same-origin");
  expect(headers.get("Permissions-Policy")).toContain("camera=()");
  expect(headers.get("Strict-Transport-Security")).toBeNull();
});

test("what is saved as a file has no origin, if it is opened all the same", async () => {
  const policies = await Promise.all(
    ["/download", "/"].map(async (path) => (await ask(path)).headers.get("Content-Security-Policy")),
  );
  expect(policies[0]).toMatch(/, sandbox$/);
  expect(policies[1]).not.toContain("sandbox");
});

test("only hashed assets may be kept", async () => {
  for (const [kind, , path, init] of KINDS) {
    const kept = (await ask(path, init)).headers.get("Cache-Control");
    expect(kept, kind).toBe(kind === "asset" ? "public, max-age=31536000, immutable" : "no-store");
  }
});

test("https installations ask for https from then on", async () => {
  const { headers } = await ask("/", {}, anApp({ origin: "https://sangfroid.example" }));
  expect(headers.get("Strict-Transport-Security")).toBe("max-age=63072000");
});

test("each answer has a nonce of its own", async () => {
  const policies = [(await ask("/")).headers, (await ask("/")).headers].map((headers) =>
    headers.get("Content-Security-Policy"),
  );
  expect(new Set(policies).size).toBe(2);
});

const SENDERS: readonly (readonly [
  who: string,
  headers: Record<string, string>,
  path: string,
  allowed: boolean,
])[] = [
  ["our page, fetch metadata", { "Sec-Fetch-Site": "same-origin", Origin: "null" }, "/", true],
  ["our page, Origin", { Origin: ORIGIN }, "/", true],
  ["another site", { Origin: "https://evil.example" }, "/", false],
  ["another site, fetch metadata", { "Sec-Fetch-Site": "cross-site", Origin: ORIGIN }, "/", false],
  ["a sister site", { "Sec-Fetch-Site": "same-site" }, "/", false],
  ["nobody in particular", {}, "/", false],
  ["an opaque origin", { Origin: "null" }, "/", false],
  ["a program with a token", { Authorization: "Bearer t" }, "/api/v1/incidents", true],
  ["a program with a token, on a page", { Authorization: "Bearer t" }, "/", false],
  ["a program without a token", {}, "/api/v1/incidents", false],
];

test.each(SENDERS)("a change asked for by %s", async (_who, headers, path, allowed) => {
  for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
    expect((await ask(path, { method, headers })).status).toBe(allowed ? 200 : 403);
  }
});

test("a refused API call says so as problem+json", async () => {
  const response = await ask("/api/v1/incidents", { method: "POST" });
  expect(response.headers.get("Content-Type")).toBe("application/problem+json");
  expect(await response.json()).toMatchObject({ status: 403, code: "other-origin" });
});

test("a body whose length is not announced is cut at the limit too", async () => {
  const chunk = new Uint8Array(64 * 1024);
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent > MAX_BODY * 2) controller.close();
      else controller.enqueue(chunk);
      sent += chunk.byteLength;
    },
  });
  const init: RequestInit & { duplex: "half" } = {
    method: "POST",
    headers: { "Sec-Fetch-Site": "same-origin" },
    body,
    duplex: "half",
  };
  expect((await ask("/read", init)).status).toBe(413);
  expect(sent).toBeLessThan(MAX_BODY * 2);
});

test("a failure is reported once, under the reference its page shows", async () => {
  const reported: string[] = [];
  const response = await ask(
    "/bug",
    {},
    anApp({ report: (_error, { reference }) => reported.push(reference) }),
  );
  expect(reported).toHaveLength(1);
  expect(await response.text()).toContain(reported[0]);
});

test("an asset comes in the best encoding the browser takes", async () => {
  const brotli = await ask("/assets/app-1a2b.js", { headers: { "Accept-Encoding": "gzip, br" } });
  expect(brotli.headers.get("Content-Encoding")).toBe("br");
  expect(brotli.headers.get("Content-Type")).toMatch(/^text\/javascript/);
  expect(await brotli.text()).toBe("brotli");
  const plain = await ask("/assets/app-1a2b.js", { headers: { "Accept-Encoding": "gzip" } });
  expect(plain.headers.get("Content-Encoding")).toBeNull();
  expect(await plain.text()).toBe("plain");
});

test.each([
  "/assets/../secret.txt",
  "/assets/..%2fsecret.txt",
  "/assets/%2e%2e/secret.txt",
  "/assets//etc/passwd",
])("%s reads no file", async (path) => {
  expect(await (await ask(path)).text()).not.toContain("outside");
});

test("a page is compressed in one piece", async () => {
  const response = await ask("/", { headers: { "Accept-Encoding": "gzip" } });
  expect(response.headers.get("Content-Encoding")).toBe("gzip");
  expect((await response.arrayBuffer()).byteLength).toBeLessThan(200);
});

test("a port that is taken is named, with the way out", async () => {
  const handler = createHandler(anApp(), pages);
  const first = await startServer({ port: 0, host: "127.0.0.1", origin: ORIGIN, handler });
  const second = startServer({ port: first.port, host: "127.0.0.1", origin: ORIGIN, handler });
  await expect(second).rejects.toThrow(ListenError);
  await expect(second).rejects.toThrow(`Port ${first.port} on 127.0.0.1 is taken.`);
  await first.stop();
});

test("a request that is not HTTP still gets an answer with headers", async () => {
  const handler = createHandler(anApp(), pages);
  const server = await startServer({ port: 0, host: "127.0.0.1", origin: ORIGIN, handler });
  for (const sent of ["nonsense\r\n\r\n", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"]) {
    const answer = await exchange(server.port, sent);
    expect(answer).toMatch(/^HTTP\/1.1 400/);
    expect(answer.toLowerCase()).toContain("x-content-type-options: nosniff");
  }
  await server.stop();
});

function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    socket.setEncoding("utf8");
    socket.once("data", (chunk) => {
      socket.destroy();
      resolve(String(chunk));
    });
    socket.once("error", reject);
  });
}

test("stopping finishes the request under way and keeps no idle connection", async () => {
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow: Pages = async () => {
    await held;
    return new Response("done");
  };
  const handler = createHandler(anApp(), slow);
  const server = await startServer({ port: 0, host: "127.0.0.1", origin: ORIGIN, handler });
  const answer = fetch(`http://127.0.0.1:${server.port}/`);
  await new Promise((resolve) => setImmediate(resolve));
  const stopped = server.stop();
  release();
  const outcome = await Promise.allSettled([answer.then((response) => response.text()), stopped]);
  expect(outcome[1]).toMatchObject({ status: "fulfilled" });
  await expect(fetch(`http://127.0.0.1:${server.port}/`)).rejects.toThrow();
});
