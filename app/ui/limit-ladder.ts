const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Time left at which a limit is said aloud, in seconds; the last is when it has just passed. */
export const LADDER = [24 * HOUR, 4 * HOUR, HOUR, 15 * MINUTE, 0] as const;
export type Rung = (typeof LADDER)[number];

/**
 * The lowest rung that a limit came down to between two looks, all in milliseconds since 1970. A page that slept
 * through several says the last one alone.
 */
export function rungReached(due: number, before: number, now: number): Rung | undefined {
  return LADDER.findLast((rung) => !isAt(rung, due - before) && isAt(rung, due - now));
}

/** At its limit a clock still runs; after it, it is over. */
function isAt(rung: Rung, left: number): boolean {
  return rung === 0 ? left < 0 : left <= rung * 1000;
}
