import type { Leaf } from "#app/core/audit/leaf.ts";
import type { Slot } from "#app/core/audit/slot.ts";
import { actIn, CARRIED_FIELD } from "#app/core/incident/carried.ts";
import type { Act } from "#app/core/incident/entry.ts";
import type { House } from "../house.server.ts";
import { leafFrom } from "../log/entry.ts";
import { LogDamaged } from "../log/failures.ts";
import { StoreDamaged } from "../store/failures.ts";

// Who a bundle is made for decides what of the values goes along. The entries themselves always do.

export const AUDIENCES = ["regulator", "court", "insurer", "internal"] as const;
export type Audience = (typeof AUDIENCES)[number];

export function isAudience(text: string): text is Audience {
  return (AUDIENCES as readonly string[]).includes(text);
}

/** Numbers of entries. */
export interface Withheld {
  /** Entries that give the name of a person. */
  readonly names: ReadonlySet<number>;
  /** Evidence that someone has hidden from observers, and whatever says the same once more. */
  readonly hidden: ReadonlySet<number>;
}

type Told = Pick<Leaf, "seq" | "act" | "on" | "ref">;

const NONE: ReadonlySet<number> = new Set();

/** What a log holds that is not for everyone, by what its entries are; no value is read. */
export function sensitiveIn(house: House, origin: string): Promise<Withheld> {
  return house.store.snapshot(async (reads) => {
    const names = new Set<number>();
    const told: Told[] = [];
    const size = (await reads.head(origin))?.size ?? 0;
    for (let from = 0; from < size; from += PAGE) {
      for (const bytes of await reads.leaves(origin, from, Math.min(size, from + PAGE))) {
        const { seq, on, ref, ...leaf } = leafFrom(origin, bytes);
        const act = actIn(leaf.act);
        if (act === "person-named") names.add(seq);
        if (TELLING.has(act)) told.push({ seq, act, on, ...(ref === undefined ? {} : { ref }) });
      }
    }
    return { names, hidden: hiddenAmong(told) };
  });
}

const TELLING: ReadonlySet<string> = new Set<Act>([
  "evidence-added",
  "evidence-hidden",
  "approval-requested",
  "entry-corrected",
]);

/**
 * Evidence stated with a request for approval stands in that request too, and in the ones about the same thing
 * that it replaced; what a correction says of evidence stands in the correction.
 */
function hiddenAmong(told: readonly Told[]): ReadonlySet<number> {
  const hidden = new Set<number>();
  for (const { act, ref = [] } of told) {
    if (act === "evidence-hidden") for (const about of ref) hidden.add(about);
  }
  const rests = new Set(
    told.filter(({ act, seq }) => act === "evidence-added" && hidden.has(seq)).flatMap(({ ref = [] }) => ref),
  );
  const requests = told.filter(({ act }) => act === "approval-requested");
  const asked = new Set(requests.filter(({ seq }) => rests.has(seq)).map(({ on }) => `${on.t} ${on.id}`));
  for (const { seq, on } of requests) if (asked.has(`${on.t} ${on.id}`)) hidden.add(seq);
  for (const { seq, act, ref = [] } of told) {
    if (act === "entry-corrected" && ref.some((about) => hidden.has(about))) hidden.add(seq);
  }
  return hidden;
}

const PAGE = 2000;

/** An authority or a court gets everything; whoever else, not what was hidden, and an insurer no names either. */
export function withheldFrom(audience: Audience, { names, hidden }: Withheld): Withheld {
  switch (audience) {
    case "regulator":
    case "court":
      return { names: NONE, hidden: NONE };
    case "insurer":
      return { names, hidden };
    case "internal":
      return { names: NONE, hidden };
  }
}

/**
 * What this copy of a log keeps back; undefined where all of it may be given. `notShown` are entries whose values
 * whoever asks may not see. Where the log is so damaged that nobody can tell what was hidden in it, an audience
 * that is not given everything is given no value at all.
 */
export async function keptBack(
  house: House,
  origin: string,
  audience: Audience,
  notShown: ReadonlySet<number>,
): Promise<((slot: Slot) => boolean) | undefined> {
  const givesAll = audience === "regulator" || audience === "court";
  if (givesAll) return notShown.size === 0 ? undefined : butHeaders(([seq]) => notShown.has(seq));
  try {
    const kept = withheldFrom(audience, await sensitiveIn(house, origin));
    return butHeaders((slot) => notShown.has(slot[0]) || isWithheld(slot, kept));
  } catch (cause) {
    if (!(cause instanceof LogDamaged || cause instanceof StoreDamaged)) throw cause;
    return butHeaders(() => true);
  }
}

/** Who did what and when is never kept back; of an entry carried over it stands in a value. */
function butHeaders(withholds: (slot: Slot) => boolean): (slot: Slot) => boolean {
  return (slot) => slot[2] !== CARRIED_FIELD && withholds(slot);
}

function isWithheld([seq, kind, place]: Slot, { names, hidden }: Withheld): boolean {
  return hidden.has(seq) || (names.has(seq) && kind === "f" && place === "name");
}
