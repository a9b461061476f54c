import { utf8ToBytes } from "@noble/hashes/utils.js";
import { describe, expect, test } from "vitest";
import { toBase64 } from "#app/core/audit/base64.ts";
import { KEY_WORDS, keyFingerprint } from "#app/core/audit/key-words.ts";
import { encodeLeaf } from "#app/core/audit/leaf.ts";
import { consistencyProof } from "#app/core/audit/proofs.ts";
import { type FetchedEntry, type FetchedLog, verifyLog } from "#app/core/audit/verify-fetched.ts";
import { witness } from "#app/core/audit/witness.ts";
import { saidIn } from "#app/features/log/verify-checks.tsx";
import { textFor } from "#app/server/text/catalogs.ts";
import { LOG, notes, seedOf, TestLog } from "./a-log.ts";
import { partsOf } from "./containers.ts";

const log = new TestLog(notes(9));
const key = log.signer(LOG).vkey;
const rewritten = new TestLog([...notes(3), { values: { note: "another past" } }, ...notes(6).slice(1)]);

async function offered(from: number, to = 9, of = log) {
  const proof = await consistencyProof(from, to, of.tree.read);
  return { note: await of.checkpoint(to), proof: proof.map(toBase64) };
}

describe("a browser that remembers a checkpoint", () => {
  test("sees the same log, or one that goes on from it", async () => {
    const remembered = { note: await log.checkpoint(4) };
    expect(witness(remembered, await offered(4, 4), [key])).toMatchObject({
      kind: "same",
      checkpoint: { size: 4 },
    });
    expect(witness(remembered, await offered(4), [key])).toMatchObject({
      kind: "extended",
      checkpoint: { size: 9 },
    });
  });

  test("is contradicted by an older log: a database that was put back", async () => {
    const verdict = witness({ note: await log.checkpoint(9) }, await offered(4, 4), [key]);
    expect(verdict).toEqual({
      kind: "contradiction",
      why: "The log had 9 entries when this browser last saw it, and has 4 now.",
    });
  });

  test("is contradicted by another past of the same length or longer, whatever proof comes with it", async () => {
    const remembered = { note: await log.checkpoint(5) };
    for (const proof of [(await offered(5, 8, rewritten)).proof, (await offered(5)).proof, []]) {
      const verdict = witness(remembered, { note: await rewritten.checkpoint(8), proof }, [key]);
      expect(verdict).toMatchObject({
        kind: "contradiction",
        why: expect.stringContaining("first 5 entries"),
      });
    }
    expect(witness(remembered, { note: await rewritten.checkpoint(5), proof: [] }, [key]).kind).toBe(
      "contradiction",
    );
  });

  test("is contradicted by a proof with a hash too many, or one that is none", async () => {
    const remembered = { note: await log.checkpoint(4) };
    const { note, proof } = await offered(4);
    expect(witness(remembered, { note, proof: [...proof, proof[0] ?? ""] }, [key]).kind).toBe(
      "contradiction",
    );
    expect(witness(remembered, { note, proof: [...proof, "?"] }, [key]).kind).toBe("contradiction");
  });

  test("is contradicted by another key, another log, and what is no checkpoint", async () => {
    const remembered = { note: await log.checkpoint(4) };
    const stranger = new TestLog(notes(9), { seed: seedOf("stranger") });
    const other = new TestLog(notes(9), { origin: `${LOG.slice(0, -1)}E` });
    expect(witness(remembered, await offered(4, 9, stranger), [key])).toMatchObject({
      why: expect.stringContaining("not signed"),
    });
    expect(witness(remembered, await offered(4, 9, other), [key])).toMatchObject({
      why: expect.stringContaining("another log"),
    });
    expect(witness(remembered, { note: "<!doctype html>", proof: [] }, [key]).kind).toBe("contradiction");
  });
});

async function fetched(of: TestLog): Promise<readonly FetchedEntry[]> {
  const lines = (await partsOf(await of.bundle())).find(({ name }) => name === "payloads/000.jsonl");
  const payloads = Buffer.from(lines?.bytes ?? [])
    .toString("utf8")
    .trimEnd()
    .split("\n");
  return of.leaves.map((leaf, seq) => ({
    leaf: encodeLeaf(leaf),
    payload: utf8ToBytes(payloads[seq] ?? ""),
  }));
}

const logVkey = `${LOG}+${key.keyId}+${Buffer.from([1, ...key.publicKey]).toString("base64")}`;

async function judge(change: Partial<FetchedLog> = {}) {
  const verdict = await verifyLog({
    vkey: logVkey,
    checkpoint: await log.checkpoint(),
    entries: await fetched(log),
    ...change,
  });
  return { ...verdict, states: verdict.results.map(({ state }) => state) };
}

describe("a log checked in the browser", () => {
  test("that is sound says so in five plain sentences", async () => {
    const { intact, size, results } = await judge({ saved: await log.checkpoint(4) });
    expect({ intact, size }).toEqual({ intact: true, size: 9 });
    expect(results.map(({ said }) => saidIn(said, textFor("en")))).toEqual([
      "Each of the 9 entries matches its fingerprint",
      "They chain to one root",
      `The root is signed by the key ${keyFingerprint(key.publicKey).words.join(" ")}`,
      "No outside witness is configured",
      "It extends the root you saved at 4 entries",
    ]);
  });

  test("without a saved root leaves the fifth open", async () => {
    expect((await judge()).states).toEqual(["holds", "holds", "holds", "not checked", "not checked"]);
  });

  test("with one value changed names the entry", async () => {
    const entries = (await fetched(log)).map(({ leaf, payload }, seq) =>
      seq === 3
        ? { leaf, payload: utf8ToBytes(Buffer.from(payload).toString("utf8").replace("note 3", "note 4")) }
        : { leaf, payload },
    );
    const verdict = await judge({ entries });
    expect(verdict.states[0]).toBe("fails");
    expect(verdict).toMatchObject({ intact: false, faults: [{ entry: 3 }] });
  });

  test("with an entry left out, changed places or another past fails", async () => {
    const entries = await fetched(log);
    expect((await judge({ entries: entries.slice(0, -1) })).states[1]).toBe("fails");
    const swapped = entries.map(
      (entry, seq) => (seq === 2 ? entries[3] : seq === 3 ? entries[2] : entry) ?? entry,
    );
    expect(await judge({ entries: swapped })).toMatchObject({ faults: [{ entry: 2 }, { entry: 3 }] });
    const other = await judge({
      entries: await fetched(rewritten),
      checkpoint: await rewritten.checkpoint(),
      saved: await log.checkpoint(5),
    });
    expect(other.states).toEqual(["holds", "holds", "holds", "not checked", "fails"]);
  });

  test("that is shorter than the saved root, or of another key or log, fails", async () => {
    const short = new TestLog(notes(3));
    const cut = await judge({
      entries: await fetched(short),
      checkpoint: await short.checkpoint(),
      saved: await log.checkpoint(5),
    });
    expect(cut.states[4]).toBe("fails");
    const stranger = new TestLog(notes(9), { seed: seedOf("stranger") });
    expect((await judge({ checkpoint: await stranger.checkpoint() })).states[2]).toBe("fails");
    const other = new TestLog(notes(9), { origin: `${LOG.slice(0, -1)}E` });
    expect((await judge({ saved: await other.checkpoint(5) })).states[4]).toBe("fails");
  });
});

describe("the words of a key", () => {
  test("are 256, none like another in its first four letters", () => {
    expect(KEY_WORDS).toHaveLength(256);
    expect(new Set(KEY_WORDS.map((word) => word.slice(0, 4))).size).toBe(256);
    for (const word of KEY_WORDS) expect(word).toMatch(/^[a-z]{3,8}$/);
  });

  test("stand for the first eight bytes of its SHA-256", () => {
    const { hex, words } = keyFingerprint(key.publicKey);
    expect(words).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 7].map((at) => KEY_WORDS[Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16)]),
    );
  });
});
