import { fromBase64 } from "#app/core/audit/base64.ts";
import type { Leaf } from "#app/core/audit/leaf.ts";
import { actIn } from "#app/core/incident/carried.ts";
import type { ErasureRow } from "../store/erasure-port.ts";
import type { Anchor, EvidencePlace, EvidenceRow, Tx } from "../store/port.ts";

type ProjectionTarget = Pick<Tx, "setNamed" | "setEvidence" | "setLink" | "setAnchor" | "erase">;

/** The rows that follow from one leaf of any log. Appending writes them, replaying must give the same. */
export async function projectLeaf(target: ProjectionTarget, leaf: Leaf): Promise<void> {
  const { log, seq, act, on, att = [], head, erases = [] } = leaf;
  if (act === "person-named") await target.setNamed(log, on.id, seq);
  if (actIn(act) === "incident-linked") await target.setLink(log, on.id, seq);
  for (const [index, commitment] of att.entries()) {
    await target.setEvidence(log, decoded(commitment), { seq, index });
  }
  for (const slot of erases) await target.erase(log, { slot, erased: seq });
  if (head !== undefined) {
    await target.setAnchor(head.log, { seq, size: head.size, root: decoded(head.root) });
  }
}

interface LinkRow {
  readonly target: string;
  readonly seq: number;
}

/** Keeps in memory what a store would keep in rows. */
export class ProjectedRows implements ProjectionTarget {
  readonly anchors = new Map<string, Anchor>();
  readonly #named = new Map<string, Map<string, number>>();
  readonly #erasures = new Map<string, readonly ErasureRow[]>();
  readonly #evidence = new Map<string, EvidenceRow[]>();
  readonly #links = new Map<string, LinkRow[]>();

  async setNamed(origin: string, person: string, seq: number): Promise<void> {
    const named = this.#named.get(origin) ?? new Map<string, number>();
    if (!named.has(person)) named.set(person, seq);
    this.#named.set(origin, named);
  }

  async setEvidence(origin: string, commitment: Uint8Array, place: EvidencePlace): Promise<void> {
    const evidence = this.#evidence.get(origin) ?? [];
    evidence.push({ ...place, commitment });
    this.#evidence.set(origin, evidence);
  }

  async setLink(origin: string, target: string, seq: number): Promise<void> {
    this.#links.set(origin, [...this.linksIn(origin), { target, seq }]);
  }

  async erase(origin: string, row: ErasureRow): Promise<void> {
    this.#erasures.set(origin, [...(this.#erasures.get(origin) ?? []), row]);
  }

  async setAnchor(origin: string, { size, root, seq }: Anchor): Promise<void> {
    this.anchors.set(origin, { size, root, seq });
  }

  namedIn(origin: string): readonly { readonly person: string; readonly seq: number }[] {
    const named = [...(this.#named.get(origin) ?? [])].map(([person, seq]) => ({ person, seq }));
    return named.sort((a, b) => (a.person < b.person ? -1 : 1));
  }

  /** In the order of the slots. */
  erasuresIn(origin: string): readonly ErasureRow[] {
    return [...(this.#erasures.get(origin) ?? [])].sort((a, b) => (rankOf(a) < rankOf(b) ? -1 : 1));
  }

  evidenceIn(origin: string): readonly EvidenceRow[] {
    return this.#evidence.get(origin) ?? [];
  }

  linksIn(origin: string): readonly LinkRow[] {
    return this.#links.get(origin) ?? [];
  }
}

/** As the database orders them: by entry, then by name. */
function rankOf({ slot: [seq, kind, place] }: ErasureRow): string {
  return `${String(seq).padStart(16, "0")} ${kind}:${place}`;
}

function decoded(hash: string): Uint8Array {
  const bytes = fromBase64(hash);
  if (bytes === undefined) throw new RangeError(`${hash} is not base64`);
  return bytes;
}
