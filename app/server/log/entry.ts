import { decodeUtf8 } from "#app/core/audit/bytes.ts";
import { type Leaf, parseLeaf } from "#app/core/audit/leaf.ts";
import { uncarried } from "#app/core/incident/carried.ts";
import type { Entry } from "#app/core/incident/entry.ts";
import { type Instant, isInstant } from "#app/core/shared/instant.ts";
import type { Json } from "#app/core/shared/json.ts";
import type { StoredEntry } from "../store/port.ts";
import { LogDamaged } from "./failures.ts";

/** A leaf whose time is known to be spelt as an Instant: the format's spelling is the same. */
export type TimedLeaf = Leaf & { readonly at: Instant };

/** Throws LogDamaged for bytes that are no leaf. */
export function leafFrom(origin: string, bytes: Uint8Array): TimedLeaf {
  const leaf = parseLeaf(bytes);
  if (!leaf.ok) throw new LogDamaged(origin, `an entry ${leaf.error}`);
  return timed(leaf.value);
}

/** An entry as the core reads it. An erased field is absent. */
export function entryFrom(origin: string, stored: StoredEntry): Entry {
  const leaf = leafAt(origin, stored);
  const f: Record<string, Json> = {};
  for (const slot of stored.slots)
    if (slot.kind === "f") f[slot.name] = jsonIn(origin, `#${stored.seq} ${slot.name}`, slot.value);
  const entry = entryOf(leaf, f);
  const gone = [...(entry.gone ?? []), ...goneFrom(leaf, stored)];
  return { ...entry, ...(gone.length === 0 ? {} : { gone }) };
}

/** Slots that the leaf commits to and that hold nothing any more. */
function goneFrom({ f = {}, att = [] }: Leaf, { slots }: StoredEntry): readonly string[] {
  if (slots.length === Object.keys(f).length + att.length) return [];
  const there = new Set(slots.map((slot) => (slot.kind === "f" ? `f:${slot.name}` : `att:${slot.index}`)));
  const due = [...Object.keys(f).map((name) => `f:${name}`), ...att.map((_, index) => `att:${index}`)];
  return due.filter((place) => !there.has(place));
}

/** The leaf of a stored entry. Throws LogDamaged where it is another's: a row before it is gone. */
export function leafAt(origin: string, { seq, leaf: bytes }: Pick<StoredEntry, "seq" | "leaf">): TimedLeaf {
  const leaf = leafFrom(origin, bytes);
  if (leaf.seq !== seq) throw new LogDamaged(origin, `entry #${leaf.seq} stands in place of #${seq}`);
  return leaf;
}

/** What was carried over from an earlier log is given as it was recorded there. */
export function entryOf(leaf: TimedLeaf, f: Readonly<Record<string, Json>>): Entry {
  const { seq, at, by, act, on, cmd, seen, ref = [], att = [] } = leaf;
  const given = seen === undefined ? {} : { seen };
  return uncarried({ seq, at, by, act, on, cmd, ref, f, att: att.length, ...given });
}

export function timed(leaf: Leaf): TimedLeaf {
  const { at } = leaf;
  if (!isInstant(at)) throw new RangeError(`${at} is no time`);
  return { ...leaf, at };
}

/** Values were canonical JSON when they were written. */
export function jsonFrom(text: string): Json {
  return JSON.parse(text) as Json; // JSON.parse gives nothing but Json
}

/** The same for a value that may have been changed since. Throws LogDamaged. */
export function jsonIn(origin: string, slot: string, text: string): Json {
  try {
    return jsonFrom(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new LogDamaged(origin, `the value of ${slot} can't be read`);
    throw cause;
  }
}

export function textFrom(canonical: Uint8Array): string {
  return decodeUtf8(canonical) ?? "";
}
