import type { UserId } from "#app/core/shared/ids.ts";
import { addSeconds, type Instant, secondsBetween } from "#app/core/shared/instant.ts";

// A thing was asked, it has a limit, and there is a ladder of people who may answer. Silence is no answer: it only
// makes the question go further, and nothing here ever answers it.
//
//   asked ──no answer when half of the time is left──► the next rung too ──a quarter is left──► the next rung too

/** Shares of the time that are left when it is asked further. */
const LEFT = [0.5, 0.25] as const;

export interface Asking {
  readonly at: Instant;
  readonly until: Instant;
  /** Who can answer now, rung by rung; a rung may have nobody on it. */
  readonly ladder: readonly (readonly UserId[])[];
  /** Whom it was asked further, each time. */
  readonly further: readonly { readonly people: readonly UserId[] }[];
}

interface NextAsk {
  readonly at: Instant;
  readonly people: readonly UserId[];
}

export interface Standing {
  /** Everyone who is asked now. */
  readonly people: readonly UserId[];
  /** undefined: it goes no further. */
  readonly next: NextAsk | undefined;
}

/** The lowest rung that has somebody on it is asked at once. */
export function standingOf({ at, until, ladder, further }: Asking): Standing {
  const named = new Set(further.flatMap(({ people }) => people));
  const first = ladder.findIndex((rung) => rung.length > 0);
  const reached = Math.max(
    first,
    ladder.findLastIndex((rung) => rung.some((id) => named.has(id))),
  );
  const people = ladder.slice(0, reached + 1).flat();
  const left = LEFT[further.length];
  const rung = ladder.slice(reached + 1).find((one) => one.length > 0);
  if (left === undefined || rung === undefined) return { people, next: undefined };
  return { people, next: { at: addSeconds(until, -secondsBetween(at, until) * left), people: rung } };
}

export interface Widening {
  readonly people: readonly UserId[];
  /** Who was asked before and had not answered. */
  readonly unanswered: readonly UserId[];
}

/** What is due by `now` and has not been done, in its order: after a standstill several at once. */
export function wideningsDue(asking: Asking, now: Instant): readonly Widening[] {
  const { people, next } = standingOf(asking);
  if (next === undefined || next.at > now) return [];
  const further = [...asking.further, next];
  return [{ people: next.people, unanswered: people }, ...wideningsDue({ ...asking, further }, now)];
}
