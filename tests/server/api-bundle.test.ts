import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { SqliteStore } from "#app/server/store/sqlite/sqlite-store.ts";
import { sangfroid } from "#tests/cli/command-line.ts";
import { aFolder } from "#tests/store/fixture.ts";
import { aClient, aServer } from "./a-server.ts";

// Every bundle carries the verifier, which the build makes.
beforeAll(async () => {
  if (existsSync("build/verify.html")) return;
  const path = "../../scripts/build-verifier.mjs";
  const { buildVerifier } = await import(path);
  await buildVerifier();
}, 60_000);

test("a bundle taken through the API is found intact by the verifier, with key, checkpoint and receipt from outside", async () => {
  const lin = await aClient(await aServer());
  const ref = await lin.declare();
  for (let note = 0; note < 20; note++) await lin.command(ref, { kind: "add-note", text: `Note ${note}` });
  const folder = aFolder();
  const saved = async (name: string, path: string) => {
    const response = await lin.get(path);
    if (!response.ok) throw new Error(await response.text());
    const file = join(folder, name);
    writeFileSync(file, Buffer.from(await response.arrayBuffer()));
    return file;
  };
  const checkpoint = await saved("checkpoint", `/incidents/${ref}/checkpoint`);
  const receipt = await saved("receipt", `/incidents/${ref}/receipts/5`);
  const vkey = await saved("vkey", "/log/vkey");
  const bundle = await saved("bundle.zip", `/incidents/${ref}/bundle`);
  const outside = ["--vkey", vkey, "--checkpoint", checkpoint, "--receipt", receipt];
  const { code, stdout } = await sangfroid("verify", bundle, ...outside, "--json");
  expect(JSON.parse(stdout)).toMatchObject({ faults: [], witnessed: 23 });
  expect(code).toBe(0);
});

test("a bundle is a file to save, named by the incident", async () => {
  const lin = await aClient(await aServer());
  const ref = await lin.declare();
  const { headers } = await lin.get(`/incidents/${ref}/bundle`);
  expect(headers.get("Content-Type")).toBe("application/zip");
  expect(headers.get("Content-Disposition")).toBe(`attachment; filename="${ref}.zip"`);
});

test("a bundle whose reader goes away, or that is asked for by HEAD, lets go of the store", async () => {
  const server = await aServer();
  const lin = await aClient(server);
  const ref = await lin.declare();
  const headers = { Authorization: `Bearer ${lin.token}` };
  const path = `/api/v1/incidents/${ref}/bundle`;
  expect((await server.ask(path, { method: "HEAD", headers })).status).toBe(200);
  await (await server.ask(path, { headers })).body?.cancel();
  // A reader still open would hold the write-ahead log: emptying it tells how many do.
  const { store } = server.house;
  if (!(store instanceof SqliteStore)) throw new Error("these tests run on SQLite");
  await expect.poll(() => store.connection.pragma("wal_checkpoint(TRUNCATE)")).toBe(0);
});
