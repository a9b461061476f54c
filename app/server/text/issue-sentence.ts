import type { z } from "zod";
import type { AnyText, MessageKey } from "#app/content/messages/keys.ts";
import { catalogOf } from "./catalogs.ts";

/** What a schema of ours says is wrong: it names a message of the catalog, and `params` fill its places. */
export function issueSentence(issue: z.core.$ZodIssue, text: AnyText): string {
  if (!isKey(issue.message)) return issue.message;
  const params = issue.code === "custom" ? Object.entries(issue.params ?? {}) : [];
  const values = params.map(([name, value]: [string, unknown]) => [
    name,
    typeof value === "number" ? value : String(value),
  ]);
  return text(issue.message, Object.fromEntries(values));
}

function isKey(message: string): message is MessageKey {
  return Object.hasOwn(catalogOf("en"), message);
}
