import { fromBase64 } from "#app/core/audit/base64.ts";
import { asciiBytes, decodeUtf8 } from "#app/core/audit/bytes.ts";
import { crc32 } from "#app/core/audit/crc32.ts";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Bytes of base64 or base64url, padded or not; undefined for anything else. */
export function looseBase64(text: string): Uint8Array | undefined {
  const plain = text.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "");
  if (plain.length % 4 === 1) return undefined;
  const padded = plain + "=".repeat((4 - (plain.length % 4)) % 4);
  return fromBase64(padded) ?? undefined;
}

/** Text of base64 that is UTF-8 without control characters. */
export function base64Text(text: string): string | undefined {
  const bytes = looseBase64(text);
  const decoded = bytes === undefined ? undefined : decodeUtf8(bytes);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is the question.
  return decoded === undefined || /[\u0000-\u001f\u007f]/.test(decoded) ? undefined : decoded;
}

/** GitHub and npm end a token with the CRC-32 of what lies between prefix and it: base62, 6 digits. */
export function endsWithItsCrc(token: string): boolean {
  const body = token.slice(token.indexOf("_") + 1, -6);
  let rest = crc32(asciiBytes(body));
  let digits = "";
  for (let place = 0; place < 6; place++) {
    digits = BASE62.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return token.endsWith(digits);
}

/** The first bytes of unpadded base32 as one number, up to 48 bits exactly. Undefined for another alphabet. */
export function base32Number(text: string, bits: number): bigint | undefined {
  let value = 0n;
  for (const letter of text) {
    const digit = BASE32.indexOf(letter);
    if (digit < 0) return undefined;
    value = (value << 5n) | BigInt(digit);
  }
  return value >> BigInt(text.length * 5 - bits);
}
