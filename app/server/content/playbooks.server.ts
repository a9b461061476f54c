/// <reference types="vite/client" />
import { playbookOf } from "#app/core/playbook/content-hash.ts";
import { libraryOf } from "#app/core/playbook/library.ts";
import { overlaySchema, translate } from "#app/core/playbook/overlay.ts";
import { type Library, type Playbook, type Template, templateSchema } from "#app/core/playbook/template.ts";

// The build carries what the files hold inside the server, so nothing is looked up on disk at run time. Whether
// they are free of problems is asked by the tests, not at each start.
const FILES: Readonly<Record<string, unknown>> = import.meta.glob("../../content/playbooks/*.yaml", {
  import: "default",
  eager: true,
});

/** `leaked-key.fr.yaml` is an overlay of leaked-key; `leaked-key.yaml` is the playbook. */
const OVERLAY = /^(?<id>[^.]+)\.(?<language>[a-z]{2}(?:-[A-Za-z]+)?)\.yaml$/;

const named = Object.entries(FILES).map(([path, value]) => ({
  name: path.slice(path.lastIndexOf("/") + 1),
  value,
}));

/** The playbooks this build ships, in the order of their ids. */
export const shippedPlaybooks: readonly Playbook[] = named
  .filter((file) => !OVERLAY.test(file.name))
  .map(({ value }) => playbookOf(templateSchema.parse(value)))
  .sort((a, b) => (a.template.id < b.template.id ? -1 : 1));

/** Versions that earlier builds shipped come from the store; this knows only today's. */
export const shippedLibrary: Library = libraryOf(shippedPlaybooks);

/** By playbook and language. */
export const shippedTranslations: ReadonlyMap<string, Template> = new Map(
  named.flatMap((file) => {
    const { id, language } = OVERLAY.exec(file.name)?.groups ?? {};
    if (id === undefined || language === undefined) return [];
    return [[`${id} ${language}`, translated(id, file.value)] as const];
  }),
);

/** The newest version's texts in a language, where someone has translated them; what is done is the same. */
export function translationOf(id: string, language: string): Template | undefined {
  return shippedTranslations.get(`${id} ${language}`);
}

function translated(id: string, value: unknown): Template {
  const base = shippedLibrary.newest(id);
  const template = base && translate(base.template, overlaySchema.parse(value));
  if (!template?.ok) throw new Error(`an overlay of ${id} does not fit what is shipped`);
  return template.value;
}
