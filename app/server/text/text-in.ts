import type { RouterContextProvider } from "react-router";
import type { MessageKey } from "#app/content/messages/keys.ts";
import type { Text } from "#app/core/shared/text.ts";
import { languageContext } from "../context.ts";
import { textFor } from "./catalogs.ts";

/** What a loader or an action says things with, in its reader's language. */
export function textIn(context: Readonly<RouterContextProvider>): Text<MessageKey> {
  return textFor(context.get(languageContext));
}
