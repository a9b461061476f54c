/** Milliseconds since 1970-01-01T00:00:00Z: what limits are counted in, before they are spelt. */
export type Epoch = number;

/** For a sentence: `2026-12-05T09:20:00Z`. */
export function spelt(at: Epoch): string {
  return new Date(at).toISOString().replace(".000Z", "Z");
}
