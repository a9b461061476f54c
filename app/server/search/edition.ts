import { shippedTranslations } from "../content/playbooks.server.ts";
import { sha256 } from "../log/sha256.ts";

/** Counts the changes of how tokens are made, and of what is searchable. */
const MAKING = 1;

/** The setting that names what made the tokens of the index. */
export const EDITION_SETTING = "search-edition";

/** What made the tokens: our rules, the Unicode that Node knows, and the translations that titles are read in. */
export const EDITION = JSON.stringify([MAKING, process.versions.unicode, translationsHash()]);

function translationsHash(): string {
  const bytes = Buffer.from(JSON.stringify([...shippedTranslations]));
  return Buffer.from(sha256(bytes)).toString("hex").slice(0, 16);
}
