import type { Find } from "./find.ts";
import type { Confidence, Kind } from "./kind.ts";

/** A find of a kind that passed its checks. */
export interface Candidate extends Find {
  readonly kind: Kind;
  readonly confidence: Confidence;
}

const LOWER = { high: "medium", medium: "low", low: "low" } as const satisfies Record<Confidence, Confidence>;

export function lowered(confidence: Confidence): Confidence {
  return LOWER[confidence];
}

/** In the order of the text. Of candidates that overlap the one of the higher rank stays, else the longer, else the first. */
export function withoutOverlaps(candidates: readonly Candidate[]): readonly Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of [...candidates].sort((a, b) => a.start - b.start)) {
    const last = kept.at(-1);
    if (last === undefined || last.end <= candidate.start) kept.push(candidate);
    else if (outranks(candidate, last)) kept[kept.length - 1] = candidate;
  }
  return kept;
}

function outranks(a: Candidate, b: Candidate): boolean {
  if (a.kind.rank !== b.kind.rank) return a.kind.rank > b.kind.rank;
  return a.end - a.start > b.end - b.start;
}
