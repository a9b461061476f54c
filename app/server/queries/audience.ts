import type { Slot } from "#app/core/audit/slot.ts";
import type { House } from "../house.server.ts";
import { leafFrom } from "../log/entry.ts";

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
  /** Evidence that someone has hidden from observers. */
  readonly hidden: ReadonlySet<number>;
}

const NONE: ReadonlySet<number> = new Set();

/** What a log holds that is not for everyone, by what its entries are; no value is read. */
export function sensitiveIn(house: House, origin: string): Promise<Withheld> {
  return house.store.snapshot(async (reads) => {
    const names = new Set<number>();
    const hidden = new Set<number>();
    const size = (await reads.head(origin))?.size ?? 0;
    for (let from = 0; from < size; from += PAGE) {
      for (const bytes of await reads.leaves(origin, from, Math.min(size, from + PAGE))) {
        const { seq, act, ref = [] } = leafFrom(origin, bytes);
        if (act === "person-named") names.add(seq);
        if (act === "evidence-hidden") for (const about of ref) hidden.add(about);
      }
    }
    return { names, hidden };
  });
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

export function isWithheld([seq, kind, place]: Slot, { names, hidden }: Withheld): boolean {
  return hidden.has(seq) || (names.has(seq) && kind === "f" && place === "name");
}
