import { badFieldsOf } from "#app/server/api/problem.ts";
import { createToken, type NewToken, newTokenFields, type TokenRefusal } from "#app/server/auth/tokens.ts";
import type { House } from "#app/server/house.server.ts";
import { sentenceOf } from "#app/server/refusals.ts";
import { type Option, readArguments, usageText } from "./arguments.ts";
import { DATA_OPTION, printJson, telling, withInstallation } from "./installation.ts";
import { SHELL } from "./shell.ts";

const OPTIONS = {
  user: { type: "string", value: "ADDRESS", about: "the person the token acts as" },
  name: { type: "string", value: "NAME", about: "what it is for" },
  days: {
    type: "string",
    value: "DAYS",
    about: "how long it is valid, 1 to 3650; without it until it is revoked",
  },
  ...DATA_OPTION,
} as const satisfies Record<string, Option>;

export const usage = usageText({
  forms: ["token create --user ADDRESS --name NAME [--days DAYS] [--data DIR]"],
  about: `Makes a token for /api/v1, on an empty data folder as well as beside a running server.
Prints {token} as JSON. It is told this once: only its SHA-256 is kept.`,
  options: OPTIONS,
});

const UNUSABLE = 2;

export async function run(args: string[]): Promise<number> {
  const given = readArguments({ args, options: OPTIONS, allowPositionals: true });
  if (!given.ok) return refuse(given.error);
  const { positionals, values } = given.value;
  if (positionals.length !== 1 || positionals[0] !== "create") {
    return refuse("Say: sangfroid token create --user ADDRESS --name NAME");
  }
  const { data, user, name, days } = values;
  if (user === undefined) return refuse("--user: This is needed.");
  const fields = newTokenFields.safeParse(
    { name, ...(days === undefined ? {} : { days: /^\d+$/.test(days) ? Number(days) : days }) },
    { reportInput: true },
  );
  if (!fields.success) {
    return refuse(
      badFieldsOf(fields.error)
        .map(({ path, message }) => `--${path}: ${message}`)
        .join(" "),
    );
  }
  const make = (house: House) => create(house, user, fields.data);
  return telling("token", () => withInstallation(data, make, { playbooks: [] }));
}

async function create(house: House, user: string, fields: NewToken): Promise<number> {
  const made = await createToken(house, SHELL, user, fields);
  if (made.ok) {
    printJson({ token: made.value });
    return 0;
  }
  process.stderr.write(`sangfroid token: ${refusedWords(made.error)}\n`);
  return 1;
}

function refusedWords(refusal: TokenRefusal): string {
  if (refusal.code === "no-such-person")
    return `No active person has the address ${refusal.email}. Add them first: sangfroid user add`;
  if (refusal.code === "break-glass-token")
    return `${refusal.email} is a break-glass account, which no one opens alone. Make the token for another account.`;
  return sentenceOf(refusal);
}

function refuse(sentence: string): number {
  process.stderr.write(`sangfroid token: ${sentence}\n`);
  return UNUSABLE;
}
