import { text } from "node:stream/consumers";
import { badFieldsOf } from "#app/server/api/problem.ts";
import { setBreakGlass } from "#app/server/auth/break-glass.ts";
import { addPerson, type NewPerson, newPerson } from "#app/server/auth/people.ts";
import { type LinkRefusal, makeSignInLink } from "#app/server/auth/sign-in-link.ts";
import type { House } from "#app/server/house.server.ts";
import { sentenceOf } from "#app/server/refusals.ts";
import { type Option, readArguments, usageText } from "./arguments.ts";
import {
  DATA_OPTION,
  printJson,
  readEnvironment,
  readOrigin,
  telling,
  withInstallation,
} from "./installation.ts";
import { SHELL } from "./shell.ts";

const OPTIONS = {
  email: { type: "string", value: "ADDRESS", about: "the address they sign in with" },
  name: { type: "string", value: "NAME", about: "their name, as the logs tell it" },
  role: { type: "string", value: "ROLE", about: "administrator, member (the default) or observer" },
  "password-stdin": {
    type: "boolean",
    about:
      "read the password from standard input; without it they can't sign in, but tokens can act for them",
  },
  "forget-second-step": {
    type: "boolean",
    about:
      "with link: once it is used, no code from their app is asked any more; for who lost phone and recovery codes",
  },
  off: { type: "boolean", about: "with break-glass: an ordinary account again" },
  ...DATA_OPTION,
} as const satisfies Record<string, Option>;

export const usage = usageText({
  forms: [
    "user add --email ADDRESS --name NAME [--role ROLE] [--password-stdin] [--data DIR]",
    "user link --email ADDRESS [--forget-second-step] [--data DIR]",
    "user break-glass --email ADDRESS [--off] [--data DIR]",
  ],
  about: `On an empty data folder as well as beside a running server:
add          adds a person; prints {id, email, name, role} as JSON
link         makes a link to sign in once, within 30 minutes, for who lost their password; prints {link, expiresAt}
break-glass  makes an account open only when a second person confirms; prints {id, email, name, breakGlass}
Each is an entry in the installation's log.`,
  options: OPTIONS,
});

const UNUSABLE = 2;

const FORMS = "Say: sangfroid user add, user link or user break-glass, and --email ADDRESS";

interface Given {
  readonly email?: string | undefined;
  readonly name?: string | undefined;
  readonly role?: string | undefined;
  readonly data?: string | undefined;
  readonly "password-stdin"?: boolean | undefined;
  readonly "forget-second-step"?: boolean | undefined;
  readonly off?: boolean | undefined;
}

export async function run(args: string[], input: NodeJS.ReadableStream = process.stdin): Promise<number> {
  const given = readArguments({ args, options: OPTIONS, allowPositionals: true });
  if (!given.ok) return refuse(given.error);
  const { positionals, values } = given.value;
  const [act, ...more] = positionals;
  if (more.length > 0) return refuse(FORMS);
  switch (act) {
    case "add":
      return runAdd(values, input);
    case "link":
      return runFor(values, (house, email) => link(house, email, values));
    case "break-glass":
      return runFor(values, (house, email) => breakGlass(house, email, values.off !== true));
    default:
      return refuse(FORMS);
  }
}

async function runAdd(values: Given, input: NodeJS.ReadableStream): Promise<number> {
  const { data, email, name, role = "member" } = values;
  const password = values["password-stdin"] === true ? await passwordFrom(input) : undefined;
  const wanted = newPerson.safeParse(
    { email, name, role, ...(password === undefined ? {} : { password }) },
    { reportInput: true },
  );
  if (!wanted.success) {
    return refuse(
      badFieldsOf(wanted.error)
        .map(({ path, message }) => `--${path === "password" ? "password-stdin" : path}: ${message}`)
        .join(" "),
    );
  }
  const work = (house: House) => add(house, wanted.data);
  return telling("user", () => withInstallation(data, work, { playbooks: [] }));
}

async function runFor(
  { email, data }: Given,
  work: (house: House, email: string) => Promise<number>,
): Promise<number> {
  if (email === undefined) return refuse("--email: This is needed.");
  return telling("user", () => withInstallation(data, (house) => work(house, email), { playbooks: [] }));
}

async function link(house: House, email: string, values: Given): Promise<number> {
  const secondStep = values["forget-second-step"] === true ? "forgotten" : "kept";
  const made = await makeSignInLink(house, SHELL, email, { secondStep });
  if (!made.ok) return refusedFor(made.error);
  const origin = readOrigin(readEnvironment().SANGFROID_ORIGIN);
  const where = (origin.ok ? origin.value?.origin : undefined) ?? "http://localhost:3000";
  printJson({ link: where + made.value.path, expiresAt: made.value.expiresAt });
  return 0;
}

async function breakGlass(house: House, email: string, needsTwo: boolean): Promise<number> {
  const set = await setBreakGlass(house, SHELL, email, needsTwo);
  if (!set.ok) return refusedFor(set.error);
  const { id, email: address, name } = set.value;
  printJson({ id, email: address, name, breakGlass: needsTwo });
  return 0;
}

function refusedFor(refusal: LinkRefusal): number {
  const sentence =
    refusal.code === "no-such-person"
      ? `No active person has the address ${refusal.email}.`
      : sentenceOf(refusal);
  process.stderr.write(`sangfroid user: ${sentence}\n`);
  return 1;
}

async function add(house: House, wanted: NewPerson): Promise<number> {
  const added = await addPerson(house, SHELL, wanted);
  if (added.ok) {
    const { id, email, name, role } = added.value.value;
    printJson({ id, email, name, role });
    return 0;
  }
  const refusal = added.error;
  const sentence =
    refusal.code === "email-taken" ? `${refusal.email} is someone's address already.` : sentenceOf(refusal);
  process.stderr.write(`sangfroid user: ${sentence}\n`);
  return 1;
}

/** One line, without its end: `echo` and a file made by an editor give one. */
async function passwordFrom(input: NodeJS.ReadableStream): Promise<string> {
  return (await text(input)).replace(/\r?\n$/, "");
}

function refuse(sentence: string): number {
  process.stderr.write(`sangfroid user: ${sentence}\n`);
  return UNUSABLE;
}
