import { text } from "node:stream/consumers";
import { badFieldsOf } from "#app/server/api/problem.ts";
import { addPerson, type NewPerson, newPerson } from "#app/server/auth/people.ts";
import type { House } from "#app/server/house.server.ts";
import { sentenceOf } from "#app/server/refusals.ts";
import { type Option, readArguments, usageText } from "./arguments.ts";
import { DATA_OPTION, printJson, telling, withInstallation } from "./installation.ts";
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
  ...DATA_OPTION,
} as const satisfies Record<string, Option>;

export const usage = usageText({
  forms: ["user add --email ADDRESS --name NAME [--role ROLE] [--password-stdin] [--data DIR]"],
  about: `Adds a person, on an empty data folder as well as beside a running server.
Prints {id, email, name, role} as JSON.`,
  options: OPTIONS,
});

const UNUSABLE = 2;

export async function run(args: string[], input: NodeJS.ReadableStream = process.stdin): Promise<number> {
  const given = readArguments({ args, options: OPTIONS, allowPositionals: true });
  if (!given.ok) return refuse(given.error);
  const { positionals, values } = given.value;
  if (positionals.length !== 1 || positionals[0] !== "add") {
    return refuse("Say: sangfroid user add --email ADDRESS --name NAME");
  }
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
