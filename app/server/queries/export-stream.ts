import type { ByteSink } from "#app/core/audit/container.ts";

export interface ExportReader {
  /** Of the request it answers: aborted when nobody reads it any more. */
  readonly signal: AbortSignal;
  /** How long a reader may take nothing. */
  readonly stallSeconds?: number;
}

const STALL_SECONDS = 60;

/** The reader took nothing for too long, so the export was given up. */
class ReaderStalled extends Error {
  override readonly name = "ReaderStalled";
  constructor(seconds: number) {
    super(`Nobody read the bundle for ${seconds} seconds, so it was given up. Ask for it again.`);
  }
}

/**
 * What `write` writes, as a stream; undefined when it answers undefined without having written. What it throws
 * before the first byte is thrown; later the stream fails. `write` runs until the stream is read to its end,
 * cancelled, aborted or stalled.
 */
export function exportStream(
  { signal, stallSeconds = STALL_SECONDS }: ExportReader,
  write: (sink: ByteSink) => Promise<object | undefined>,
): Promise<ReadableStream<Uint8Array> | undefined> {
  let giveUp: (cause: unknown) => void = () => {};
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({
    start(controller) {
      // Aborting the writer would wait for the write that nobody reads.
      giveUp = (cause) => controller.error(cause);
    },
  });
  const writer = writable.getWriter();
  const leave = () => giveUp(signal.reason);
  if (signal.aborted) leave();
  signal.addEventListener("abort", leave);
  return new Promise((resolve, reject) => {
    const sink = async (bytes: Uint8Array) => {
      resolve(readable);
      const stalled = setTimeout(() => giveUp(new ReaderStalled(stallSeconds)), stallSeconds * 1000);
      try {
        await writer.ready;
        await writer.write(bytes.slice());
      } finally {
        clearTimeout(stalled);
      }
    };
    write(sink)
      .then(
        async (written) => {
          if (written === undefined) resolve(undefined);
          await writer.close();
        },
        async (cause) => {
          reject(cause);
          await writer.abort(cause);
        },
      )
      .catch(() => {
        // The reader has gone away, or was just told that the stream failed: nobody is left to tell.
      })
      .finally(() => signal.removeEventListener("abort", leave));
  });
}
