import { existsSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { loader } from "#app/features/log/bundle.ts";
import { createHandler } from "#app/server/http/handler.ts";
import { bundleStream } from "#app/server/queries/bundle.ts";
import { connectionOf } from "#tests/store/a-house.ts";
import { aVisitor } from "./a-page.ts";
import { aClient, aServer, HERE, ORIGIN, type TestServer } from "./a-server.ts";

// A bundle streams out of a snapshot of the store. Whoever stops reading must not keep that snapshot open: it
// holds a connection, and the write-ahead log can't be emptied.

// Every bundle carries the verifier, which the build makes.
beforeAll(async () => {
  if (existsSync("build/verify.html")) return;
  const path = "../../scripts/build-verifier.mjs";
  const { buildVerifier } = await import(path);
  await buildVerifier();
}, 60_000);

async function anIncident() {
  const server = await aServer();
  const lin = await aClient(server);
  const ref = await lin.declare();
  return { server, ref, visit: await aVisitor(server, lin.person) };
}

/** 0 when no reader is left: one that is still open keeps the write-ahead log from being emptied. */
function blockedReaders({ house }: TestServer): unknown {
  const connection = connectionOf(house);
  connection.pragma("busy_timeout = 0"); // waiting would keep the readers from going
  return connection.pragma("wal_checkpoint(TRUNCATE)");
}

test("HEAD of a bundle lets go of the store, though the framework drops the body unread", async () => {
  const { server, ref, visit } = await anIncident();
  const framework = async (request: Request) => {
    const { headers } = await loader({ ...visit(`/i/${ref}/bundle`, { ref }), request });
    return new Response(null, { headers });
  };
  const handler = createHandler({ origin: ORIGIN, clientDir: undefined, report: () => {} }, framework);
  const answer = await handler(new Request(`${ORIGIN}/i/${ref}/bundle`, { method: "HEAD" }), HERE);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("Content-Type")).toBe("application/zip");
  await expect.poll(() => blockedReaders(server)).toBe(0);
});

test("a client that leaves before the first byte lets go of the store", async () => {
  const { server, ref, visit } = await anIncident();
  const client = new AbortController();
  const asked = loader(visit(`/i/${ref}/bundle`, { ref }, { signal: client.signal }));
  client.abort();
  await asked.catch(() => {});
  await expect.poll(() => blockedReaders(server)).toBe(0);
});

test("a client that leaves in the middle lets go of the store", async () => {
  const { server, ref, visit } = await anIncident();
  const client = new AbortController();
  const { body } = await loader(visit(`/i/${ref}/bundle`, { ref }, { signal: client.signal }));
  await body?.getReader().read();
  client.abort();
  await expect.poll(() => blockedReaders(server)).toBe(0);
});

test("a client that stays and reads nothing is given up, and told so when it reads on", async () => {
  const { server, ref } = await anIncident();
  const stream = await bundleStream(server.house, `${server.house.installation}/i/${ref}`, {
    withholds: () => false,
    signal: new AbortController().signal,
    stallSeconds: 0.05,
  });
  await expect.poll(() => blockedReaders(server)).toBe(0);
  await expect(stream?.getReader().read()).rejects.toThrow("Nobody read the bundle for 0.05 seconds");
});
