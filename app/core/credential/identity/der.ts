import { concatBytes } from "@noble/hashes/utils.js";

/** One element of DER (X.690): where it begins, where its content does, and where both end. */
export interface Der {
  readonly tag: number;
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** The element at `at`, if it is whole. Lengths of up to four bytes. */
export function derAt(bytes: Uint8Array, at: number, end = bytes.length): Der | undefined {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) return undefined;
  const more = first < 0x80 ? 0 : first & 0x7f;
  if (more > 4 || first === 0x80) return undefined;
  let length = first < 0x80 ? first : 0;
  for (let next = 0; next < more; next++) length = length * 256 + (bytes[at + 2 + next] ?? 0);
  const from = at + 2 + more;
  return from + length > end ? undefined : { tag, at, from, to: from + length };
}

/** The elements inside one; those before the first that is broken. */
export function insideOf(bytes: Uint8Array, outer: Der): readonly Der[] {
  const found: Der[] = [];
  for (let at = outer.from; at < outer.to; ) {
    const next = derAt(bytes, at, outer.to);
    if (next === undefined) break;
    found.push(next);
    at = next.to;
  }
  return found;
}

/** The whole element, header included. */
export function wholeOf(bytes: Uint8Array, element: Der): Uint8Array {
  return bytes.subarray(element.at, element.to);
}

export function derOf(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = concatBytes(...contents);
  const { length } = content;
  const head =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff];
  return concatBytes(Uint8Array.from(head), content);
}
