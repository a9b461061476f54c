import { existsSync, mkdirSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { parseOrigin } from "#app/core/audit/origin.ts";
import { DATABASE_NAME } from "#app/server/backup/manifest.ts";
import { syncFolder } from "#app/server/files/durable.ts";
import { EvidenceFiles, writeAll } from "#app/server/files/evidence-files.ts";
import { KeptCheckpoint } from "#app/server/log/kept-checkpoint.ts";
import type { Remains, RescueSource } from "#app/server/log/remains.ts";
import { writeRescue } from "#app/server/log/rescue.ts";
import { type LogsAsTheyLie, readAsItLies } from "#app/server/store/sqlite/as-it-lies.ts";
import { VERSION } from "#app/server/version.ts";
import { type Option, readArguments, usageText } from "./arguments.ts";
import { checkpointFolder, DATA_OPTION, readEnvironment, telling, UnusableSetting } from "./installation.ts";

const OPTIONS = {
  incident: { type: "string", value: "REF", about: "this incident or drill alone; all of them by default" },
  ...DATA_OPTION,
} as const satisfies Record<string, Option>;

export const usage = usageText({
  forms: ["rescue FOLDER [--incident REF] [--data DIR]"],
  about: `Copies what is left of each log, with its values and files, into one zip each in a new FOLDER. It needs no log
key and no sound log, opens what the server refuses to open, and changes nothing that is recorded in DIR.
A log that can't be copied is named, and the others are.
A rescue is unsigned: it says what does not verify, and is not evidence by itself. Where the server still
exports bundles, take those.`,
  options: OPTIONS,
});

const UNUSABLE = 2;
const WHY =
  "It was made at the command line, without the log key: whoever did so could not, or did not want to, start the server on this data.";

export async function run(args: string[]): Promise<number> {
  const given = readArguments({ args, options: OPTIONS, allowPositionals: true });
  if (!given.ok) return refuse(given.error, UNUSABLE);
  const [folder, ...more] = given.value.positionals;
  if (folder === undefined || more.length > 0) return refuse("Say: sangfroid rescue FOLDER", UNUSABLE);
  const { incident, data } = given.value.values;
  return telling("rescue", () =>
    rescue(folder, data ?? readEnvironment().SANGFROID_DATA ?? "./data", incident),
  );
}

async function rescue(folder: string, data: string, incident: string | undefined): Promise<number> {
  const path = join(data, DATABASE_NAME);
  if (!existsSync(path)) throw new UnusableSetting(`There is no ${path}. Name the data folder with --data.`);
  if (existsSync(folder)) throw new UnusableSetting(`${folder} exists already. Name a new folder.`);
  const files = new EvidenceFiles(join(data, "files"));
  return readAsItLies(path, async (reads) => {
    const origins = (await originsIn(reads)).filter(
      (origin) => incident === undefined || parseOrigin(origin)?.id === incident,
    );
    if (origins.length === 0) {
      return refuse(
        incident === undefined ? `${path} holds no log.` : `${path} holds no log of ${incident}.`,
        1,
      );
    }
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const lost: string[] = [];
    for (const origin of origins) {
      try {
        const kept = keptFor(origin, data);
        const file = join(folder, fileName(origin));
        const remains = await writeFile(file, { reads, files, origin, kept, app: VERSION, why: WHY });
        process.stdout.write(`${file}: ${told(remains)}\n`);
      } catch (cause) {
        // Whatever somebody wrote into the database under this name, the other logs are worth saving.
        lost.push(origin);
        process.stderr.write(
          `${origin} can't be copied: ${cause instanceof Error ? cause.message : cause}\n`,
        );
      }
    }
    syncFolder(folder);
    process.stdout.write(
      "Nothing here is signed. Keep it with a copy of the whole data folder, and with what lies outside.\n",
    );
    return lost.length === 0 ? 0 : 1;
  });
}

async function originsIn(reads: LogsAsTheyLie): Promise<readonly string[]> {
  const origins: string[] = [];
  for (let after = ""; ; ) {
    const page = await reads.logs(after, 1000);
    origins.push(...page.map(({ origin }) => origin));
    const last = page.at(-1);
    if (last === undefined) return origins;
    after = last.origin;
  }
}

function keptFor(origin: string, data: string): string | undefined {
  const installation = parseOrigin(origin)?.installation;
  return installation === undefined
    ? undefined
    : new KeptCheckpoint(checkpointFolder(data), installation).text();
}

/** An origin that is none of ours, which somebody wrote into the database, names no file. */
function fileName(origin: string): string {
  const parsed = parseOrigin(origin);
  if (parsed === undefined) return `log-${Buffer.from(origin).toString("hex").slice(0, 40)}-rescue.zip`;
  return parsed.kind === "installation" ? "installation-rescue.zip" : `sangfroid-${parsed.id}-rescue.zip`;
}

async function writeFile(path: string, source: RescueSource): Promise<Remains> {
  const file = await open(path, "wx", 0o600);
  let whole = false;
  try {
    const remains = await writeRescue(source, (bytes) => writeAll(file, bytes));
    await file.sync();
    whole = true;
    return remains;
  } finally {
    await file.close();
    if (!whole) rmSync(path, { force: true });
  }
}

function told({ entries, attachments, faults }: Remains): string {
  const wrong =
    faults.length === 0 ? "nothing was found that does not fit" : `${faults.length} faults, listed in it`;
  return `${entries} entries and ${attachments.length} files; ${wrong}.`;
}

function refuse(sentence: string, code: number): number {
  process.stderr.write(`sangfroid rescue: ${sentence}\n`);
  return code;
}
