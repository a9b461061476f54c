import { connectionNow, setConnection } from "#app/ui/connection.ts";
import { setWaiting } from "#app/ui/save-state.ts";
import { serverTime } from "#app/ui/server-clock.tsx";
import { type QueuedAct, setQueuedActs } from "./queue-state.ts";

// Acts that wait for a connection. They are sent in the order they were done, each under the key it was queued with,
// so that one whose answer was lost is recorded once. Only the browser calls this.

const DATABASE = "sangfroid-queue";
const STORE = "acts";

let whose = "";

/** From now on the queue is this person's: what others left in this browser is not shown, and not sent. */
export async function openQueue(person: string): Promise<void> {
  whose = person;
  await show();
}

/** The act is on this device when this resolves. */
export async function queueAct(form: FormData, page: string, about: string): Promise<void> {
  const base = /^\/i\/[0-9A-Z]{26}/.exec(page)?.[0];
  if (base === undefined) throw new Error(`nothing waits on ${page}`);
  const fields = [...form].flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as const] : [],
  );
  const kind = String(form.get("kind"));
  const claimedAt = new Date(serverTime()).toISOString();
  const act = { person: whose, base, kind, fields, claimedAt, about, own: [] };
  await inStore("readwrite", (store) => store.add(act));
  await show();
}

export async function dropAct(id: number): Promise<void> {
  await inStore("readwrite", (store) => store.delete(id));
  await show();
}

export async function retryAct({ refused: _, ...act }: QueuedAct): Promise<void> {
  await inStore("readwrite", (store) => store.put(act));
  await show();
}

/** Nothing of anyone stays: this browser was signed out of. */
export async function forgetQueue(): Promise<void> {
  await inStore("readwrite", (store) => store.clear());
  setQueuedActs([]);
}

let sending: Promise<boolean> | undefined;

/** Sends what waits, oldest first. True when something was recorded. */
export function sendQueue(): Promise<boolean> {
  sending ??= sendAll().finally(() => {
    sending = undefined;
  });
  return sending;
}

async function sendAll(): Promise<boolean> {
  let recorded = false;
  for (;;) {
    const act = (await mine()).find(({ refused }) => refused === undefined);
    if (act === undefined || connectionNow().down) return recorded;
    const answer = await send(act);
    if (answer === undefined) return recorded;
    if ("seqs" in answer) {
      recorded = true;
      await inStore("readwrite", (store) => store.delete(act.id));
      for (const other of await mine()) {
        if (other.base !== act.base) continue;
        await inStore("readwrite", (store) => store.put({ ...other, own: [...other.own, ...answer.seqs] }));
      }
    } else if (answer.seq !== undefined && act.own.includes(answer.seq)) {
      // What changed since is one's own act from before.
      const seen = String(answer.seq + 1);
      const fields = act.fields.map(([name, value]) => [name, name === "seen" ? seen : value] as const);
      const own = act.own.filter((seq) => seq !== answer.seq);
      await inStore("readwrite", (store) => store.put({ ...act, fields, own }));
    } else {
      await inStore("readwrite", (store) => store.put({ ...act, refused: answer.refused }));
    }
    await show();
  }
}

type Answer = { readonly seqs: readonly number[] } | { readonly refused: string; readonly seq?: number };

/** Undefined when it could not be sent: no connection, signed out, a server that is not well. */
async function send({ base, fields, claimedAt }: QueuedAct): Promise<Answer | undefined> {
  const body = new URLSearchParams([
    ...fields.map(([name, value]) => [name, value]),
    ["claimedAt", claimedAt],
  ]);
  try {
    const response = await fetch(`${base}/queued`, { method: "POST", body, redirect: "manual" });
    if (response.type === "opaqueredirect") setConnection({ signedOut: true });
    if (response.type === "opaqueredirect" || response.status >= 500) return undefined;
    if (response.status === 404) return { refused: "404" };
    return answerIn(await response.json());
  } catch (cause) {
    if (cause instanceof TypeError || cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

function answerIn(value: unknown): Answer | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if ("seqs" in value && Array.isArray(value.seqs)) return { seqs: value.seqs.map(Number) };
  if (!("refused" in value)) return undefined;
  const seq = "seq" in value && typeof value.seq === "number" ? { seq: value.seq } : {};
  return { refused: String(value.refused), ...seq };
}

async function mine(): Promise<readonly QueuedAct[]> {
  const all = await inStore<QueuedAct[]>("readonly", (store) => store.getAll());
  return all.filter(({ person }) => person === whose);
}

async function show(): Promise<void> {
  const acts = await mine();
  setQueuedActs(acts);
  setWaiting(acts.length);
}

async function inStore<T>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await open();
  return new Promise<T>((resolve, reject) => {
    const transaction = database.transaction(STORE, mode);
    const request = ask(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  }).finally(() => database.close());
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(STORE, { keyPath: "id", autoIncrement: true });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
