import { type Instant, instantFromEpoch } from "#app/core/shared/instant.ts";

/** One look at both clocks, in milliseconds. */
export interface Reading {
  /** Since the epoch, as the machine is set; it can be moved. */
  readonly wall: number;
  /** Since an arbitrary moment; nothing moves it. */
  readonly steady: number;
}

export type Clock = () => Reading;

export const systemClock: Clock = () => ({ wall: Date.now(), steady: performance.now() });

/** A wall clock that moves this much against the steady one was set, or the machine slept: it goes on record. */
const STEP_MS = 5000;

/**
 * Whole seconds the wall clock jumped between two readings of one process, negative when backwards;
 * undefined when it did not. Without an earlier reading only a step back behind the log's newest entry shows.
 */
export function clockStep(
  now: Reading,
  before: Reading | undefined,
  lastAt: number | undefined,
): number | undefined {
  const step = before === undefined ? Math.min(0, now.wall - (lastAt ?? now.wall)) : drift(before, now);
  return Math.abs(step) > STEP_MS ? Math.round(step / 1000) : undefined;
}

function drift(before: Reading, now: Reading): number {
  return now.wall - before.wall - (now.steady - before.steady);
}

export function instantOf(reading: Reading): Instant {
  return instantFromEpoch(Math.floor(reading.wall));
}
