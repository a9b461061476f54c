import { useSyncExternalStore } from "react";

// What waits in this browser to be sent, as pages show it. The queue itself lies in IndexedDB.

export interface QueuedAct {
  readonly id: number;
  readonly person: string;
  /** `/i/<ref>`. */
  readonly base: string;
  readonly kind: string;
  /** What the form held, hidden fields included, in its order. */
  readonly fields: readonly (readonly [string, string])[];
  /** When it was done: the server's time as this browser knew it. */
  readonly claimedAt: string;
  /** In words: what it was about. */
  readonly about: string;
  /** Numbers of entries that acts queued before it have made: they are no change by someone else. */
  readonly own: readonly number[];
  /** Why it was not recorded; undefined while it waits. */
  readonly refused?: string;
}

const NONE: readonly QueuedAct[] = [];
let acts = NONE;
const watchers = new Set<() => void>();

export function setQueuedActs(next: readonly QueuedAct[]): void {
  acts = next;
  for (const watcher of watchers) watcher();
}

export function useQueuedActs(): readonly QueuedAct[] {
  return useSyncExternalStore(
    watchQueue,
    () => acts,
    () => NONE,
  );
}

export function queuedNow(): readonly QueuedAct[] {
  return acts;
}

export function watchQueue(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}
