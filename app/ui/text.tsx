import { createContext, createElement, Fragment, use, useMemo } from "react";
import type { PageKey } from "#app/content/messages/keys.ts";
import type { Language } from "#app/core/shared/language.ts";
import { type Catalog, fill } from "#app/core/shared/message.ts";
import { type Text, textOf } from "#app/core/shared/text.ts";

/** The words of a page: one language, all of its messages, and where a browser gets them. */
interface Words {
  readonly language: Language;
  readonly catalog: Catalog;
  readonly address: string;
  /** The reader's own time zone, where their account names one. */
  readonly zone: string | null;
}

type Nodes = Readonly<Record<string, React.ReactNode>>;
type Tags = Readonly<Record<string, (inside: React.ReactNode) => React.ReactNode>>;

const TextContext = createContext<Words & { readonly text: Text<PageKey> }>({
  language: "en",
  catalog: {},
  address: "",
  zone: null,
  text: textOf({}, "en"),
});

export function TextProvider({ words, children }: { words: Words; children?: React.ReactNode }) {
  const value = useMemo(() => ({ ...words, text: textOf<PageKey>(words.catalog, words.language) }), [words]);
  return <TextContext value={value}>{children}</TextContext>;
}

/** Says a message as text: `text("room.steps", { count })`. */
export function useText(): Text<PageKey> {
  return use(TextContext).text;
}

/** Says a message with elements in it: values may be nodes, and `tags` wrap the words of `<name>…</name>`. */
export function useRichText(): (key: PageKey, values?: Nodes, tags?: Tags) => React.ReactNode {
  const { catalog, language } = use(TextContext);
  return (key, values = {}, tags = {}) => {
    const parts = fill<React.ReactNode>(catalog[key] ?? key, { language, values, tags: wrapped(tags) });
    return createElement(Fragment, null, ...parts);
  };
}

function wrapped(tags: Tags) {
  return Object.fromEntries(
    Object.entries(tags).map(([name, wrap]) => [
      name,
      (inside: readonly React.ReactNode[]) => wrap(createElement(Fragment, null, ...inside)),
    ]),
  );
}

export function useWordsOfPage(): Words {
  return use(TextContext);
}
