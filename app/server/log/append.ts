import { randomBytes } from "node:crypto";
import { canonicalValue, VALUE_BYTES_MAX } from "#app/core/audit/canonical.ts";
import { commitField, commitFile, innerHash, SALT_BYTES } from "#app/core/audit/commitment.ts";
import { encodeLeaf, type Leaf } from "#app/core/audit/leaf.ts";
import { type Edge, leafHash, push, rootOf, type TreeNode } from "#app/core/audit/tree.ts";
import type { By, Entry, On, ReceivedFile } from "#app/core/incident/entry.ts";
import { epochOf, type Instant } from "#app/core/shared/instant.ts";
import type { Json } from "#app/core/shared/json.ts";
import type { Head, StoredEntry, StoredSlot, Tx } from "../store/port.ts";
import { clockStep, type Reading } from "./clock.ts";
import { entryOf, textFrom, timed } from "./entry.ts";
import type { LiveLog } from "./live-log.ts";
import { projectLeaf } from "./projection.ts";
import { sha256 } from "./sha256.ts";
import { SYSTEM } from "./system.ts";

// The one place where entries are made. It is called with the write lock held.
// Invariants
// (1) All entries of one command are neighbours with one time and one `cmd`.
// (2) Whoever acts in a log is named in it, in the same command at latest.
// (3) Every slot has a fresh salt; nothing of a value but its commitment enters the leaf.
// (4) What is passed to the store is complete: leaves, values, nodes, head. It is there whole or not at all.

/** An entry that is wanted, in any log. A decision's `Draft` is one. */
export interface EntryDraft {
  readonly act: string;
  readonly on: On;
  readonly f: Readonly<Record<string, Json>>;
  readonly att?: readonly ReceivedFile[];
  readonly ref?: readonly number[];
  /** Drafts of the same command that this one rests on, by their place. */
  readonly refDrafts?: readonly number[];
  readonly by?: By;
  /** The member that stands in this act alone. */
  readonly own?: Pick<Leaf, "head"> | Pick<Leaf, "erases"> | Pick<Leaf, "keys"> | Pick<Leaf, "prev">;
}

export interface CommandContext {
  readonly by: By;
  readonly at: Instant;
  /** The clocks as `at` was read; undefined when the time was given from outside. */
  readonly reading: Reading | undefined;
  readonly seen: number | undefined;
  /** Version of the program. */
  readonly app: string;
  /** The name of a person who acts here for the first time. */
  readonly nameOf: (person: string) => Promise<string>;
  /** Moves a received file to where its commitment says, durably. */
  readonly place: (file: ReceivedFile, commitment: string) => Promise<void>;
}

export interface Appended {
  /** The edge it went on from. */
  readonly from: Edge;
  readonly log: LiveLog;
  readonly entries: readonly Entry[];
  readonly head: Head;
}

/** A value is larger than an entry can hold; the person shortens it or attaches it as a file. */
export class ValueTooLong extends Error {
  override readonly name = "ValueTooLong";
  constructor(readonly field: string) {
    super(`${field} is longer than an entry can hold`);
  }
}

export async function append(
  tx: Tx,
  log: LiveLog,
  wanted: readonly EntryDraft[],
  context: CommandContext,
): Promise<Appended> {
  const actors = actorsOf(wanted, context.by);
  const naming = await namingDrafts(tx, log, actors, context);
  const drafts = [...wanted, ...naming, ...clockDrafts(log, context)];
  const first = log.edge.size;
  const entries: Entry[] = [];
  const stored: StoredEntry[] = [];
  const leaves: Leaf[] = [];
  const nodes: TreeNode[] = [];
  let edge = log.edge;
  for (const [place, draft] of drafts.entries()) {
    const seq = first + place;
    const fields = sealFields(log.origin, seq, draft.f);
    const files = await sealFiles(log.origin, seq, draft.att ?? [], context);
    const leaf = timed({
      ...header(log.origin, seq, first, draft, context),
      ...(fields.slots.length === 0 ? {} : { f: fields.commitments }),
      ...(files.slots.length === 0 ? {} : { att: files.commitments }),
    });
    const bytes = encodeLeaf(leaf);
    const pushed = push(edge, leafHash(bytes, sha256), sha256);
    edge = pushed.edge;
    nodes.push(...pushed.nodes);
    stored.push({ seq, leaf: bytes, slots: [...fields.slots, ...files.slots] });
    leaves.push(leaf);
    entries.push(entryOf(leaf, draft.f));
  }
  const head = { size: edge.size, root: rootOf(edge, sha256) };
  await tx.append({ origin: log.origin, entries: stored, nodes, head });
  for (const leaf of leaves) await projectLeaf(tx, leaf);
  const named = actors.every((person) => log.named.has(person))
    ? log.named
    : new Set([...log.named, ...actors]);
  const reading = context.reading ?? log.reading;
  const next = { ...log, edge, named, lastAt: epochOf(context.at), reading };
  return { from: log.edge, log: next, entries, head };
}

function header(
  log: string,
  seq: number,
  cmd: number,
  draft: EntryDraft,
  { at, by, app, seen }: CommandContext,
): Leaf {
  const ref = refsOf(draft, cmd);
  return {
    v: 1,
    log,
    seq,
    at,
    by: draft.by ?? by,
    act: draft.act,
    on: draft.on,
    cmd,
    app,
    ...(seen === undefined ? {} : { seen }),
    ...(ref.length === 0 ? {} : { ref }),
    ...draft.own,
  };
}

function refsOf({ ref = [], refDrafts = [] }: EntryDraft, first: number): readonly number[] {
  if (refDrafts.length === 0) return ref;
  const all = new Set([...ref, ...refDrafts.map((place) => first + place)]);
  return [...all].sort((a, b) => a - b);
}

/** The people who act in this command. */
function actorsOf(drafts: readonly EntryDraft[], by: By): readonly string[] {
  const actors = new Set<string>();
  for (const actor of [by, ...drafts.map((draft) => draft.by ?? by)])
    if (actor.k === "person") actors.add(actor.u);
  return [...actors];
}

async function namingDrafts(
  tx: Tx,
  log: LiveLog,
  actors: readonly string[],
  context: CommandContext,
): Promise<readonly EntryDraft[]> {
  const drafts: EntryDraft[] = [];
  for (const person of actors) {
    if (log.named.has(person) || (await tx.isNamed(log.origin, person))) continue;
    const name = await context.nameOf(person);
    drafts.push({ act: "person-named", on: { t: "person", id: person }, f: { name } });
  }
  return drafts;
}

function clockDrafts(log: LiveLog, { reading }: CommandContext): readonly EntryDraft[] {
  if (reading === undefined) return [];
  const seconds = clockStep(reading, log.reading, log.lastAt);
  if (seconds === undefined) return [];
  return [{ act: "clock-stepped", on: { t: "clock", id: "server" }, f: { seconds }, by: SYSTEM }];
}

interface Sealed<C> {
  readonly commitments: C;
  readonly slots: readonly StoredSlot[];
}

function sealFields(
  log: string,
  seq: number,
  f: Readonly<Record<string, Json>>,
): Sealed<Record<string, string>> {
  const commitments: Record<string, string> = {};
  const slots: StoredSlot[] = [];
  for (const [name, value] of Object.entries(f)) {
    const data = canonicalField(name, value);
    const salt = salts.next();
    commitments[name] = commitField(log, seq, name, innerHash(salt, data, sha256), sha256);
    slots.push({ kind: "f", name, salt, value: textFrom(data) });
  }
  return { commitments, slots };
}

function canonicalField(name: string, value: Json): Uint8Array {
  // Of all that a value must not be, only its length is in a person's hands; the door has checked the rest.
  // JSON.stringify is as long as the canonical form.
  const isShort = typeof value === "string" && value.length * 6 < VALUE_BYTES_MAX;
  if (!isShort && Buffer.byteLength(JSON.stringify(value)) > VALUE_BYTES_MAX) throw new ValueTooLong(name);
  return canonicalValue(value);
}

async function sealFiles(
  log: string,
  seq: number,
  files: readonly ReceivedFile[],
  context: CommandContext,
): Promise<Sealed<readonly string[]>> {
  const commitments: string[] = [];
  const slots: StoredSlot[] = [];
  for (const [index, file] of files.entries()) {
    const commitment = commitFile(log, seq, index, file.inner, sha256);
    await context.place(file, commitment);
    commitments.push(commitment);
    slots.push({ kind: "att", index, salt: file.salt });
  }
  return { commitments, slots };
}

/** Fresh salts. The system's generator is asked for many at once: most of its cost is the call. */
const salts = {
  drawn: new Uint8Array(0),
  next(): Uint8Array {
    if (this.drawn.length === 0) this.drawn = new Uint8Array(randomBytes(SALT_BYTES * 128));
    const salt = this.drawn.slice(0, SALT_BYTES);
    this.drawn.fill(0, 0, SALT_BYTES);
    this.drawn = this.drawn.subarray(SALT_BYTES);
    return salt;
  },
};
