import { useSyncExternalStore } from "react";

// What became of what was typed or done last, for the bar. Kept outside the page's state: forms come and go.

export type SaveState =
  | { readonly kind: "idle" }
  /** This browser keeps it; the server will have it in a moment. */
  | { readonly kind: "on-device" }
  | { readonly kind: "draft-saved" }
  /** Nobody keeps it; `at` is the id of the form it stands in. */
  | { readonly kind: "not-saved"; readonly at: string };

const IDLE: SaveState = { kind: "idle" };

let state: SaveState = IDLE;
let waiting = 0;
const watchers = new Set<() => void>();

export function setSaveState(next: SaveState): void {
  if (next.kind === state.kind && next.kind !== "not-saved") return;
  state = next;
  for (const watcher of watchers) watcher();
}

/** How many acts wait on this device to be sent. */
export function setWaiting(count: number): void {
  waiting = count;
  for (const watcher of watchers) watcher();
}

export function useWaiting(): number {
  return useSyncExternalStore(
    watch,
    () => waiting,
    () => 0,
  );
}

export function useSaveState(): SaveState {
  return useSyncExternalStore(
    watch,
    () => state,
    () => IDLE,
  );
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}
