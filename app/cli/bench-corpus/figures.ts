import type { Labelled } from "./corpus.ts";

export interface Span {
  readonly start: number;
  readonly end: number;
  readonly isHigh: boolean;
}

export interface Figures {
  readonly leaks: number;
  readonly secrets: number;
  /** Share of the labelled secrets that a find covers whole. */
  readonly recall: number;
  /** Share of the finds, in leaks and decoys, that touch a labelled secret. */
  readonly precision: number;
  readonly decoys: number;
  /** Decoys in which something was found with high confidence, and with any. */
  readonly falseHigh: number;
  readonly falseAny: number;
  /** Names of what was missed and of what was wrongly found with high confidence, with how often. */
  readonly missed: Readonly<Record<string, number>>;
  readonly alarms: Readonly<Record<string, number>>;
}

/** Counts what a detector finds in a labelled corpus. `finds` are its finds in each text, in the order of the texts. */
export function figuresOf(
  leaks: readonly Labelled[],
  decoys: readonly Labelled[],
  finds: (text: Labelled) => readonly Span[],
): Figures {
  const missed: Record<string, number> = {};
  const alarms: Record<string, number> = {};
  let covered = 0;
  let secrets = 0;
  let right = 0;
  let all = 0;
  for (const leak of leaks) {
    const found = finds(leak);
    all += found.length;
    right += found.filter((find) => leak.secrets.some((secret) => touch(find, secret))).length;
    for (const secret of leak.secrets) {
      secrets++;
      if (found.some((find) => find.start <= secret.start && find.end >= secret.end)) covered++;
      else missed[leak.name] = (missed[leak.name] ?? 0) + 1;
    }
  }
  let falseHigh = 0;
  let falseAny = 0;
  for (const decoy of decoys) {
    const found = finds(decoy);
    all += found.length;
    if (found.length > 0) falseAny++;
    if (!found.some(({ isHigh }) => isHigh)) continue;
    falseHigh++;
    alarms[decoy.name] = (alarms[decoy.name] ?? 0) + 1;
  }
  return {
    leaks: leaks.length,
    secrets,
    recall: covered / secrets,
    precision: right / all,
    decoys: decoys.length,
    falseHigh,
    falseAny,
    missed,
    alarms,
  };
}

function touch(a: { start: number; end: number }, b: { start: number; end: number }): boolean {
  return a.start < b.end && b.start < a.end;
}
