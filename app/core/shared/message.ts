// A message once its ICU spelling has been read: words, and places to fill. Small, so that a browser gets all
// of a language at once; the same few functions fill it on the server and in the browser, so both say the same.

export type Message = string | readonly Piece[];

export type Piece =
  | string
  | readonly [kind: "value", name: string]
  | readonly [kind: "plural" | "select", name: string, choices: Choices]
  | readonly [kind: "tag", name: string, inside: Message];

type Choices = Readonly<Record<string, Message>>;

/** Messages by key. */
export type Catalog = Readonly<Record<string, Message>>;

/** How a message is filled. `T` is what may stand among its words, such as a link. */
export interface Filling<T> {
  readonly language: string;
  readonly values: Readonly<Record<string, string | number | T>>;
  /** What becomes of the words inside `<name>…</name>`; without it they stand there as they are. */
  readonly tags: Readonly<Record<string, (inside: readonly (string | T)[]) => T>>;
}

/** The message with its places filled. A place without a value shows its name. */
export function fill<T>(message: Message, filling: Filling<T>): readonly (string | T)[] {
  if (typeof message === "string") return [message];
  return message.flatMap((piece) => (typeof piece === "string" ? piece : place(piece, filling)));
}

function place<T>(piece: Exclude<Piece, string>, filling: Filling<T>): readonly (string | T)[] {
  const { language, values, tags } = filling;
  const value = values[piece[1]];
  switch (piece[0]) {
    case "value":
      if (value === undefined) return [`{${piece[1]}}`];
      if (typeof value === "string") return [apart(value)];
      return [typeof value === "number" ? numberText(value, language) : value];
    case "tag": {
      const wrap = tags[piece[1]];
      const inside = fill(piece[2], filling);
      return wrap === undefined ? inside : [wrap(inside)];
    }
    case "plural": {
      const exact = piece[2][`=${value}`];
      return fill(exact ?? chosen(piece[2], pluralRule(Number(value), language)), filling);
    }
    default:
      return fill(chosen(piece[2], String(value)), filling);
  }
}

/** Letters that run from right to left, and the marks that turn a line. */
const TURNS =
  /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** UAX #9: first strong isolate. A name that runs the other way leaves the words around it where they are. */
function apart(value: string): string {
  return TURNS.test(value) ? `\u2068${value}\u2069` : value;
}

/** Every plural and every select has an `other`. */
function chosen(choices: Choices, name: string): Message {
  return choices[name] ?? choices.other ?? "";
}

const rules = new Map<string, Intl.PluralRules>();
const numbers = new Map<string, Intl.NumberFormat>();

function pluralRule(count: number, language: string): string {
  const rule = rules.get(language) ?? new Intl.PluralRules(language);
  rules.set(language, rule);
  return rule.select(count);
}

function numberText(value: number, language: string): string {
  const format = numbers.get(language) ?? new Intl.NumberFormat(language);
  numbers.set(language, format);
  return format.format(value);
}
