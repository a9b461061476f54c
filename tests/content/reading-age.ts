/**
 * Reading age in years: the Flesch–Kincaid grade of the texts taken together, plus five.
 * Syllables are counted by groups of vowels, which errs upward on most words.
 */
export function readingAge(texts: readonly string[]): number {
  const sentences = texts
    .flatMap((text) => text.split(/(?<=[.?:])\s+/))
    .filter((part) => /[A-Za-z]/.test(part));
  const words = sentences.flatMap((sentence) => sentence.match(/[A-Za-z][A-Za-z'’-]*/g) ?? []);
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0);
  return 0.39 * (words.length / sentences.length) + 11.8 * (syllables / words.length) - 15.59 + 5;
}

function syllablesOf(word: string): number {
  // Initials are read letter by letter: STS, URL.
  if (/^[A-Z]{2,}$/.test(word)) return word.length;
  const groups = word
    .toLowerCase()
    .replace(/(?:[^laeiouy]es|[^dt]ed|[^l]e)$/, (end) => end[0] ?? "")
    .match(/[aeiouy]+/g);
  return Math.max(1, groups?.length ?? 0);
}
