import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { nearest } from "#app/core/shared/nearest.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import { type FileProblem, readOverlay, readPlaybook } from "#app/server/content/playbook-file.server.ts";
import { readArguments, usageText } from "./arguments.ts";

export const usage = usageText({
  forms: ["playbook check FILE", "playbook list", "playbook show ID"],
  about: `Checks a playbook file, or shows the playbooks of this build. Answers are JSON on stdout.

  check FILE  {ok, problems}. FILE is a playbook, or its texts in another language
              (leaked-key.fr.yaml, with leaked-key.yaml beside it).
              Exit 0: it may be used. 1: it has problems. 2: it cannot be read.
  list        id, version, title and content hash of each playbook
  show ID     {hash, template}: the whole playbook, with defaults filled in`,
});

const UNUSABLE = 2;

export async function run(args: string[]): Promise<number> {
  const given = readArguments({ args, options: {}, allowPositionals: true });
  if (!given.ok) return refuse(given.error);
  const [act, subject, ...more] = given.value.positionals;
  if (more.length > 0) return refuse(`"${more[0]}" is one argument too many.`);
  switch (act) {
    case "check":
      return subject === undefined ? refuse("Name the file to check.") : check(subject);
    case "list":
      return subject === undefined ? list() : refuse(`"${subject}" is one argument too many.`);
    case "show":
      return subject === undefined ? refuse("Name the playbook to show.") : show(subject);
    default:
      return refuse(
        act === undefined
          ? "Say check, list or show."
          : `There is no "playbook ${act}". Say check, list or show.`,
      );
  }
}

async function check(path: string): Promise<number> {
  const text = await read(path);
  if (!text.ok) return refuse(text.error);
  const base = baseOf(path);
  if (base === undefined) return report(path, readPlaybook(text.value));
  const baseText = await read(base);
  if (!baseText.ok) return refuse(`${basename(path)} is a translation. ${baseText.error}`);
  const { playbook } = readPlaybook(baseText.value);
  if (playbook === undefined) return refuse(`${basename(base)} has problems itself. Check it first.`);
  return report(path, readOverlay(text.value, playbook.template));
}

/** The playbook beside a translation: `x.yaml` of `x.fr.yaml`. */
function baseOf(path: string): string | undefined {
  const id = /^(.+)\.[a-z]{2}(?:-[A-Za-z]+)?(\.ya?ml)$/.exec(basename(path));
  return id === null ? undefined : join(dirname(path), `${id[1]}${id[2]}`);
}

function report(
  path: string,
  reading: { readonly readable: boolean; readonly problems: readonly FileProblem[] },
): number {
  const ok = reading.problems.every((problem) => problem.level === "warning");
  print({ ok, problems: reading.problems.map(({ path: _, ...problem }) => problem) });
  for (const { line, message, cure } of reading.problems) {
    process.stderr.write(`${basename(path)}:${line}: ${message} ${cure}\n`);
  }
  if (!reading.readable) return UNUSABLE;
  return ok ? 0 : 1;
}

/** Loaded on demand: `check` has to work on a broken copy of a playbook this build would refuse to start with. */
function shipped() {
  return import("#app/server/content/playbooks.server.ts");
}

async function list(): Promise<number> {
  const { shippedPlaybooks } = await shipped();
  print(
    shippedPlaybooks.map(({ hash, template }) => ({
      id: template.id,
      version: template.version,
      title: template.title,
      language: template.language,
      steps: template.steps.length,
      lastDrilled: template.last_drilled,
      hash,
    })),
  );
  return 0;
}

async function show(id: string): Promise<number> {
  const { shippedPlaybooks } = await shipped();
  const playbook = shippedPlaybooks.find(({ template }) => template.id === id);
  if (playbook !== undefined) {
    print(playbook);
    return 0;
  }
  const ids = shippedPlaybooks.map(({ template }) => template.id);
  const meant = nearest(id, ids);
  return refuse(
    `There is no playbook ${id}. ${meant === undefined ? `There are: ${ids.join(", ")}.` : `Did you mean ${meant}?`}`,
  );
}

async function read(path: string): Promise<Result<string, string>> {
  try {
    return ok(new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path)));
  } catch (cause) {
    if (cause instanceof TypeError) return no(`${basename(path)} is not UTF-8 text. Save it as UTF-8.`);
    if (!(cause instanceof Error) || !("code" in cause)) throw cause;
    if (cause.code === "ENOENT") return no(`There is no file ${path}.`);
    return no(`${path} cannot be read (${cause.code}).`);
  }
}

function refuse(sentence: string): number {
  process.stderr.write(`sangfroid playbook: ${sentence}\n`);
  return UNUSABLE;
}

function print(answer: unknown): void {
  process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
}
