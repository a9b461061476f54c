import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Message } from "#app/core/shared/message.ts";

/** The folder of the catalogs: one folder per language, one file per room. */
const FOLDER = new URL("../../app/content/messages/", import.meta.url).pathname;

export function roomsOf(language: string): string[] {
  return readdirSync(join(FOLDER, language)).map((name) => name.replace(/\.json$/, ""));
}

export function messagesOf(language: string, room: string): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(join(FOLDER, language, `${room}.json`), "utf8"));
}

/** All messages of a language by key. */
export function catalogSource(language: string): ReadonlyMap<string, string> {
  return new Map(roomsOf(language).flatMap((room) => Object.entries(messagesOf(language, room))));
}

export interface Places {
  readonly values: ReadonlySet<string>;
  readonly tags: ReadonlySet<string>;
}

/** The names a message has places for. */
export function placesIn(message: Message): Places {
  const values = new Set<string>();
  const tags = new Set<string>();
  function visit(part: Message): void {
    if (typeof part === "string") return;
    for (const piece of part) {
      if (typeof piece === "string") continue;
      const [kind, name, more] = piece;
      (kind === "tag" ? tags : values).add(name);
      if (more === undefined) continue;
      if (kind === "tag") visit(more);
      else for (const choice of Object.values(more)) visit(choice);
    }
  }
  visit(message);
  return { values, tags };
}
