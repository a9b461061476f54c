/** Messages that wait for a reader who does not read: such a page is let go, and comes back when it can. */
const WAITING_MAX = 64;

interface Said {
  readonly id?: number;
  readonly event: string;
  readonly data: unknown;
}

/** One answer of `text/event-stream` (WHATWG HTML §9.2) that goes on until it is ended. */
export class EventStream {
  readonly #body: ReadableStream<Uint8Array>;
  readonly #onEnd: () => void;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  /** `onEnd` is called once, whoever ends it. */
  constructor(onEnd: () => void) {
    this.#onEnd = onEnd;
    this.#body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller;
      },
      cancel: () => this.#over(),
    });
  }

  response(): Response {
    return new Response(this.#body, {
      headers: {
        "Content-Type": "text/event-stream; charset=utf-8",
        "Cache-Control": "no-store, no-transform",
        // nginx holds answers back until they are whole, unless it is told.
        "X-Accel-Buffering": "no",
      },
    });
  }

  say({ id, event, data }: Said): void {
    const number = id === undefined ? "" : `id: ${id}\n`;
    this.#send(`${number}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** A comment: shows that the connection lives. */
  beat(): void {
    this.#send(":\n\n");
  }

  /** With a reason, that is the last thing said. Ending again does nothing. */
  end(why?: "signed-out" | "no-access" | "too-many"): void {
    if (why !== undefined) this.say({ event: "end", data: { why } });
    const controller = this.#controller;
    if (controller === undefined) return;
    this.#over();
    controller.close();
  }

  #send(text: string): void {
    if (this.#controller === undefined) return;
    this.#controller.enqueue(ENCODER.encode(text));
    if ((this.#controller.desiredSize ?? 0) < -WAITING_MAX) this.end();
  }

  #over(): void {
    if (this.#controller === undefined) return;
    this.#controller = undefined;
    this.#onEnd();
  }
}

const ENCODER = new TextEncoder();
