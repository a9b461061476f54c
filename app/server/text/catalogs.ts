/// <reference types="vite/client" />
import { createHash } from "node:crypto";
import type { MessageKey } from "#app/content/messages/keys.ts";
import type { Language } from "#app/core/shared/language.ts";
import type { Catalog } from "#app/core/shared/message.ts";
import { type Text, textOf } from "#app/core/shared/text.ts";
import { compile } from "./compile.ts";

type Sources = Readonly<Record<string, string>>;

const FILES = import.meta.glob<Sources>("../../content/messages/*/*.json", {
  import: "default",
  eager: true,
});

/** Rooms whose words are only ever filled here: the browser does without them. */
const OURS_ALONE = new Set(["duty", "entry", "installation", "refusal", "report"]);

interface Spoken {
  readonly catalog: Catalog;
  readonly text: Text<MessageKey>;
  /** What the browser gets, and where: the address names its content, so that it may be kept for ever. */
  readonly file: { readonly path: string; readonly body: string };
}

const spoken = new Map<Language, Spoken>();

/** A language is read when it is first asked for. A catalog that lacks a message says it in English. */
function speak(language: Language): Spoken {
  const known = spoken.get(language);
  if (known !== undefined) return known;
  const ours = language === "en" ? {} : speak("en").catalog;
  const catalog = { ...ours, ...compiled(language) };
  const body = JSON.stringify(
    Object.fromEntries(Object.entries(catalog).filter(([key]) => !OURS_ALONE.has(roomOf(key)))),
  );
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 16);
  const read = {
    catalog,
    text: textOf<MessageKey>(catalog, language),
    file: { path: `/messages/${language}-${hash}.json`, body },
  };
  spoken.set(language, read);
  return read;
}

function compiled(language: Language): Catalog {
  const sources = Object.entries(FILES)
    .filter(([path]) => path.includes(`/${language}/`))
    .flatMap(([, messages]) => Object.entries(messages));
  return Object.fromEntries(sources.map(([key, source]) => [key, compile(key, source)]));
}

function roomOf(key: string): string {
  return key.slice(0, key.indexOf("."));
}

export function textFor(language: Language): Text<MessageKey> {
  return speak(language).text;
}

/** The whole catalog, for rendering pages here as the browser will. */
export function catalogOf(language: Language): Catalog {
  return speak(language).catalog;
}

export function messagesFile(language: Language): Spoken["file"] {
  return speak(language).file;
}
