import { equalBytes } from "#app/core/audit/bytes.ts";
import { emptyEdge, leafHash, push, rootOf } from "#app/core/audit/tree.ts";
import type { Instant } from "#app/core/shared/instant.ts";
import type { House } from "../house.server.ts";
import { StoreDamaged } from "../store/failures.ts";
import { instantOf } from "./clock.ts";
import { LogFailure } from "./failures.ts";
import { sha256 } from "./sha256.ts";

// What this server can say of a log it keeps itself: its leaves, hashed anew, give the root that stands, and that
// extends what was signed. Whoever does not trust the server verifies elsewhere.

export interface Recheck {
  readonly at: Instant;
  readonly size: number;
  readonly sound: boolean;
}

const AGAIN_AFTER_MS = 5 * 60_000;
const PAGE = 1000;
const known = new WeakMap<House, Map<string, { readonly wall: number; readonly made: Promise<Recheck> }>>();

/** The last look at this log, at most five minutes old. */
export function recheck(house: House, origin: string): Promise<Recheck> {
  const all = known.get(house) ?? new Map();
  known.set(house, all);
  const { wall } = house.clock();
  const last = all.get(origin);
  if (last !== undefined && wall - last.wall < AGAIN_AFTER_MS) return last.made;
  const made = look(house, origin);
  all.set(origin, { wall, made });
  return made;
}

/** Without a kept checkpoint nothing is signed, but nothing is contradicted either. */
function mayBeSound({ standing }: House): boolean {
  return standing === "sound" || standing.because === "no-checkpoint";
}

async function look(house: House, origin: string): Promise<Recheck> {
  const at = instantOf(house.clock());
  try {
    const { size, isWhole } = await house.store.snapshot(async (reads) => {
      const head = await reads.head(origin);
      if (head === undefined) return { size: 0, isWhole: true };
      let edge = emptyEdge;
      for (let from = 0; from < head.size; from += PAGE) {
        const leaves = await reads.leaves(origin, from, Math.min(head.size, from + PAGE));
        for (const leaf of leaves) edge = push(edge, leafHash(leaf, sha256), sha256).edge;
      }
      return { size: head.size, isWhole: equalBytes(rootOf(edge, sha256), head.root) };
    });
    if (isWhole && house.standing === "sound") await house.checkpoint(origin);
    return { at, size, sound: isWhole && mayBeSound(house) };
  } catch (cause) {
    if (!(cause instanceof LogFailure || cause instanceof StoreDamaged)) throw cause;
    house.report(cause);
    return { at, size: 0, sound: false };
  }
}
