import { isUnspaced, tokensOf } from "./tokens.ts";

/** What is looked for: all phrases have to be there, in any order. */
export interface Query {
  /** Tokens that have to stand side by side. */
  readonly phrases: readonly (readonly string[])[];
  /** The last token of the last phrase may also be how a word begins. */
  readonly isOpen: boolean;
}

/** Shorter than this, the beginning of a word is the beginning of too many. */
const BEGINNING_MIN = 3;
const PIECES_MAX = 12;

/**
 * What someone typed, as a query: each piece between spaces is a phrase. "too-short" where only single letters
 * were typed, undefined where there is no letter in it at all.
 */
export function queryFrom(typed: string): Query | "too-short" | undefined {
  const pieces = typed.split(/\s+/u).slice(0, PIECES_MAX);
  const phrases = pieces.map((piece) => phraseOf(tokensOf(piece))).filter((phrase) => phrase.length > 0);
  const last = phrases.at(-1)?.at(-1);
  if (last === undefined) return undefined;
  if (phrases.flat().every((token) => isLone(token) && !isUnspaced(token))) return "too-short";
  return { phrases, isOpen: isUnspaced(last) ? isLone(last) : last.length >= BEGINNING_MIN };
}

/** Unspaced, a last character alone would ask that the text ends there too; the pair before it holds it already. */
function phraseOf(tokens: readonly string[]): readonly string[] {
  const [before, last] = tokens.slice(-2);
  if (before === undefined || last === undefined) return tokens;
  return isUnspaced(last) && isLone(last) && isUnspaced(before) && !isLone(before)
    ? tokens.slice(0, -1)
    : tokens;
}

function isLone(token: string): boolean {
  return Array.from(token).length === 1;
}
