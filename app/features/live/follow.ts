import { connectionNow, setConnection } from "#app/ui/connection.ts";
import { serverTime } from "#app/ui/server-clock.tsx";

// The events of an incident or of the board, as long as the page is in sight. A page that is hidden holds no connection: a browser has
// six for one server, and a person may have twenty tabs. In sight again, it learns the number first.
//
//   connecting ──► open ──silence or end──► connecting ──failing for a while──► down ──► connecting …
//        └── the sign-in page, or "end" ──► signed out (stays)

export interface Told {
  /** Size of the log; on the board, how many incidents changed since it was made. */
  readonly size: number;
  /** Ids of people who look at the incident now. */
  readonly here: readonly string[];
}

/** A beat of the server may be late; then another connection is tried. */
const SILENCE_MS = 3000;
/** Not heard for this long, the server counts as out of reach. */
const DOWN_AFTER_SILENCE_MS = 4500;
/** Refused for this long, too: one that is started anew is often back before. */
const DOWN_AFTER_REFUSAL_MS = 1500;
const LONGEST_WAIT_MS = 15_000;

/** Follows what is said at `url` until it is stopped. Only the browser calls this. */
export function follow(url: string, hear: (told: Told) => void): () => void {
  const stopped = new AbortController();
  const on = { signal: stopped.signal };
  const reach = new Reach();
  let attempt: AbortController | undefined;
  let wake = () => {};

  const again = () => {
    attempt?.abort();
    wake();
  };
  const offline = () => {
    setConnection({ down: true });
    attempt?.abort();
  };
  document.addEventListener("visibilitychange", again, on);
  addEventListener("online", again, on);
  addEventListener("offline", offline, on);

  async function run() {
    let wait = 0;
    while (!stopped.signal.aborted) {
      if (document.hidden) {
        reach.rest();
        await sleep(undefined);
        continue;
      }
      reach.expect(DOWN_AFTER_SILENCE_MS);
      attempt = new AbortController();
      const end = await listen(url, attempt, reach, (told) => {
        wait = 0;
        hear(told);
      });
      if (end === "over") break;
      if (stopped.signal.aborted || document.hidden) continue;
      reach.expect(DOWN_AFTER_REFUSAL_MS);
      wait = Math.min(Math.max(400, wait * 2), LONGEST_WAIT_MS);
      await sleep(wait * (0.75 + Math.random() / 2));
    }
    reach.rest();
  }

  function sleep(milliseconds: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const timer = milliseconds === undefined ? undefined : setTimeout(resolve, milliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  void run();
  return () => {
    stopped.abort();
    again();
  };
}

/** Says on the page that the server is out of reach, when nothing is heard from it in time. */
class Reach {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = Number.POSITIVE_INFINITY;

  /** Within this time; an earlier limit stands. */
  expect(milliseconds: number): void {
    const due = performance.now() + milliseconds;
    if (due >= this.#due) return;
    this.rest();
    this.#due = due;
    this.#timer = setTimeout(() => setConnection({ down: true }), milliseconds);
  }

  heard(): void {
    this.rest();
    setConnection({ down: false, heardAt: serverTime() });
    this.expect(DOWN_AFTER_SILENCE_MS);
  }

  rest(): void {
    clearTimeout(this.#timer);
    this.#due = Number.POSITIVE_INFINITY;
  }
}

/** "lost" is to be tried again, "over" is not: signed out, or not let in any more. */
async function listen(
  url: string,
  attempt: AbortController,
  reach: Reach,
  hear: (told: Told) => void,
): Promise<"lost" | "over"> {
  let silence = setTimeout(() => attempt.abort(), SILENCE_MS);
  try {
    const response = await fetch(url, { cache: "no-store", signal: attempt.signal });
    if (response.redirected) return signedOut();
    if (response.status === 404) return "over";
    if (!response.ok || response.body === null) return "lost";
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return "lost";
      clearTimeout(silence);
      silence = setTimeout(() => attempt.abort(), SILENCE_MS);
      reach.heard();
      const events = (text + value).split("\n\n");
      text = events.pop() ?? "";
      for (const event of events) {
        const end = endIn(event);
        if (end !== undefined) return end === "signed-out" ? signedOut() : "over";
        const told = toldIn(event);
        if (told !== undefined) hear(told);
      }
    }
  } catch (cause) {
    // The network, or one of the aborts above; anything else is a bug.
    if (cause instanceof TypeError || cause instanceof DOMException) return "lost";
    throw cause;
  } finally {
    clearTimeout(silence);
    attempt.abort();
  }
}

function signedOut(): "over" {
  if (!connectionNow().signedOut) setConnection({ signedOut: true, down: false });
  return "over";
}

function dataOf(event: string, name: string): unknown {
  const lines = event.split("\n");
  if (!lines.includes(`event: ${name}`)) return undefined;
  const line = lines.find((one) => one.startsWith("data: "));
  return line === undefined ? undefined : JSON.parse(line.slice("data: ".length));
}

function endIn(event: string): string | undefined {
  const data = dataOf(event, "end");
  return typeof data === "object" && data !== null && "why" in data ? String(data.why) : undefined;
}

function toldIn(event: string): Told | undefined {
  const data = dataOf(event, "state");
  if (typeof data !== "object" || data === null || !("size" in data) || !("here" in data)) return undefined;
  const { size, here } = data;
  return typeof size === "number" && Array.isArray(here) ? { size, here: here.map(String) } : undefined;
}
