// Base64 as RFC 4648 §4 with padding, one spelling for each value: what decodes here encodes to the same text.

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUE = new Map([...ALPHABET].map((letter, value) => [letter.charCodeAt(0), value]));
const VALUES = Int8Array.from({ length: 128 }, (_, code) => VALUE.get(code) ?? -1);
const PAD = "=".charCodeAt(0);

/** The text of a 32-byte value, such as a hash: 44 characters, the bits that stand for nothing zero. */
const BASE64_32 = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

export function isBase64Of32(text: string): boolean {
  return BASE64_32.test(text);
}

export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += ALPHABET.charAt(group >> 18) + ALPHABET.charAt((group >> 12) & 63);
    text += left > 1 ? ALPHABET.charAt((group >> 6) & 63) : "=";
    text += left > 2 ? ALPHABET.charAt(group & 63) : "=";
  }
  return text;
}

/** Undefined for anything but the one spelling, non-zero spare bits included. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let to = 0;
  for (let at = 0; at < text.length; at += 4) {
    const last = at + 4 === text.length ? padding : 0;
    let group = 0;
    for (let place = 0; place < 4; place++) {
      const code = text.charCodeAt(at + place);
      const isPad = place >= 4 - last && code === PAD;
      const value = isPad ? 0 : (VALUES[code] ?? -1);
      if (value < 0) return undefined;
      group = (group << 6) | value;
    }
    if (last > 0 && (group & (last === 2 ? 0xffff : 0xff)) !== 0) return undefined;
    bytes[to++] = group >> 16;
    if (last < 2) bytes[to++] = (group >> 8) & 0xff;
    if (last < 1) bytes[to++] = group & 0xff;
  }
  return bytes;
}
