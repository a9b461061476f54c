import { type Option, readArguments, usageText } from "./arguments.ts";
import { benchApi } from "./bench-api.ts";
import { benchAppend } from "./bench-append.ts";
import { benchDeadlines } from "./bench-deadlines.ts";
import { benchRead } from "./bench-read.ts";
import { benchScan } from "./bench-scan.ts";
import { benchVerify } from "./bench-verify.ts";
import { printJson, telling } from "./installation.ts";

const OPTIONS = {
  json: { type: "boolean", about: "print the figures as JSON (they are anyway)" },
  dir: { type: "string", value: "DIR", about: "a folder on the disk to measure; the current one by default" },
  incidents: { type: "string", value: "N", about: "read, deadlines: how many incidents; 10000 by default" },
  entries: {
    type: "string",
    value: "N",
    about: "read: entries of each incident, 100 by default; verify: of the bundle, 1000000 by default",
  },
} as const satisfies Record<string, Option>;

export const usage = usageText({
  forms: [
    "bench append [--dir DIR]",
    "bench api [--dir DIR]",
    "bench read [--incidents N] [--entries N] [--dir DIR]",
    "bench verify [--entries N]",
    "bench deadlines [--incidents N]",
    "bench scan",
  ],
  about: `Measures this machine with data made for it in a temporary folder, and prints the figures as JSON.
append: durable commands a second, beside the disk's own rate in the same run. api: the same over HTTP from
8 clients. read: board, room and one act over
many incidents. verify: entries a second. deadlines: all duties of one incident, and of many.
scan: what the detector of credentials finds in a corpus drawn for it, and its speed on plain and hostile texts.`,
  options: OPTIONS,
});

const UNUSABLE = 2;

export async function run(args: string[]): Promise<number> {
  const given = readArguments({ args, options: OPTIONS, allowPositionals: true });
  if (!given.ok) return refuse(given.error);
  const { positionals, values } = given.value;
  const [which, ...more] = positionals;
  const folder = values.dir ?? ".";
  const incidents = countOf(values.incidents);
  const entries = countOf(values.entries);
  if (incidents === "bad" || entries === "bad")
    return refuse("--incidents and --entries are whole numbers from 1 on.");
  if (more.length > 0) return refuse("One bench at a time.");
  return telling("bench", async () => {
    switch (which) {
      case "append":
        printJson(await benchAppend(folder));
        return 0;
      case "api":
        printJson(await benchApi(folder));
        return 0;
      case "read":
        printJson(await benchRead(folder, incidents ?? 10_000, entries ?? 100));
        return 0;
      case "verify":
        printJson(await benchVerify(entries ?? 1_000_000));
        return 0;
      case "deadlines":
        printJson(await benchDeadlines(incidents ?? 10_000));
        return 0;
      case "scan":
        printJson(await benchScan());
        return 0;
      default:
        return refuse("Say: sangfroid bench append, api, read, verify, deadlines or scan");
    }
  });
}

function countOf(text: string | undefined): number | undefined | "bad" {
  if (text === undefined) return undefined;
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : "bad";
}

function refuse(sentence: string): number {
  process.stderr.write(`sangfroid bench: ${sentence}\n`);
  return UNUSABLE;
}
