import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { fromBase64 } from "#app/core/audit/base64.ts";
import { equalBytes } from "#app/core/audit/bytes.ts";
import { parseCheckpoint } from "#app/core/audit/checkpoint.ts";
import { commitSlot, innerHash } from "#app/core/audit/commitment.ts";
import { type Leaf, parseLeaf } from "#app/core/audit/leaf.ts";
import { parsePayloadLine } from "#app/core/audit/payload-line.ts";
import { leafHash } from "#app/core/audit/tree.ts";
import {
  type FetchedEntry,
  fingerprintsFail,
  type PlainResult,
  verifyLog,
} from "#app/core/audit/verify-fetched.ts";
import { fetchRotations } from "./witness-fetch.ts";
import { type Memory, recall, remember } from "./witness-memory.ts";

// A log verified by the browser that reads it: everything is fetched and computed here, nothing is taken on trust
// but the key, and that is the one this browser has known since it first saw the log.

/** Something that does not match, with both fingerprints whole. */
export interface Difference {
  readonly seq: number;
  readonly at: string | undefined;
  readonly act: string | undefined;
  /** Which of its values; undefined for the entry itself. */
  readonly field?: string;
  readonly expected: string;
  readonly actual: string;
  /** The value as the server sends it now, where it is text. */
  readonly now?: string;
}

export interface HereVerdict {
  readonly intact: boolean;
  readonly size: number;
  readonly results: readonly PlainResult[];
  readonly differences: readonly Difference[];
  /** Entries that do not hold, by number, in order. */
  readonly bad: readonly number[];
  readonly milliseconds: number;
  readonly at: string;
  /** When this browser first saw the log, by its own clock. */
  readonly firstSeenAt: string | undefined;
}

interface SentPage {
  readonly entries: readonly { readonly leaf: string; readonly payload: string; readonly node: string }[];
  readonly next: number | null;
}

const DIFFERENCES_MAX = 20;

/** Throws what `fetch` throws when the connection ends. `told` hears how many entries have been looked at. */
export async function verifyHere(ref: string, told: (count: number) => void): Promise<HereVerdict> {
  const began = performance.now();
  const path = `/i/${ref}`;
  const memory = await recall(path).catch(() => undefined);
  const checkpoint = await text(`${path}/checkpoint`);
  const vkey = await keyFor(memory, await text(`${path}/vkey`));
  const differences: Difference[] = [];
  const bad = new Set<number>();
  const found = (difference: Difference) => {
    bad.add(difference.seq);
    if (differences.length < DIFFERENCES_MAX) differences.push(difference);
  };
  const verdict = await verifyLog({
    vkey: vkey.trim(),
    checkpoint,
    entries: compared(fetched(path, sizeOf(checkpoint)), found, told),
    ...(memory === undefined ? {} : { saved: memory.first.note }),
  });
  for (const { entry } of verdict.faults) if (entry !== undefined) bad.add(entry);
  const intact = verdict.intact && bad.size === 0;
  const at = new Date().toISOString();
  const { size } = verdict;
  await remember(path, (kept) => kept && { ...kept, verified: { intact, size, at } }).catch(() => undefined);
  return {
    intact,
    size,
    results: verdict.results.map((result) =>
      result.what === "fingerprints" ? counted(result, bad, size) : result,
    ),
    differences,
    bad: [...bad].sort((a, b) => a - b),
    milliseconds: performance.now() - began,
    at,
    firstSeenAt: memory?.first.at,
  };
}

/** The key this browser knows, or one that is proved to have followed it; the server's own where it knows none. */
async function keyFor(memory: Memory | undefined, shown: string): Promise<string> {
  if (memory === undefined || memory.vkey.trim() === shown.trim()) return shown;
  const { newestVkey } = await import("./witness-judge.ts");
  return newestVkey(memory.vkey, await fetchRotations());
}

/** A failed check is told in the negative. */
function counted(result: PlainResult, bad: ReadonlySet<number>, size: number): PlainResult {
  return bad.size === 0 ? result : fingerprintsFail(bad.size, size);
}

interface Sent extends FetchedEntry {
  readonly node: Uint8Array;
}

/** Entries up to the size of the checkpoint: the log may have grown since it was signed. */
async function* fetched(path: string, size: number): AsyncGenerator<Sent> {
  let seen = 0;
  for (let from: number | null = 0; from !== null && seen < size; ) {
    const page = JSON.parse(await text(`${path}/entries?from=${from}`)) as SentPage; // each part is checked below
    for (const { leaf, payload, node } of page.entries.slice(0, size - seen)) {
      seen += 1;
      yield { leaf: bytesOf(leaf), payload: utf8ToBytes(payload), node: bytesOf(node) };
    }
    from = page.next;
  }
}

async function* compared(
  entries: AsyncIterable<Sent>,
  found: (difference: Difference) => void,
  told: (count: number) => void,
): AsyncGenerator<FetchedEntry> {
  let seq = 0;
  for await (const entry of entries) {
    for (const difference of differencesIn(entry, seq)) found(difference);
    seq += 1;
    if (seq % 100 === 0) told(seq);
    yield entry;
  }
}

function* differencesIn({ leaf, payload, node }: Sent, seq: number): Generator<Difference> {
  const parsed = parseLeaf(leaf);
  const facts = {
    seq,
    at: parsed.ok ? parsed.value.at : undefined,
    act: parsed.ok ? parsed.value.act : undefined,
  };
  const hash = leafHash(leaf);
  if (!equalBytes(hash, node)) {
    yield { ...facts, expected: bytesToHex(node), actual: bytesToHex(hash) };
  }
  if (!parsed.ok) return;
  for (const value of valuesIn(parsed.value, payload)) yield { ...facts, ...value };
}

function* valuesIn(leaf: Leaf, payload: Uint8Array): Generator<Omit<Difference, "seq" | "at" | "act">> {
  const line = parsePayloadLine(payload);
  if (!line.ok) return;
  for (const [name, commitment] of Object.entries(leaf.f ?? {})) {
    const slot = line.value.f?.[name];
    if (slot === undefined || !("salt" in slot)) continue;
    const inner = innerHash(bytesOf(slot.salt), utf8ToBytes(JSON.stringify(slot.value)));
    const actual = commitSlot(leaf.log, [leaf.seq, "f", name], inner);
    if (actual === commitment) continue;
    const now = typeof slot.value === "string" ? { now: slot.value } : {};
    yield { field: name, expected: hexOf(commitment), actual: hexOf(actual), ...now };
  }
}

function hexOf(base64: string): string {
  return bytesToHex(bytesOf(base64));
}

/** What is not base64 becomes empty, which matches nothing. */
function bytesOf(base64: string): Uint8Array {
  return fromBase64(base64) ?? new Uint8Array(0);
}

function sizeOf(checkpoint: string): number {
  const parsed = parseCheckpoint(utf8ToBytes(checkpoint));
  return parsed.ok ? parsed.value.size : Number.MAX_SAFE_INTEGER;
}

async function text(path: string): Promise<string> {
  const response = await fetch(path, { cache: "no-store" });
  if (!response.ok || response.redirected) throw new NotShown(path);
  return response.text();
}

/** The server did not answer with what was asked for. */
export class NotShown extends Error {
  override readonly name = "NotShown";
  constructor(path: string) {
    super(`The server did not show ${path}`);
  }
}
