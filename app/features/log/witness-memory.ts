// What this browser keeps of each log it has seen, in IndexedDB: nothing here ever leaves the device.
// Only the browser calls this.

/** One log as this browser last saw it. */
export interface Memory {
  /** `/i/<ref>` for an incident, the origin for the installation's log. */
  readonly key: string;
  /** The signed note, word for word. */
  readonly note: string;
  readonly size: number;
  /** The key its checkpoints are signed with: the one it was first seen with, or one that was proved to follow it. */
  readonly vkey: string;
  /** By this device's clock. */
  readonly seenAt: string;
  /** The first note of it that was ever seen here. */
  readonly first: { readonly note: string; readonly at: string };
  readonly alarm?: Alarm;
  readonly lost?: Lost;
  readonly verified?: Verified;
}

/** The log goes on from an older copy than this browser saw, as the server has announced. */
export interface Lost {
  /** How many of the entries that were seen are not in it. */
  readonly entries: number;
  /** The checkpoint over what was seen: the earlier log's. */
  readonly note: string;
}

/** The server once showed a log that does not go on from the one seen here. Both notes are the proof. */
export interface Alarm {
  readonly why: string;
  readonly ours: string;
  readonly oursAt: string;
  readonly theirs: string;
  readonly foundAt: string;
}

/** What came of it when every entry was last checked here. */
export interface Verified {
  readonly intact: boolean;
  readonly size: number;
  readonly at: string;
}

const DATABASE = "sangfroid";
const STORE = "logs";

/** Everything remembered. Read it before asking the server: what the server then shows must be at least as new. */
export async function recallAll(): Promise<ReadonlyMap<string, Memory>> {
  const all = await inStore<Memory[]>("readonly", (store) => store.getAll());
  return new Map(all.map((memory) => [memory.key, memory]));
}

export function recall(key: string): Promise<Memory | undefined> {
  return inStore<Memory | undefined>("readonly", (store) => store.get(key));
}

/** Changes what is remembered of one log, whatever other tabs do meanwhile. */
export async function remember(
  key: string,
  change: (before: Memory | undefined) => Memory | undefined,
): Promise<void> {
  const database = await open();
  await new Promise<void>((resolve, reject) => {
    const transaction = database.transaction(STORE, "readwrite");
    const store = transaction.objectStore(STORE);
    const read: IDBRequest<Memory | undefined> = store.get(key);
    read.onsuccess = () => {
      const after = change(read.result);
      if (after !== undefined) store.put(after);
    };
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  }).finally(() => database.close());
}

async function inStore<T>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await open();
  return new Promise<T>((resolve, reject) => {
    const request = ask(database.transaction(STORE, mode).objectStore(STORE));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  }).finally(() => database.close());
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
