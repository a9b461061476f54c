import type { AnyText } from "#app/content/messages/keys.ts";
import type { Entry } from "#app/core/incident/entry.ts";
import { type ActKind, installationWords } from "#app/core/installation/words.ts";
import type { House } from "#app/server/house.server.ts";
import { installationActs } from "#app/server/queries/installation-log.ts";

/** An act as a line, in words. */
export interface ActView {
  readonly seq: number;
  readonly at: string;
  readonly who: string;
  readonly kind: ActKind;
  readonly summary: string;
  readonly quoted: string | undefined;
}

export interface InstallationLogView {
  /** Newest first. */
  readonly acts: readonly ActView[];
  readonly older: number | undefined;
  readonly size: number;
}

export async function installationLogView(
  house: House,
  before: number | undefined,
  text: AnyText,
): Promise<InstallationLogView> {
  const { entries, older, size, names } = await installationActs(house, before);
  const nameOf = (id: string) => names.get(id) ?? id;
  const acts = entries.map((entry) => ({
    seq: entry.seq,
    at: entry.at,
    who: whoOf(entry, nameOf, text),
    ...installationWords(entry, nameOf, text),
  }));
  return { acts, older, size };
}

function whoOf({ by }: Entry, nameOf: (id: string) => string, text: AnyText): string {
  if (by.k !== "system") return nameOf(by.u);
  if (by.auth === "shell") return text("installation.by-shell");
  return text(by.auth === "setup" ? "installation.by-set-up" : "log.system");
}
