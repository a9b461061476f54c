import { equalBytes } from "#app/core/audit/bytes.ts";
import { edgeAt } from "#app/core/audit/proofs.ts";
import { type Edge, emptyEdge, rootOf } from "#app/core/audit/tree.ts";
import { epochOf } from "#app/core/shared/instant.ts";
import type { Head, Reads } from "../store/port.ts";
import type { Reading } from "./clock.ts";
import { leafFrom } from "./entry.ts";
import { LogDamaged } from "./failures.ts";
import { sha256 } from "./sha256.ts";

/** What appending to a log needs to know of it. A value: each append makes the next one, a rollback keeps this one. */
export interface LiveLog {
  readonly origin: string;
  readonly edge: Edge;
  /** People known to be named in it; others may be too. */
  readonly named: ReadonlySet<string>;
  /** When its newest entry was written, in milliseconds since the epoch. */
  readonly lastAt: number | undefined;
  /** The clocks at the last append of this process. */
  readonly reading: Reading | undefined;
}

/** Reads the tree's edge from its stored nodes and holds it against the newest head. Throws LogDamaged. */
export async function openLiveLog(origin: string, reads: Reads): Promise<LiveLog> {
  const none = { origin, named: new Set<string>(), reading: undefined };
  const head = await reads.head(origin);
  if (head === undefined) return { ...none, edge: emptyEdge, lastAt: undefined };
  const edge = await edgeOf(origin, head, reads);
  const [newest] = await reads.leaves(origin, head.size - 1, head.size);
  if (newest === undefined) throw new LogDamaged(origin, `entry #${head.size - 1} is missing`);
  return { ...none, edge, lastAt: epochOf(leafFrom(origin, newest).at) };
}

async function edgeOf(origin: string, head: Head, reads: Reads): Promise<Edge> {
  let edge: Edge;
  try {
    edge = await edgeAt(head.size, (level, index) => reads.node(origin, level, index));
  } catch (cause) {
    if (cause instanceof RangeError) throw new LogDamaged(origin, cause.message);
    throw cause;
  }
  if (equalBytes(rootOf(edge, sha256), head.root)) return edge;
  throw new LogDamaged(origin, `its tree does not give the root recorded at size ${head.size}`);
}
