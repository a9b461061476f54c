/** Instants in milliseconds since 1970. */
export interface RunningClock {
  readonly due: number;
  /** From here on it is due soon. */
  readonly soon: number;
}

export type ClockState = "running" | "soon" | "over";

export function clockState(clock: RunningClock, now: number): ClockState {
  if (now > clock.due) return "over";
  return now >= clock.soon ? "soon" : "running";
}

/**
 * Of clocks in the order they run out: how many have, and the next that has not. `late` counts those that
 * had run out before the list was made and are not in it.
 */
export function urgent<C extends RunningClock>(
  clocks: readonly C[],
  now: number,
  late = 0,
): { readonly overdue: number; readonly next: C | undefined } {
  const next = clocks.find((clock) => now <= clock.due);
  return { overdue: late + clocks.filter((clock) => now > clock.due).length, next };
}
