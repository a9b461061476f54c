/// <reference types="vite/client" />
import { libraryOf } from "#app/core/playbook/library.ts";
import type { Library, Playbook, Template } from "#app/core/playbook/template.ts";
import { type FileProblem, readOverlay, readPlaybook } from "./playbook-file.server.ts";

// The build carries the files' text inside the server, so nothing is looked up on disk at run time.
const FILES: Readonly<Record<string, string>> = import.meta.glob("../../content/playbooks/*.yaml", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** `leaked-key.fr.yaml` is an overlay of leaked-key; `leaked-key.yaml` is the playbook. */
const OVERLAY = /^(?<id>[^.]+)\.(?<language>[a-z]{2}(?:-[A-Za-z]+)?)\.yaml$/;

const named = Object.entries(FILES).map(([path, text]) => ({
  name: path.slice(path.lastIndexOf("/") + 1),
  text,
}));

/** The playbooks this build ships, in the order of their ids. Tests keep them free of problems. */
export const shippedPlaybooks: readonly Playbook[] = named
  .filter((file) => !OVERLAY.test(file.name))
  .map((file) => usable(file.name, file.text))
  .sort((a, b) => (a.template.id < b.template.id ? -1 : 1));

/** Versions that earlier builds shipped come from the store; this knows only today's. */
export const shippedLibrary: Library = libraryOf(shippedPlaybooks);

const translations: ReadonlyMap<string, Template> = new Map(
  named.flatMap((file) => {
    const { id, language } = OVERLAY.exec(file.name)?.groups ?? {};
    if (id === undefined || language === undefined) return [];
    return [[`${id} ${language}`, translated(file.name, file.text, id)] as const];
  }),
);

/** The newest version's texts in a language, where someone has translated them; what is done is the same. */
export function translationOf(id: string, language: string): Template | undefined {
  return translations.get(`${id} ${language}`);
}

function usable(name: string, text: string): Playbook {
  const { playbook, problems } = readPlaybook(text);
  if (playbook === undefined) throw new Error(broken(name, problems));
  return playbook;
}

function translated(name: string, text: string, id: string): Template {
  const base = shippedLibrary.newest(id);
  if (base === undefined) throw new Error(`${name} translates ${id}, which is not shipped.`);
  const { template, problems } = readOverlay(text, base.template);
  if (template === undefined) throw new Error(broken(name, problems));
  return template;
}

function broken(name: string, problems: readonly FileProblem[]): string {
  return [
    `${name} cannot be used:`,
    ...problems.map((problem) => `  line ${problem.line}: ${problem.message}`),
  ].join("\n");
}
