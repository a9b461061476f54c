// Words as a search compares them: lower case, letters and digits, nothing stemmed. Scripts without spaces are cut
// into pairs of neighbouring characters, so that any two that stand together are found.

const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** The words of a text, each once, in the order they come first. */
export function searchWords(text: string): readonly string[] {
  const words = new Set<string>();
  for (const [word] of text.normalize("NFKC").toLowerCase().matchAll(WORD)) {
    for (const part of partsOf(word)) words.add(part);
  }
  return [...words];
}

/** Every wanted word is there, or begins one that is. */
export function hasWords(text: string, wanted: readonly string[]): boolean {
  const words = searchWords(text);
  return wanted.every((one) => words.some((word) => word.startsWith(one)));
}

function partsOf(word: string): readonly string[] {
  if (!UNSPACED.test(word)) return [word];
  const characters = Array.from(word);
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, before) => `${characters[before]}${character}`);
}
