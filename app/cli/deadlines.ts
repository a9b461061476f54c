import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { text as textOfStream } from "node:stream/consumers";
import { type FactProblem, readFacts } from "#app/core/notification/fact-door.ts";
import type { Facts } from "#app/core/notification/facts.ts";
import type { Obligation } from "#app/core/notification/obligation.ts";
import { obligations } from "#app/core/notification/obligations.ts";
import { factProblemText, lineText } from "#app/core/notification/words.ts";
import type { Instant } from "#app/core/shared/instant.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import { type Law, shippedLaw } from "#app/server/content/regimes.server.ts";
import { textFor } from "#app/server/text/catalogs.ts";
import { readArguments, usageText } from "./arguments.ts";
import { printJson } from "./installation.ts";

export const usage = usageText({
  forms: ["deadlines FACTS.json", "deadlines -"],
  about: `Says who has to be told of an incident, by when, and why. The answer is JSON on stdout.

FACTS.json holds one object with facts, and the answer is a list of obligations; or it holds a list of such
objects, and the answer is a list of lists. docs/law.md names the facts. "now" is the moment from which
an obligation is late, by default the clock's; facts that a given "now" precedes are refused.

Exit 0: done. 2: a fact or the file cannot be used, with the field on stderr.
This is not legal advice. Rows marked M are unverified, P are proposed and set no limit.`,
});

const UNUSABLE = 2;
const NOT_ADVICE = "Not legal advice: counsel decides.";

export async function run(args: string[]): Promise<number> {
  const given = readArguments({ args, options: {}, allowPositionals: true });
  if (!given.ok) return refuse(given.error);
  const [path, ...more] = given.value.positionals;
  if (path === undefined) return refuse("Name the file with the facts, or - to read them from stdin.");
  if (more.length > 0) return refuse(`"${more[0]}" is one argument too many.`);
  const input = await readJson(path);
  if (!input.ok) return refuse(input.error);
  const law = await shippedLaw();
  for (const { file, line, message } of law.problems) say(`${file}:${line} is left out: ${message}.`);
  const read = readAll(input.value, law);
  if (!read.ok) {
    for (const sentence of read.error) say(sentence);
    return UNUSABLE;
  }
  const now = new Date().toISOString();
  const answers = read.value.map((facts) =>
    obligations({ ...facts, now: facts.now ?? now }, law.regimes, law.calendars).map(shown),
  );
  say(NOT_ADVICE);
  printJson(Array.isArray(input.value) ? answers : answers[0]);
  return 0;
}

/** All facts, or all that is wrong with them; a list's objects are named by their place in it. */
function readAll(input: unknown, law: Law): Result<readonly Facts[], readonly string[]> {
  const text = textFor("en");
  const inList = Array.isArray(input);
  const read = (inList ? input : [input]).map((one: unknown) => readFacts(one, law.names));
  const sentences = read.flatMap((one, index) =>
    one.ok
      ? []
      : one.error.map((problem) => factProblemText(inList ? inPlace(problem, index) : problem, text)),
  );
  return sentences.length > 0 ? no(sentences) : ok(read.flatMap((one) => (one.ok ? [one.value] : [])));
}

function inPlace(problem: FactProblem, index: number): FactProblem {
  return { ...problem, field: `${index}.${problem.field}` };
}

/** An obligation with its lines as sentences, and instants without the milliseconds they do not have. */
function shown({ dueAt, safeAt, readings, submittedAt, reason, explain, ...rest }: Obligation) {
  const text = textFor("en");
  return {
    ...rest,
    dueAt: dueAt === null ? null : short(dueAt),
    ...(safeAt === undefined ? {} : { safeAt: short(safeAt) }),
    ...(readings === undefined
      ? {}
      : { readings: readings.map(({ name, at }) => ({ name, at: short(at) })) }),
    ...(submittedAt === undefined ? {} : { submittedAt: short(submittedAt) }),
    ...(reason === undefined ? {} : { reason: lineText(reason, text) }),
    explain: explain.map((line) => lineText(line, text)),
  };
}

function short(instant: Instant): string {
  return instant.replace(".000Z", "Z");
}

async function readJson(path: string): Promise<Result<unknown, string>> {
  const name = path === "-" ? "stdin" : basename(path);
  try {
    return ok(JSON.parse(path === "-" ? await textOfStream(process.stdin) : await readFile(path, "utf8")));
  } catch (cause) {
    if (cause instanceof SyntaxError) return no(`${name} is not JSON: ${cause.message}.`);
    if (!(cause instanceof Error) || !("code" in cause)) throw cause;
    return no(
      cause.code === "ENOENT" ? `There is no file ${path}.` : `${path} cannot be read (${cause.code}).`,
    );
  }
}

function say(sentence: string): void {
  process.stderr.write(`sangfroid deadlines: ${sentence}\n`);
}

function refuse(sentence: string): number {
  say(sentence);
  return UNUSABLE;
}
