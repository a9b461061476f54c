import { nearest } from "#app/core/shared/nearest.ts";

/** What each command file exports. */
interface CommandModule {
  /** The text of `sangfroid <command> --help`. */
  readonly usage: string;
  /** Takes the arguments after the command's name and resolves to the exit code. */
  readonly run: (args: string[]) => Promise<number>;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}

/** One line per command; its file holds the rest. */
const COMMANDS: readonly Command[] = [
  { name: "serve", summary: "serve Sangfroid to browsers and programs", load: () => import("./serve.ts") },
  { name: "user", summary: "add a person, let one back in", load: () => import("./user.ts") },
  { name: "token", summary: "make a token for the API", load: () => import("./token.ts") },
  { name: "demo", summary: "fill a folder with a made-up organisation", load: () => import("./demo.ts") },
  { name: "verify", summary: "check a bundle against what you hold", load: () => import("./verify.ts") },
  { name: "scan", summary: "find credentials in a text", load: () => import("./scan.ts") },
  { name: "rebuild", summary: "replay every log and compare", load: () => import("./rebuild.ts") },
  { name: "backup", summary: "write database and evidence into one file", load: () => import("./backup.ts") },
  {
    name: "restore",
    summary: "take a backup apart into an empty folder",
    load: () => import("./restore.ts"),
  },
  {
    name: "rotate-key",
    summary: "change the key that signs the logs",
    load: () => import("./rotate-key.ts"),
  },
  {
    name: "rescue",
    summary: "take out what is left, unsigned, where the server can't",
    load: () => import("./rescue.ts"),
  },
  {
    name: "deadlines",
    summary: "who has to be told of an incident, and by when",
    load: () => import("./deadlines.ts"),
  },
  { name: "bench", summary: "measure this machine", load: () => import("./bench.ts") },
  { name: "playbook", summary: "check, list and show playbooks", load: () => import("./playbook.ts") },
];

const UNUSABLE = 2;

/** Runs one command line. JSON and help go to stdout, every message to stderr. */
export async function main(args: string[], commands: readonly Command[] = COMMANDS): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) {
    process.stderr.write(overview(commands));
    return UNUSABLE;
  }
  if (name === "help" || name === "--help" || name === "-h") {
    process.stdout.write(overview(commands));
    return 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) {
    const meant = nearest(
      name,
      commands.map((candidate) => candidate.name),
    );
    const hint = meant === undefined ? "" : ` Did you mean "${meant}"?`;
    process.stderr.write(`sangfroid: there is no command "${name}".${hint} See sangfroid --help.\n`);
    return UNUSABLE;
  }
  try {
    const module = await command.load();
    if (!asksForHelp(rest)) return await module.run(rest);
    process.stdout.write(module.usage);
    return 0;
  } catch (cause) {
    process.stderr.write(`sangfroid ${name}: ${describe(cause)}\n`);
    return UNUSABLE;
  }
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  const options = end === -1 ? args : args.slice(0, end);
  return options.includes("--help") || options.includes("-h");
}

function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  const lines = commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`);
  return [
    "Usage: sangfroid <command> [options]",
    "",
    ...lines,
    "",
    "sangfroid <command> --help tells more.",
    "",
  ].join("\n");
}

const BUGS = [TypeError, RangeError, ReferenceError, SyntaxError];

/** Failures of the world are typed errors or the system's own, and say the cure; a bug shows its stack. */
function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const typed = cause.constructor !== Error && !BUGS.some((bug) => cause instanceof bug);
  if (typed || "syscall" in cause) return cause.message;
  return cause.stack ?? cause.message;
}
