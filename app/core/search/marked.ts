import type { Query } from "./query.ts";
import { tokensOf } from "./tokens.ts";

/** A piece of a text; `isHit` where it has one of the words that were looked for. */
export interface Piece {
  readonly text: string;
  readonly isHit: boolean;
}

const PART = /[\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]+/gu;
/** Characters shown before and after the first hit of a long text. */
const BEFORE = 60;
const AFTER = 180;

/** The whole text in pieces, hits and what lies between them in turn. */
export function marked(text: string, query: Query): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const [part] of text.matchAll(PART)) {
    for (const piece of piecesOf(part, query)) {
      const last = pieces.at(-1);
      if (last?.isHit !== piece.isHit) pieces.push(piece);
      else pieces[pieces.length - 1] = { text: last.text + piece.text, isHit: last.isHit };
    }
  }
  return pieces;
}

/** The part of a text around its first hit; undefined where it has none. */
export function excerpt(text: string, query: Query): readonly Piece[] | undefined {
  const [first, second] = marked(text, query);
  if (first === undefined || (!first.isHit && second === undefined)) return undefined;
  const characters = Array.from(text);
  const at = first.isHit ? 0 : Array.from(first.text).length;
  const [from, until] = [Math.max(0, at - BEFORE), at + AFTER];
  const part = characters.slice(from, until).join("").trim();
  return marked(`${from > 0 ? "… " : ""}${part}${until < characters.length ? " …" : ""}`, query);
}

function piecesOf(part: string, query: Query): readonly Piece[] {
  const tokens = tokensOf(part);
  const hits = tokens.map((token) => hitIn(token, query));
  if (hits.every((length) => length === 0)) return [{ text: part, isHit: false }];
  const characters = Array.from(part);
  // Unspaced, one token begins at each character, unless NFKC changed how many there are.
  if (tokens.length < 2 || tokens.length !== characters.length) return [{ text: part, isHit: true }];
  return characters.map((text, place) => ({
    text,
    isHit: (hits[place] ?? 0) > 0 || (hits[place - 1] ?? 0) > 1,
  }));
}

/** How many characters of the token were looked for. */
function hitIn(token: string, { phrases, isOpen }: Query): number {
  const wanted = phrases.flat();
  if (wanted.includes(token)) return Array.from(token).length;
  const last = wanted.at(-1);
  return isOpen && last !== undefined && token.startsWith(last) ? Array.from(last).length : 0;
}
