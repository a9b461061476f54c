/** A file that is read in places: on disk, in a browser, or in memory. */
export interface ByteSource {
  readonly size: number;
  /** Exactly the bytes asked for; the caller asks only for what lies within `size`. Throws if the medium fails. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: async (offset, length) => bytes.subarray(offset, offset + length),
  };
}

const CHUNK = 1 << 20;

/** The bytes of a range in pieces of at most 1 MiB. */
export async function* chunksOf(
  source: ByteSource,
  from: number,
  length: number,
): AsyncGenerator<Uint8Array> {
  const end = from + length;
  for (let at = from; at < end; at += CHUNK) yield await source.read(at, Math.min(CHUNK, end - at));
}
