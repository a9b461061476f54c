// What may stand directly before a value: no letter, digit or underscore, save the end of an escape such as \n, %3D,
// \u003d or a terminal's colour, which belong to the writing and not to a word.

const ESCAPE_BEFORE = /(?:\\[nrtbf]|%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|\[[0-9;]{0,8}m)$/;

export function beginsWord(text: string, at: number): boolean {
  if (at === 0 || !isWord(text.charCodeAt(at - 1))) return true;
  return ESCAPE_BEFORE.test(text.slice(Math.max(0, at - 12), at));
}

export function isWord(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f
  );
}

/** Up to `reach` characters on either side of a span. */
export function around(text: string, start: number, end: number, reach: number): string {
  return text.slice(Math.max(0, start - reach), end + reach);
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The same places in ascending order, those that touch joined: each is looked at once, however many hits made it. */
export function joined(spans: readonly Span[]): readonly Span[] {
  const apart: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = apart.at(-1);
    if (last === undefined || span.from > last.to) apart.push(span);
    else apart[apart.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
  }
  return apart;
}
