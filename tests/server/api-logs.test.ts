import { expect, test } from "vitest";
import { z } from "zod";
import { parseCheckpoint } from "#app/core/audit/checkpoint.ts";
import { verifyNote } from "#app/core/audit/note.ts";
import { parseConsistency, parseReceipt } from "#app/core/audit/proof-files.ts";
import { verifyConsistency, verifyInclusion } from "#app/core/audit/proofs.ts";
import { newestKey } from "#app/core/audit/rotation.ts";
import { leafHash } from "#app/core/audit/tree.ts";
import { parseVkey, vkeyFor } from "#app/core/audit/vkey.ts";
import { isIncidentRef } from "#app/core/shared/ids.ts";
import { execute } from "#app/server/execute.server.ts";
import { leafFrom } from "#app/server/log/entry.ts";
import { SYSTEM } from "#app/server/log/system.ts";
import { rotateKey } from "#app/server/rotate-key.ts";
import { aNote } from "#tests/store/a-house.ts";
import { forge } from "#tests/store/forge.ts";
import { aClient, aServer, bodyOf, type Client, problemOf } from "./a-server.ts";

const page = z.object({
  entries: z.array(z.object({ seq: z.int(), act: z.string() })),
  size: z.int(),
  next: z.int().nullable(),
});

async function textOf(response: Response): Promise<string> {
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  expect(response.headers.get("Content-Type")).toBe("text/plain; charset=utf-8");
  return response.text();
}

async function checkpointOf(client: Client, path: string) {
  const read = parseCheckpoint(Buffer.from(await textOf(await client.get(path))));
  if (!read.ok) throw new Error(read.error);
  return read.value;
}

async function noted(count: number) {
  const server = await aServer();
  const lin = await aClient(server);
  const ref = await lin.declare();
  for (let note = 0; note < count; note++) await lin.command(ref, { kind: "add-note", text: `Note ${note}` });
  return { server, lin, ref };
}

test("a checkpoint is signed by the installation's key under the log's own name", async () => {
  const { lin, ref } = await noted(1);
  const vkey = parseVkey((await textOf(await lin.get("/log/vkey"))).trim());
  if (!vkey.ok) throw new Error(vkey.error);
  const checkpoint = await checkpointOf(lin, `/incidents/${ref}/checkpoint`);
  expect(checkpoint.origin).toBe(`${vkey.value.name}/i/${ref}`);
  const key = vkeyFor(checkpoint.origin, vkey.value.publicKey);
  expect(verifyNote(checkpoint.note, [key]).verified).toHaveLength(1);
});

test("the receipt of an entry proves that it stands there", async () => {
  const { lin, ref } = await noted(5);
  const receipt = parseReceipt(Buffer.from(await textOf(await lin.get(`/incidents/${ref}/receipts/3`))));
  if (!receipt.ok) throw new Error(receipt.error);
  const { leaf, index, proof, checkpoint } = receipt.value;
  expect(index).toBe(3);
  expect(leafFrom(checkpoint.origin, leaf).seq).toBe(3);
  const claim = { index, size: checkpoint.size, root: checkpoint.root, proof, leafHash: leafHash(leaf) };
  expect(verifyInclusion(claim)).toBe(true);
});

test("a consistency file leads from a checkpoint taken earlier to the newest one", async () => {
  const { lin, ref } = await noted(2);
  const before = await checkpointOf(lin, `/incidents/${ref}/checkpoint`);
  for (const text of ["a", "b", "c"]) await lin.command(ref, { kind: "add-note", text });
  const file = parseConsistency(
    Buffer.from(await textOf(await lin.get(`/incidents/${ref}/consistency?from=${before.size}`))),
  );
  if (!file.ok) throw new Error(file.error);
  const { from, proof, checkpoint } = file.value;
  const claim = { from, to: checkpoint.size, oldRoot: before.root, newRoot: checkpoint.root, proof };
  expect(verifyConsistency(claim)).toBe(true);
});

test("the anchor records the log at its present size, made at once", async () => {
  const { lin, ref } = await noted(3);
  const { size } = await checkpointOf(lin, `/incidents/${ref}/checkpoint`);
  const receipt = parseReceipt(Buffer.from(await textOf(await lin.get(`/incidents/${ref}/anchor`))));
  if (!receipt.ok) throw new Error(receipt.error);
  const { leaf, checkpoint } = receipt.value;
  expect(leafFrom(checkpoint.origin, leaf).head).toMatchObject({ size, log: expect.stringContaining(ref) });
});

test("the installation's log has its checkpoint and its consistency file as well", async () => {
  const { lin, ref } = await noted(1);
  const before = await checkpointOf(lin, "/log/checkpoint");
  await textOf(await lin.get(`/incidents/${ref}/anchor`));
  const file = parseConsistency(
    Buffer.from(await textOf(await lin.get(`/log/consistency?from=${before.size}`))),
  );
  if (!file.ok) throw new Error(file.error);
  const { proof, checkpoint } = file.value;
  const claim = {
    from: before.size,
    to: checkpoint.size,
    oldRoot: before.root,
    newRoot: checkpoint.root,
    proof,
  };
  expect(checkpoint.size).toBeGreaterThan(before.size);
  expect(verifyConsistency(claim)).toBe(true);
});

test("entries come in pages of 500, each naming the next", async () => {
  const { server, lin, ref } = await noted(0);
  const actor = {
    userId: lin.person.id,
    name: lin.person.name,
    by: { auth: "token", k: "person", u: lin.person.id },
    installationRole: "member",
    reauthenticated: true,
  } as const;
  if (!isIncidentRef(ref)) throw new Error("no ref");
  for (let note = 0; note < 510; note++) await execute(server.house, actor, ref, aNote(`Note ${note}`));
  const first = await bodyOf(await lin.get(`/incidents/${ref}/entries`), page);
  expect(first.entries.map((entry) => entry.seq)).toEqual(Array.from({ length: 500 }, (_, seq) => seq));
  expect(first.next).toBe(500);
  const second = await bodyOf(await lin.get(`/incidents/${ref}/entries?from=${first.next}`), page);
  expect(second.entries.at(-1)?.seq).toBe(second.size - 1);
  expect(second.next).toBeNull();
  const past = await bodyOf(await lin.get(`/incidents/${ref}/entries?from=100000`), page);
  expect(past).toMatchObject({ entries: [], next: null });
});

test.each([
  ["a receipt of an entry that is not there", 404, "unknown-entry", "receipts/99"],
  ["a receipt of no number", 404, "unknown-entry", "receipts/first"],
  ["a receipt numbered with a leading zero", 404, "unknown-entry", "receipts/01"],
  ["a consistency file from nowhere", 422, "invalid-fields", "consistency"],
  ["a consistency file from a size the log never had", 409, "never-that-long", "consistency?from=99"],
  ["entries from a negative number", 422, "invalid-fields", "entries?from=-1"],
])("%s: %d %s", async (_what, status, code, path) => {
  const { lin, ref } = await noted(1);
  const response = await lin.get(`/incidents/${ref}/${path}`);
  expect(response.status).toBe(status);
  expect((await problemOf(response)).code).toBe(code);
});

test("of a log that is not the one that was signed, everything signed is refused with the way out", async () => {
  const { server, lin, ref } = await noted(2);
  expect((await lin.get(`/incidents/${ref}/checkpoint`)).status).toBe(200);
  forge(server.data, "UPDATE entry SET root = zeroblob(32) WHERE root IS NOT NULL");
  for (const path of ["checkpoint", "consistency?from=2", "receipts/1", "anchor"]) {
    const problem = await problemOf(await lin.get(`/incidents/${ref}/${path}`));
    expect(problem).toMatchObject({ status: 503, code: "read-only", title: "Nothing is signed" });
    expect(problem.detail).toContain("Keep a copy of the data folder as evidence");
  }
  expect((await lin.get("/log/checkpoint")).status).toBe(503);
});

test("whoever holds the key from before a change is led to the newest one", async () => {
  const { server, lin } = await noted(1);
  const rotations = async () =>
    bodyOf(await lin.get("/log/rotations"), z.object({ rotations: z.array(z.string()) }));
  expect(await rotations()).toEqual({ rotations: [] });
  const { installation, key } = server.house;
  await rotateKey(server.house, SYSTEM, { who: "ana", because: "A year is over." });
  expect(newestKey(installation, key.publicKey, (await rotations()).rotations)).toEqual({
    ok: true,
    value: server.house.key.publicKey,
  });
});
