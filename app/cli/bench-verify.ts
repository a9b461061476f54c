import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toBase64 } from "#app/core/audit/base64.ts";
import { type BundleSource, writeBundle } from "#app/core/audit/bundle.ts";
import { canonicalValue } from "#app/core/audit/canonical.ts";
import { signCheckpoint } from "#app/core/audit/checkpoint.ts";
import { commitField, innerHash } from "#app/core/audit/commitment.ts";
import { encodeLeaf, type Leaf } from "#app/core/audit/leaf.ts";
import type { NoteSigner } from "#app/core/audit/note.ts";
import type { PayloadLine } from "#app/core/audit/payload-line.ts";
import { formatReceipt } from "#app/core/audit/proof-files.ts";
import { type Edge, emptyEdge, leafHash, push, rootOf } from "#app/core/audit/tree.ts";
import { verifyBundle } from "#app/core/audit/verify.ts";
import { logVkeys, type Vkey, vkeyFor } from "#app/core/audit/vkey.ts";
import { nodePrimitives } from "./node-primitives.ts";
import { openFile } from "./verify-files.ts";

// Verifying speed over a bundle made for it: one value of some 60 characters for each entry, a second one for
// every fifth, all disclosed. Memory is read while it runs, since constant memory is half of the promise.

const { sha256 } = nodePrimitives;
const INST = "bench.example.org/sangfroid/0123456789ABCDEFGHJKMNPQRS";
const LOG = `${INST}/i/01BENCHBENCHBENCHBENCHBENC`;
const PERSON = "u_0000000000000000000000000A";

export interface VerifyBench {
  readonly entries: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly entriesPerSecond: number;
  /** Processor time of the verification, all threads: what counts on a machine that is busy with other things. */
  readonly cpuSeconds: number;
  /** Largest resident set while verifying; what making the bundle left behind included. */
  readonly mostResidentBytes: number;
  readonly word: string;
}

export async function benchVerify(entries: number): Promise<VerifyBench> {
  const folder = mkdtempSync(join(tmpdir(), "sangfroid-bench-"));
  try {
    const path = join(folder, "bundle.zip");
    await writeBenchBundle(path, entries);
    return await measureVerify(path, entries);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measureVerify(path: string, entries: number): Promise<VerifyBench> {
  const file = openFile(path);
  if (!file.ok) throw new Error(`The bench bundle ${file.error}.`);
  let most = process.memoryUsage.rss();
  const read: typeof file.value.read = (offset, length) => {
    most = Math.max(most, process.memoryUsage.rss());
    return file.value.read(offset, length);
  };
  const start = performance.now();
  const cpuStart = process.cpuUsage();
  const report = await verifyBundle({ size: file.value.size, read }, undefined, nodePrimitives);
  const seconds = (performance.now() - start) / 1000;
  const cpu = process.cpuUsage(cpuStart);
  file.value.close();
  return {
    entries,
    bytes: statSync(path).size,
    seconds,
    entriesPerSecond: Math.round(entries / seconds),
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    mostResidentBytes: most,
    word: report.word,
  };
}

/** Writes a bundle of so many entries; its key is thrown away. */
async function writeBenchBundle(path: string, entries: number): Promise<void> {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const raw = publicKey.export({ format: "jwk" }).x ?? "";
  const key = new Uint8Array(Buffer.from(raw, "base64url"));
  const { checkpoint, manifest } = logVkeys(LOG, key);
  const source = benchSource(
    entries,
    key,
    signerOf(checkpoint, privateKey),
    signerOf(vkeyFor(INST, key), privateKey),
  );
  const file = openSync(path, "wx");
  try {
    await writeBundle(
      source,
      signerOf(manifest, privateKey),
      (bytes) => void writeSync(file, bytes),
      nodePrimitives,
    );
  } finally {
    closeSync(file);
  }
}

function signerOf(vkey: Vkey, key: KeyObject): NoteSigner {
  return { vkey, sign: (message) => sign(null, message, key) };
}

function benchSource(
  size: number,
  publicKey: Uint8Array,
  log: NoteSigner,
  installation: NoteSigner,
): BundleSource {
  const tiers = [
    new Uint8Array(size * 32),
    new Uint8Array((size / 256) * 32),
    new Uint8Array((size / 65_536) * 32),
  ];
  let edge = emptyEdge;
  for (let seq = 0; seq < size; seq++) {
    const pushed = push(edge, leafHash(encodeLeaf(entryAt(seq).leaf), sha256), sha256);
    edge = pushed.edge;
    for (const { level, index, hash } of pushed.nodes)
      if (level % 8 === 0) tiers[level / 8]?.set(hash, index * 32);
  }
  return {
    origin: LOG,
    size,
    publicKey,
    checkpoint: signCheckpoint({ origin: LOG, size, root: rootOf(edge, sha256) }, [log]),
    leaves: async (from, to) => rows(from, to).map((seq) => encodeLeaf(entryAt(seq).leaf)),
    payloads: async (from, to) => rows(from, to).map((seq) => entryAt(seq).payload),
    nodes: async (level, from, to) => rows(from, to).map((at) => hashAt(tiers[level / 8], at)),
    files: [],
    anchor: anchorOf(edge, installation),
    rotations: [],
    readme: "A bundle made to measure the verifier.\n",
    report: "<!doctype html><title>Bench</title>\n",
    verifier: "<!doctype html><title>Bench</title>\n",
  };
}

function rows(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, at) => from + at);
}

function hashAt(tier: Uint8Array | undefined, at: number): Uint8Array {
  return tier?.slice(at * 32, (at + 1) * 32) ?? new Uint8Array(32);
}

function entryAt(seq: number): { leaf: Leaf; payload: PayloadLine } {
  const values: Record<string, string> = { note: `Entry ${seq}: the key was switched off and tried again.` };
  if (seq === 0) values.name = "Bench";
  if (seq % 5 === 4) values.outcome = "refused by the provider";
  const f: Record<string, string> = {};
  const told: Record<string, { salt: string; value: string }> = {};
  for (const [name, value] of Object.entries(values)) {
    const salt = sha256(Buffer.from(`${seq} ${name}`));
    f[name] = commitField(LOG, seq, name, innerHash(salt, canonicalValue(value), sha256), sha256);
    told[name] = { salt: toBase64(salt), value };
  }
  const leaf: Leaf = {
    v: 1,
    log: LOG,
    seq,
    at: new Date(Date.UTC(2026, 10, 24) + seq * 1000).toISOString(),
    by: { k: "person", u: PERSON, auth: "passkey" },
    act: seq === 0 ? "person-named" : "step-completed",
    on: seq === 0 ? { t: "person", id: PERSON } : { t: "step", id: `r1.s${seq % 60}` },
    cmd: seq,
    app: "0.0.0-bench",
    f,
  };
  return { leaf, payload: { seq, f: told } };
}

function anchorOf(edge: Edge, signer: NoteSigner): string {
  const leaf = encodeLeaf({
    v: 1,
    log: INST,
    seq: 0,
    at: "2026-11-24T00:00:00.000Z",
    by: { k: "system", u: "system", auth: "none" },
    act: "log-head",
    on: { t: "log", id: LOG.slice(-26) },
    cmd: 0,
    app: "0.0.0-bench",
    head: { log: LOG, root: toBase64(rootOf(edge, sha256)), rotations: 0, size: edge.size },
  });
  const root = leafHash(leaf, sha256);
  return formatReceipt({
    leaf,
    index: 0,
    proof: [],
    checkpoint: signCheckpoint({ origin: INST, size: 1, root }, [signer]),
  });
}
