import { existsSync, readdirSync } from "node:fs";
import { addPerson } from "#app/server/auth/people.ts";
import { nameOrganisation } from "#app/server/auth/set-up.ts";
import { setUpStateIn } from "#app/server/auth/set-up-record.ts";
import type { House } from "#app/server/house.server.ts";
import { instantOf } from "#app/server/log/clock.ts";
import type { Person } from "#app/server/store/rows.ts";
import { type Option, readArguments, usageText } from "./arguments.ts";
import { tellClosedIncident } from "./demo-story/closed-incident.ts";
import { tellDrill } from "./demo-story/drill.ts";
import { Guests } from "./demo-story/guests.ts";
import { tellOpenIncident } from "./demo-story/open-incident.ts";
import { tellRestricted } from "./demo-story/restricted.ts";
import { tellSupplier } from "./demo-story/supplier.ts";
import { openInstallation, readEnvironment, telling, UnusableSetting } from "./installation.ts";
import { SHELL } from "./shell.ts";

const OPTIONS = {
  data: { type: "string", value: "DIR", about: "the folder to fill; ./demo by default" },
} as const satisfies Record<string, Option>;

export const usage = usageText({
  forms: ["demo [--data DIR]"],
  about: `Fills an empty folder with a made-up organisation: three people and a guest, a leaked key half way
through, a supplier's incident in which an approval and a handover wait, one that is restricted, one that is
closed, and a drill. It takes a few seconds: what was asked in vain was asked for real. Everything in it went through the same commands as people use.`,
  options: OPTIONS,
});

const UNUSABLE = 2;
const FOLDER = "./demo";
/** Told to everyone who asks for the demo: it guards nothing. */
const PASSWORD = "practice makes calm";

export async function run(args: string[]): Promise<number> {
  const given = readArguments({ args, options: OPTIONS });
  if (!given.ok) {
    process.stderr.write(`sangfroid demo: ${given.error}\n`);
    return UNUSABLE;
  }
  return telling("demo", () => fill(given.value.values.data ?? FOLDER));
}

async function fill(folder: string): Promise<number> {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new UnusableSetting(
      `${folder} is not empty, and nothing in it is touched. Name an empty folder with --data.`,
    );
  }
  const house = await openInstallation("command-line", folder, readEnvironment());
  try {
    await tell(house);
  } finally {
    await house.close();
  }
  process.stdout.write(`${folder} is filled. Now:

  sangfroid serve --data ${folder}

and sign in as lin@example.org, omar@example.org or zoe@example.org with the password: ${PASSWORD}
`);
  return 0;
}

async function tell(house: House): Promise<void> {
  const visit = { state: await house.store.snapshot(setUpStateIn), signedIn: undefined, cookie: undefined };
  await nameOrganisation(house, visit, "Example Freight");
  const cast = {
    lin: await added(house, "Lin Wei", "lin@example.org", "administrator"),
    omar: await added(house, "Omar Haddad", "omar@example.org", "member"),
    zoe: await added(house, "Zoé Martin", "zoe@example.org", "member"),
  };
  const now = instantOf(house.clock());
  await tellClosedIncident(house, cast, now);
  await tellDrill(house, cast, now);
  await tellRestricted(house, cast, now);
  const open = await tellOpenIncident(house, cast, now);
  await tellSupplier(house, cast, new Guests(house, PASSWORD), open, now);
}

async function added(house: House, name: string, email: string, role: Person["role"]): Promise<Person> {
  const outcome = await addPerson(house, SHELL, { name, email, role, password: PASSWORD });
  if (!outcome.ok) throw new Error(outcome.error.code);
  return outcome.value.value;
}
