import { utf8ToBytes } from "@noble/hashes/utils.js";

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

/** Bytes of text that is known to be ASCII. */
export function asciiBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** UTF-8 of text without lone surrogates. Most text is ASCII, and then one pass is enough. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit > 0x7f) return utf8ToBytes(text);
    bytes[at] = unit;
  }
  return bytes;
}

/** Text of bytes that are all printable ASCII (0x20 to 0x7E), else undefined. */
export function printableAscii(bytes: Uint8Array): string | undefined {
  for (const byte of bytes) if (byte < 0x20 || byte > 0x7e) return undefined;
  return latin1(bytes);
}

/** Strict UTF-8: undefined for overlong, truncated or surrogate sequences. A byte order mark is kept as a character. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  let ascii = 0;
  while (ascii < bytes.length && (bytes[ascii] ?? 0) < 0x80) ascii++;
  const parts = [latin1(bytes.subarray(0, ascii))];
  let units: number[] = [];
  for (let at = ascii; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length === 0) return undefined;
    const point = codePoint(bytes, at, length);
    if (point > 0xffff) units.push(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff));
    else units.push(point);
    at += length;
    if (units.length >= 4096) {
      parts.push(String.fromCharCode(...units));
      units = [];
    }
  }
  parts.push(String.fromCharCode(...units));
  return parts.join("");
}

/** Length of the well-formed sequence that starts here (Unicode, table 3-7), 0 if there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (at + length > bytes.length) return 0;
  const second = bytes[at + 1] ?? 0;
  const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return 0;
  for (let next = 2; next < length; next++) if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

function codePoint(bytes: Uint8Array, at: number, length: number): number {
  const first = bytes[at] ?? 0;
  if (length === 1) return first;
  let point = first & (0xff >> (length + 1));
  for (let next = 1; next < length; next++) point = (point << 6) | ((bytes[at + next] ?? 0) & 0x3f);
  return point;
}

function latin1(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let from = 0; from < bytes.length; from += 4096) {
    // Spreading would ask an iterator for each byte: seven times slower.
    parts.push(Reflect.apply(String.fromCharCode, undefined, bytes.subarray(from, from + 4096)));
  }
  return parts.join("");
}
