// A text as a search compares it. Tokens are made here alone; a store keeps them and compares them as they are.
// Invariants
// (1) A token is lower case, letters, marks and digits of NFKC, nothing stemmed. The same text always gives the same.
// (2) Tokens stand in the order of the text, so that what was typed as one (a host, an address, the name of a key)
//     is found as neighbours.
// (3) Scripts without spaces are cut into pairs of neighbouring characters, and the last one alone: whatever stands
//     together is found, also where a dictionary would cut it otherwise. Every character begins one token.

const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const UNSPACED = "\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Thai}";
/** Within a word, stretches that are unspaced and stretches that are not. */
const STRETCH = new RegExp(`[${UNSPACED}][${UNSPACED}\\p{M}]*|[^${UNSPACED}]+`, "gu");
const BEGINS_UNSPACED = new RegExp(`^[${UNSPACED}]`, "u");

/** Characters of a word that count; what is longer is found by its beginning. */
const LONGEST = 64;

/** Between the tokens of two fields, so that no phrase reaches from one into the next. No text gives it. */
const FIELD_END = "·";

/** The tokens of a text, in its order. */
export function tokensOf(text: string): readonly string[] {
  const words = text.normalize("NFKC").toLowerCase().match(WORD) ?? [];
  return words.flatMap((word) => (word.match(STRETCH) ?? []).flatMap(tokensIn));
}

/** The tokens of several fields of one thing. */
export function tokensOfAll(fields: readonly string[]): readonly string[] {
  const filled = fields.map(tokensOf).filter((tokens) => tokens.length > 0);
  return filled.flatMap((tokens, place) => (place === 0 ? tokens : [FIELD_END, ...tokens]));
}

/** Written without spaces between words, so that one character can be a word. */
export function isUnspaced(token: string): boolean {
  return BEGINS_UNSPACED.test(token);
}

function tokensIn(stretch: string): readonly string[] {
  const characters = Array.from(stretch);
  if (!isUnspaced(stretch)) return [characters.slice(0, LONGEST).join("")];
  return characters.map((character, place) => `${character}${characters[place + 1] ?? ""}`);
}
