/** A literal to look for, and what it stands for. */
export interface Anchor<T> {
  readonly literal: string;
  /** ASCII letters in either case. */
  readonly fold: boolean;
  readonly of: T;
}

type Visit<T> = (at: number, of: T) => void;

/**
 * Looks for all anchors in one pass: of each place only the first two characters are asked, in a table of bits, and
 * what few places remain are compared. Anchors have two characters at least. Visits come in the order of the text.
 */
export function anchorSearch<T>(anchors: readonly Anchor<T>[]): (text: string, visit: Visit<T>) => void {
  const begins = new Uint8Array(65_536);
  const bySlot = new Map<number, Anchor<T>[]>();
  for (const anchor of anchors) {
    for (const slot of slotsOf(anchor)) {
      begins[slot] = 1;
      bySlot.set(slot, [...(bySlot.get(slot) ?? []), anchor]);
    }
  }
  return (text, visit) => {
    let slot = text.length === 0 ? 0 : text.charCodeAt(0) & 0xff;
    for (let at = 1; at < text.length; at++) {
      slot = ((slot & 0xff) << 8) | (text.charCodeAt(at) & 0xff);
      if (begins[slot] === 1) {
        for (const anchor of bySlot.get(slot) ?? [])
          if (standsAt(text, at - 1, anchor)) visit(at - 1, anchor.of);
      }
    }
  };
}

function slotsOf({ literal, fold }: Anchor<unknown>): Set<number> {
  const [first = "", second = ""] = literal;
  const spellings = (letter: string) => (fold ? [letter.toLowerCase(), letter.toUpperCase()] : [letter]);
  return new Set(spellings(first).flatMap((a) => spellings(second).map((b) => slotOf(a, b))));
}

function slotOf(first: string, second: string): number {
  return ((first.charCodeAt(0) & 0xff) << 8) | (second.charCodeAt(0) & 0xff);
}

function standsAt(text: string, at: number, { literal, fold }: Anchor<unknown>): boolean {
  if (!fold) return text.startsWith(literal, at);
  for (let next = 0; next < literal.length; next++) {
    if (lower(text.charCodeAt(at + next)) !== lower(literal.charCodeAt(next))) return false;
  }
  return true;
}

function lower(code: number): number {
  return code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
}
