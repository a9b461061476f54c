import { existsSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { witnessUnsigned } from "#app/core/audit/witness.ts";
import { loader as bundle } from "#app/features/log/bundle.ts";
import { loader as headLoader } from "#app/features/log/head.ts";
import { loader as ownHead } from "#app/features/log/installation-head.ts";
import { storedParts } from "#tests/audit/containers.ts";
import { forge } from "#tests/store/forge.ts";
import { aVisitor } from "./a-page.ts";
import { aClient, aPerson, aServer, problemOf } from "./a-server.ts";

// Every bundle carries the verifier, which the build makes.
beforeAll(async () => {
  if (existsSync("build/verify.html")) return;
  const path = "../../scripts/build-verifier.mjs";
  const { buildVerifier } = await import(path);
  await buildVerifier();
}, 60_000);

/** #0 to #2 declare, #3 and #4 are notes. */
async function anIncident() {
  const server = await aServer();
  const lin = await aClient(server);
  const ref = await lin.declare();
  const declared = await (await lin.get(`/incidents/${ref}/checkpoint`)).text();
  for (const text of ["The first note", "The second note"])
    await lin.command(ref, { kind: "add-note", text });
  await server.house.anchor();
  const log = `(SELECT id FROM log WHERE origin LIKE '%${ref}')`;
  return { server, lin, ref, log, declared, visit: await aVisitor(server, lin.person) };
}

async function filesOf(response: Response) {
  expect(response.status).toBe(200);
  return storedParts(new Uint8Array(await response.arrayBuffer()));
}

const textIn = (files: ReadonlyMap<string, Uint8Array>, name: string) =>
  Buffer.from(files.get(name) ?? []).toString();

/** Harm after which no bundle can be made. */
const HARMS = {
  "a row gone from the middle":
    "DELETE FROM payload WHERE seq = 3 AND log = LOG; DELETE FROM entry WHERE seq = 3 AND log = LOG",
  "the newest rows gone":
    "DELETE FROM payload WHERE seq > 2 AND log = LOG; DELETE FROM entry WHERE seq > 2 AND log = LOG",
  "the end of a command gone":
    "DELETE FROM payload WHERE seq >= 2 AND log = LOG; DELETE FROM entry WHERE seq >= 2 AND log = LOG",
  "a value gone": "DELETE FROM payload WHERE seq = 3 AND log = LOG",
  "a value that is no JSON": "UPDATE payload SET value = '{' WHERE seq = 3 AND log = LOG",
  "an entry that is no leaf": "UPDATE entry SET leaf = x'7b7d' WHERE seq = 3 AND log = LOG",
  "another root": "UPDATE entry SET root = zeroblob(32) WHERE root IS NOT NULL",
} as const;

describe.each(Object.entries(HARMS))("with %s", (_, sql) => {
  test("page and API export what is left, unsigned, under a name that says so", async () => {
    const { server, lin, ref, log, visit } = await anIncident();
    forge(server.data, sql.replaceAll("LOG", log));
    const answers = [
      await lin.get(`/incidents/${ref}/bundle`),
      await bundle(visit(`/i/${ref}/bundle`, { ref })),
    ];
    for (const answer of answers) {
      expect(answer.headers.get("Content-Disposition")).toContain(`${ref}-rescue.zip`);
      const files = await filesOf(answer);
      expect(files.has("MANIFEST")).toBe(false);
      expect(textIn(files, "README.txt")).toMatch(/^sangfroid\/rescue\/v1\n/);
      expect(textIn(files, "README.txt")).toContain("not evidence by itself");
      expect(textIn(files, "entries/000.jsonl")).toContain("incident-declared");
      expect(textIn(files, "faults.txt")).not.toBe("");
    }
    expect(server.failures).toEqual([]);
  });
});

test("a value that was changed still gives a bundle, which names the damage", async () => {
  const { server, lin, ref, log } = await anIncident();
  forge(
    server.data,
    `UPDATE payload SET value = '"other"' WHERE seq = 3 AND slot = 'f:text' AND log = ${log}`,
  );
  const answer = await lin.get(`/incidents/${ref}/bundle`);
  expect(answer.headers.get("Content-Disposition")).toContain(`${ref}.zip`);
  expect((await filesOf(answer)).has("MANIFEST")).toBe(true);
});

test("where nobody can tell what was hidden, an insurer is given no value at all", async () => {
  const { server, ref, log, visit } = await anIncident();
  forge(server.data, `UPDATE entry SET leaf = x'7b7d' WHERE seq = 2 AND log = ${log}`);
  const files = await filesOf(await bundle(visit(`/i/${ref}/bundle?for=insurer`, { ref })));
  expect(textIn(files, "entries/000.jsonl")).toContain('"withheld":true');
  for (const bytes of files.values()) expect(Buffer.from(bytes).includes("The first note")).toBe(false);
  const all = await filesOf(await bundle(visit(`/i/${ref}/bundle`, { ref })));
  expect(textIn(all, "entries/000.jsonl")).toContain("The first note");
});

test("a rescue export is for those who may export: anyone else is told that there is nothing", async () => {
  const { server, ref } = await anIncident();
  const observer = await aClient(server, "observer");
  forge(server.data, "UPDATE entry SET root = zeroblob(32) WHERE root IS NOT NULL");
  expect((await problemOf(await observer.get(`/incidents/${ref}/bundle`))).status).not.toBe(200);
});

describe("while nothing is signed, a browser can still compare:", () => {
  test("an incident's log is shown as it stands, and goes on from what was seen or contradicts it", async () => {
    const { server, ref, log, declared, visit } = await anIncident();
    const shown = async (from: number) =>
      (await headLoader(visit(`/i/${ref}/head?from=${from}`, { ref }))).json();
    const head = await shown(3);
    expect(head).toMatchObject({ origin: `${server.house.installation}/i/${ref}`, size: 5 });
    expect(witnessUnsigned({ note: declared }, head)).toMatchObject({ kind: "extended" });
    expect(
      witnessUnsigned({ note: declared }, { ...head, root: (await shown(0)).root.replace(/^./, "A") }).kind,
    ).toBe("contradiction");
    expect(await shown(9)).toMatchObject({ size: 5, proof: [] });
    const rows = `seq >= 2 AND log = ${log}`;
    forge(server.data, `DELETE FROM payload WHERE ${rows}; DELETE FROM entry WHERE ${rows}`);
    expect(witnessUnsigned({ note: declared }, await shown(3))).toEqual({
      kind: "contradiction",
      why: "The log had 3 entries when this browser last saw it, and has 2 now.",
    });
  });

  test("the installation's log is shown too", async () => {
    const { server, visit } = await anIncident();
    const answer = await (await ownHead(visit("/log/head?from=1", {}))).json();
    expect(answer).toMatchObject({ origin: server.house.installation, size: expect.any(Number) });
  });

  test("nobody sees the log of an incident that is not shown to them", async () => {
    const { server, ref } = await anIncident();
    const visit = await aVisitor(server, await aPerson(server.house, "observer"));
    await expect(headLoader(visit(`/i/${ref}/head?from=0`, { ref }))).rejects.toMatchObject({
      init: { status: 404 },
    });
  });
});
