import type { Language } from "./language.ts";
import { type Catalog, fill } from "./message.ts";

export type TextValues = Readonly<Record<string, string | number>>;

/** Says things in the reader's language: a key of the catalog and what fills its places. */
export interface Text<Key extends string> {
  (key: Key, values?: TextValues): string;
  readonly language: Language;
  /** `Lin, Omar and Zoé`. */
  list(items: readonly string[]): string;
}

/** A key the catalog does not have is said as it is: a page with a hole is better than none. */
export function textOf<Key extends string>(catalog: Catalog, language: Language): Text<Key> {
  let lists: Intl.ListFormat | undefined;
  const say = (key: Key, values: TextValues = {}) =>
    fill<string>(catalog[key] ?? key, { language, values, tags: {} }).join("");
  return Object.assign(say, {
    language,
    list(items: readonly string[]) {
      lists ??= new Intl.ListFormat(language, { type: "conjunction" });
      return lists.format(items);
    },
  });
}
