import { equalBytes } from "#app/core/audit/bytes.ts";
import { consistencyProof, verifyConsistency } from "#app/core/audit/proofs.ts";
import { type Edge, rootOf } from "#app/core/audit/tree.ts";
import type { Head, Reads } from "../store/port.ts";
import { ContradictsSigned } from "./failures.ts";
import { sha256 } from "./sha256.ts";

// What this process may sign, whatever the database says. docs/format.md, Checkpoint: never two that contradict.
// Invariants
// (1) For each log the newest state is known that was signed, or recorded by the log-heads under the kept checkpoint.
// (2) A state is signed only when that one and the known one are joined by a consistency proof.
// (3) Going on from the very edge that is known needs no proof: what is pushed onto an edge extends it.
// (4) Nothing is known of what is not committed: a transaction may be lost after its edge was proved.

interface Known extends Head {
  /** The edge in memory, when this process made it. */
  readonly edge: Edge | undefined;
}

export class SignedHistory {
  readonly #known: Map<string, Known>;
  /** Edges that were proved within a transaction, each with the state it was proved to extend. */
  readonly #proved = new WeakMap<Edge, Known>();

  /** `recorded`: the states that were found proved at start. */
  constructor(recorded: ReadonlyMap<string, Head>) {
    this.#known = new Map([...recorded].map(([origin, head]) => [origin, { ...head, edge: undefined }]));
  }

  /** True for the very state that is known: it can be signed at once. */
  isNewest(origin: string, { size, root }: Head): boolean {
    const known = this.#known.get(origin);
    return known !== undefined && known.size === size && equalBytes(known.root, root);
  }

  /** Throws ContradictsSigned unless this state and the known one are one history, by the nodes that `reads` has. */
  async prove(origin: string, { size, root }: Head, reads: Reads): Promise<void> {
    const state = { size, root, edge: undefined };
    for (;;) {
      const known = this.#known.get(origin);
      if (known !== undefined) await join(origin, known, state, reads);
      if (this.#known.get(origin) !== known) continue; // another request got further meanwhile
      if (known === undefined || known.size < size) this.#known.set(origin, state);
      return;
    }
  }

  /** Before appending to this edge, with the write lock held. Throws ContradictsSigned. */
  async proveEdge(origin: string, edge: Edge, reads: Reads): Promise<void> {
    const known = this.#known.get(origin);
    if (known === undefined || known.edge === edge) return;
    if (known.size > edge.size) throw new ContradictsSigned(origin, known.size, edge.size);
    await join(origin, known, { size: edge.size, root: rootOf(edge, sha256) }, reads);
    this.#proved.set(edge, known);
  }

  /**
   * Once it is committed that `to` was made by pushing onto `from`. Where that does not follow from what is known,
   * nothing changes: the next who signs proves it.
   */
  grew(origin: string, from: Edge, to: Edge, { size, root }: Head): void {
    const known = this.#known.get(origin);
    if (known === undefined || this.#goesOn(known, from)) this.#known.set(origin, { size, root, edge: to });
  }

  #goesOn(known: Known, from: Edge): boolean {
    if (known.edge === from || this.#proved.get(from) === known) return true;
    return known.size === from.size && equalBytes(known.root, rootOf(from, sha256));
  }
}

async function join(origin: string, a: Head, b: Head, reads: Reads): Promise<void> {
  const [older, newer] = a.size <= b.size ? [a, b] : [b, a];
  const claim = { from: older.size, oldRoot: older.root, to: newer.size, newRoot: newer.root };
  try {
    const read = (level: number, index: number) => reads.node(origin, level, index);
    const proof = await consistencyProof(older.size, newer.size, read, sha256);
    if (verifyConsistency({ ...claim, proof }, sha256)) return;
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause; // a node that is not there
  }
  throw new ContradictsSigned(origin, a.size, b.size);
}
