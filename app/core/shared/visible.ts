// Control characters, and marks that turn or hide text: in a report or a console they could forge a line.
// C0 and C1, the soft hyphen, zero-width and directional marks, line and paragraph separators, tags, noncharacters.
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this looks for
  /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;

/** Typed text with everything unseen spelt out: U+202E reads `\u{202e}`. Line feeds stay. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (mark) => `\\u{${mark.codePointAt(0)?.toString(16)}}`);
}

/** The same for places that hold one line: a line feed reads `\u{a}`. */
export function visibleLine(text: string): string {
  return visible(text).replaceAll("\n", "\\u{a}");
}
