import { useSyncExternalStore } from "react";

// Whether this page reaches the server, as the page itself found out. The server renders it as reached.

export interface Connection {
  readonly down: boolean;
  /** The sign-in has ended while the page was open. */
  readonly signedOut: boolean;
  /** When the server was last heard from: its own time, in milliseconds since 1970. */
  readonly heardAt: number | undefined;
}

const REACHED: Connection = { down: false, signedOut: false, heardAt: undefined };

let connection = REACHED;
const watchers = new Set<() => void>();

export function connectionNow(): Connection {
  return connection;
}

export function setConnection(change: Partial<Connection>): void {
  connection = { ...connection, ...change };
  for (const watcher of watchers) watcher();
}

export function watchConnection(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** True while nothing can be sent: what needs a connection is absent then. */
export function useIsDown(): boolean {
  return useSyncExternalStore(
    watchConnection,
    () => connection.down,
    () => false,
  );
}

export function useConnection(): Connection {
  return useSyncExternalStore(watchConnection, connectionNow, () => REACHED);
}
