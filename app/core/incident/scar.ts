import type { Instant } from "#app/core/shared/instant.ts";
import type { Text } from "#app/core/shared/text.ts";
import type { Incident } from "./incident.ts";
import { nameOf } from "./summary.ts";
import type { EntryKey } from "./words.ts";

/** What stands where words or a file were erased for good. */
export interface Scar {
  /** The number of the entry that says so. */
  readonly seq: number;
  readonly at: Instant;
  /** "Erased 2026-11-24 15:09 UTC by Lin Wei, approved by Zoé Marchetti: more than was needed". */
  readonly words: string;
  /** The reason, as it was typed. */
  readonly because: string;
}

/** Of the entry with this number, the oldest first; none for an entry that is whole. */
export function scarsOf(incident: Incident, seq: number, text: Text<EntryKey>): readonly Scar[] {
  const erased = text("entry.erased");
  return (incident.scars.get(seq) ?? []).flatMap((order) => {
    const erasure = incident.erasures.get(order);
    if (erasure?.done === undefined) return [];
    const { done, by, approvedBy, ground, because } = erasure;
    const words = text("entry.scar", {
      when: `${done.at.slice(0, 10)} ${done.at.slice(11, 16)} UTC`,
      by: nameOf(incident, by),
      approver: nameOf(incident, approvedBy),
      ground: ground === undefined ? erased : text(`entry.ground-${ground}`),
    });
    return [{ seq: done.seq, at: done.at, words, because: because ?? erased }];
  });
}
