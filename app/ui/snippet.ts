// A snippet is text with `{{names}}` to fill. What fills them may have been typed by someone else, so a
// value that a shell would act on is never put into a command that can be copied.

export interface Piece {
  readonly text: string;
  /** Set for the place of a name: `text` is then its value, or the name while it has none. */
  readonly name?: string;
  readonly filled?: boolean;
}

const NAME = /\{\{\s*([\w.-]+)\s*\}\}/g;
const HARMLESS = /^[\w./:@+=,%-]+$/;

export function namesIn(template: string): string[] {
  return [...new Set([...template.matchAll(NAME)].map((match) => match[1] ?? ""))];
}

/** True when a shell takes the value as one plain word. */
export function isHarmless(value: string): boolean {
  return HARMLESS.test(value) && !value.startsWith("-");
}

export function piecesOf(template: string, values: Readonly<Record<string, string>>): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of template.matchAll(NAME)) {
    if (match.index > from) pieces.push({ text: template.slice(from, match.index) });
    const name = match[1] ?? "";
    const value = values[name] ?? "";
    const filled = isHarmless(value);
    pieces.push({ text: filled ? value : `{{${name}}}`, name, filled });
    from = match.index + match[0].length;
  }
  if (from < template.length) pieces.push({ text: template.slice(from) });
  return pieces;
}
