import { z } from "zod";
import { isInstant } from "#app/core/shared/instant.ts";
import type { Json } from "#app/core/shared/json.ts";
import { AUTHS, type Entry, type On } from "./entry.ts";

// A log that continues another holds what that one held as entries of its own: by the system, of an act that says so,
// with the earlier entry's own header as a value. docs/format.md, Restoring.
// Invariants
// (1) Entry #n of the earlier log is #n+1 of the one that continues it: #0 there says what it continues.
// (2) Read back, a carried entry is what it was, but for its number and the numbers it speaks of.
// (3) The values are those of the earlier log, unchanged, so that both can be held against each other.

const PREFIX = "carried-";
/** The value that holds the earlier header. It is part of what the entry is: it is never withheld or erased. */
export const CARRIED_FIELD = "carried";
/** How far numbers move: #0 of the new log is its own. */
const SHIFT = 1;

const count = z.int().min(0);
const headerSchema = z.object({
  at: z.string().refine(isInstant),
  by: z.object({ auth: z.enum(AUTHS), k: z.enum(["person", "service", "system"]), u: z.string() }),
  cmd: count,
  gone: z.array(z.string()).exactOptional(),
  seen: count.exactOptional(),
  seq: count,
});

/** Fields that hold numbers of entries, or slots, which begin with one. */
export const NUMBERS: Readonly<Record<string, readonly string[]>> = {
  "step-completed": ["evidence"],
  decided: ["basis"],
  "erasure-ordered": ["slots"],
};

/** The act of an entry, wherever it was first recorded. */
export function actIn(act: string): string {
  return act.startsWith(PREFIX) ? act.slice(PREFIX.length) : act;
}

export interface CarriedDraft {
  readonly act: string;
  readonly on: On;
  readonly f: Readonly<Record<string, Json>>;
  readonly ref: readonly number[];
}

/** What to write of an entry of the earlier log into the one that continues it. */
export function carriedDraft(entry: Entry): CarriedDraft {
  const { seq, at, cmd, seen, gone, on } = entry;
  const { auth, k, u } = entry.by;
  const header = {
    at,
    by: { auth, k, u },
    cmd,
    seq,
    ...(seen === undefined ? {} : { seen }),
    ...(gone === undefined ? {} : { gone: [...gone] }),
  };
  const f: Record<string, Json> = { [CARRIED_FIELD]: header };
  for (const [name, value] of Object.entries(entry.f)) if (value !== undefined) f[name] = value;
  return { act: `${PREFIX}${entry.act}`, on: movedOn(on), f, ref: entry.ref.map((ref) => ref + SHIFT) };
}

/** An entry as it was when it was first recorded, under its number here; any other entry as it is. */
export function uncarried(entry: Entry): Entry {
  if (!entry.act.startsWith(PREFIX)) return entry;
  const header = headerSchema.safeParse(entry.f[CARRIED_FIELD]);
  if (!header.success) return entry;
  const { at, by, cmd, gone, seen, seq } = header.data;
  const { [CARRIED_FIELD]: _, ...f } = entry.f;
  const act = actIn(entry.act);
  const { seen: __, ...rest } = entry;
  return {
    ...rest,
    act,
    at,
    by,
    cmd: cmd + SHIFT,
    f: renumbered(act, f),
    carried: { seq, at: entry.at },
    ...(gone === undefined ? {} : { gone }),
    ...(seen === undefined ? {} : { seen: seen + SHIFT }),
  };
}

function renumbered(act: string, f: Entry["f"]): Entry["f"] {
  const names = (Object.hasOwn(NUMBERS, act) ? NUMBERS[act] : undefined) ?? [];
  const moved: Record<string, Json> = {};
  for (const name of names) {
    const value = f[name];
    if (Array.isArray(value)) moved[name] = value.map(movedOne);
  }
  return { ...f, ...moved };
}

function movedOne(value: Json): Json {
  if (typeof value === "number") return value + SHIFT;
  return Array.isArray(value) && typeof value[0] === "number" ? [value[0] + SHIFT, ...value.slice(1)] : value;
}

/** A review is named for the entry it reviews. */
const REVIEW = /^review-(\d{1,15})$/;

function movedOn(on: On): On {
  const [, seq] = REVIEW.exec(on.id) ?? [];
  return on.t === "step" && seq !== undefined ? { t: on.t, id: `review-${Number(seq) + SHIFT}` } : on;
}
