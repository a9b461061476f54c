// What is drawn for tests and benches: the same for the same seed, on any machine.

/** Draws from 0 up to 1. */
export type Draw = () => number;

const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DIGITS = "0123456789";

export const ALPHABETS = {
  upper: UPPER,
  letter: UPPER + UPPER.toLowerCase(),
  digit: DIGITS,
  hex: "0123456789abcdef",
  base32: `${UPPER}234567`,
  bech32: "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
  alnum: DIGITS + UPPER + UPPER.toLowerCase(),
  b64: `${UPPER}${UPPER.toLowerCase()}${DIGITS}+/`,
  url: `${UPPER}${UPPER.toLowerCase()}${DIGITS}-_`,
} as const;

/** mulberry32. */
export function drawing(seed: number): Draw {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function drawn(alphabet: keyof typeof ALPHABETS, length: number, draw: Draw): string {
  const letters = ALPHABETS[alphabet];
  return Array.from({ length }, () => letters.charAt(Math.floor(draw() * letters.length))).join("");
}

export function pick<T>(from: readonly T[], draw: Draw): T {
  const picked = from[Math.floor(draw() * from.length)];
  if (picked === undefined) throw new Error("there is nothing to pick from");
  return picked;
}
