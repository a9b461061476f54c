import { z } from "zod";
import type { House } from "../house.server.ts";
import { entryFrom } from "../log/entry.ts";
import type { ReadableLog } from "../queries/log-for.ts";

export const ENTRIES_MAX = 500;

const entry = z.strictObject({
  seq: z.int(),
  at: z.iso.datetime(),
  by: z.strictObject({ auth: z.string(), k: z.string(), u: z.string() }),
  act: z.string(),
  on: z.strictObject({ t: z.string(), id: z.string() }),
  cmd: z.int(),
  seen: z.int().exactOptional(),
  ref: z.array(z.int()),
  f: z
    .record(z.string(), z.unknown())
    .meta({ description: "A field that was erased or is hidden is absent" }),
  att: z.int().meta({ description: "How many files it carries" }),
  carried: z
    .strictObject({ seq: z.int(), at: z.iso.datetime() })
    .exactOptional()
    .meta({ description: "Of an entry of an earlier log: its number there, and when it was carried over" }),
  gone: z
    .array(z.string())
    .exactOptional()
    .meta({ description: "What it held and holds no more: `f:<field>`, `att:<index>`" }),
});

export const entryPage = z.strictObject({
  entries: z.array(entry),
  size: z.int(),
  next: z.int().nullable().meta({ description: "For `from`; null when these were the last" }),
});
export type EntryPage = z.infer<typeof entryPage>;

/** Entries from `from` on, at most ENTRIES_MAX. */
export function entryPageOf(
  house: House,
  { origin, withheld }: ReadableLog,
  from: number,
): Promise<EntryPage> {
  return house.store.snapshot(async (reads) => {
    const size = (await reads.head(origin))?.size ?? 0;
    const until = Math.min(size, from + ENTRIES_MAX);
    const stored = from < until ? await reads.entries(origin, from, until) : [];
    const entries = stored.map((one) => {
      const { f, ref, gone, ...rest } = entryFrom(origin, one);
      return {
        ...rest,
        ...(gone === undefined ? {} : { gone: [...gone] }),
        ref: [...ref],
        f: withheld.has(one.seq) ? {} : { ...f },
      };
    });
    return { entries, size, next: until < size ? until : null };
  });
}
