import { asciiBytes } from "#app/core/audit/bytes.ts";
import { crc32 } from "#app/core/audit/primitives.ts";

// Examples hold no credential, not even an invented one: `<base32 16>` stands for sixteen characters drawn here, so
// that nobody's scanner takes this repository for a leak.

const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWER = UPPER.toLowerCase();
const DIGITS = "0123456789";
const BASE62 = DIGITS + UPPER + LOWER;

const ALPHABETS: Readonly<Record<string, string>> = {
  upper: UPPER,
  letter: UPPER + LOWER,
  digit: DIGITS,
  hex: "0123456789abcdef",
  base32: `${UPPER}234567`,
  bech32: "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
  alnum: BASE62,
  b64alnum: BASE62,
  b64: `${BASE62}+/`,
  url: BASE62,
};

/** Draws from 0 to 1, the same for the same seed (mulberry32). */
export function drawing(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The text with every place filled. */
export function filled(text: string, draw: () => number): string {
  return text.replaceAll(/<([a-z0-9]+)(?: ([^>]+))?>/g, (place, name: string, rest: string | undefined) => {
    const alphabet = ALPHABETS[name];
    if (alphabet !== undefined) return drawn(alphabet, Number(rest), draw);
    switch (name) {
      case "drawn":
        return threeClasses(Number(rest), draw);
      case "secret":
        return `${threeClasses(20, draw)}/${threeClasses(Number(rest) - 21, draw)}`;
      case "crc":
        return withCrc(rest ?? "", drawn(BASE62, 30, draw));
      case "uuid":
        return [8, 4, 4, 4, 12].map((length) => drawn("0123456789abcdef", length, draw)).join("-");
      case "basic":
        return base64(`${rest}:${threeClasses(16, draw)}`);
      case "elastic":
        return base64(`${drawn(BASE62, 20, draw)}:${drawn(BASE62, 22, draw)}`);
      case "jwt":
        return jwt(draw);
      default:
        return place;
    }
  });
}

export function drawn(alphabet: string, length: number, draw: () => number): string {
  return Array.from({ length }, () => alphabet.charAt(Math.floor(draw() * alphabet.length))).join("");
}

/** Letters of both cases and digits, one of each at least. */
export function threeClasses(length: number, draw: () => number): string {
  for (;;) {
    const value = drawn(BASE62, length, draw);
    if (/[a-z]/.test(value) && /[A-Z]/.test(value) && /[0-9]/.test(value)) return value;
  }
}

function withCrc(prefix: string, body: string): string {
  let rest = crc32(asciiBytes(body));
  let digits = "";
  for (let place = 0; place < 6; place++) {
    digits = BASE62.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return prefix + body + digits;
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

function jwt(draw: () => number): string {
  const claims = {
    iss: "https://kubernetes.default.svc",
    sub: "system:serviceaccount:billing:export",
    exp: Date.UTC(2027, 0, 15, 8) / 1000,
  };
  const parts = [{ alg: "RS256", kid: "k1" }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  return [...parts, drawn(BASE62, 342, draw)].join(".");
}
