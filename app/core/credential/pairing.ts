import type { Candidate } from "./candidate.ts";

// Id, secret and token of one credential stand near each other. Each part goes to the nearest id that has none of its
// role yet, nearest pairs first; what stands beside it in order of the text is all that is asked, so time is linear.

/** For each candidate, the indexes of the others of the same credential. Candidates are in the order of the text. */
export function partners(candidates: readonly Candidate[]): readonly (readonly number[])[] {
  const groups = new Map<number, number[]>();
  const taken = new Set<string>();
  for (const { id, part } of neighbours(candidates)) {
    const role = candidates[part]?.kind.pair?.role;
    if (taken.has(`part ${part}`) || taken.has(`${id} ${role}`)) continue;
    taken.add(`part ${part}`).add(`${id} ${role}`);
    groups.set(id, [...(groups.get(id) ?? [id]), part]);
  }
  const of = candidates.map((): readonly number[] => []);
  for (const group of groups.values()) {
    for (const member of group) of[member] = group.filter((other) => other !== member).sort((a, b) => a - b);
  }
  return of;
}

interface Member {
  readonly candidate: Candidate;
  readonly index: number;
}

interface Neighbours {
  readonly id: number;
  readonly part: number;
  readonly distance: number;
  /** The distance, and more against the order in which the text began. */
  readonly rank: number;
}

/** A text that names ids before their secrets goes on so: the next id is nearer to a secret than its own may be. */
const TURNED = 100;

/** Each part with the two ids before it and the two after it, nearest first. */
function neighbours(candidates: readonly Candidate[]): readonly Neighbours[] {
  const found: Neighbours[] = [];
  for (const members of families(candidates)) {
    const idsLead = members[0]?.candidate.kind.pair?.role === "id";
    for (const order of [members, members.toReversed()]) {
      let ids: readonly Member[] = [];
      for (const member of order) {
        if (member.candidate.kind.pair?.role === "id") ids = [member, ...ids].slice(0, 2);
        else for (const id of ids) found.push(apart(id, member, idsLead));
      }
    }
  }
  return found
    .filter(({ part, distance }) => distance <= (candidates[part]?.kind.pair?.within ?? 0))
    .sort((a, b) => a.rank - b.rank);
}

function families(candidates: readonly Candidate[]): Iterable<readonly Member[]> {
  const byFamily = new Map<string, Member[]>();
  for (const [index, candidate] of candidates.entries()) {
    const family = candidate.kind.pair?.family;
    if (family === undefined) continue;
    const members = byFamily.get(family);
    if (members === undefined) byFamily.set(family, [{ candidate, index }]);
    else members.push({ candidate, index });
  }
  return byFamily.values();
}

function apart(id: Member, part: Member, idsLead: boolean): Neighbours {
  const distance = Math.max(id.candidate.start - part.candidate.end, part.candidate.start - id.candidate.end);
  const isTurned = id.index < part.index !== idsLead;
  return { id: id.index, part: part.index, distance, rank: distance + (isTurned ? TURNED : 0) };
}
