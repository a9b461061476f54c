import { type ReplayReport, replayAll } from "#app/server/replay-check.ts";
import { type Option, readArguments, usageText } from "./arguments.ts";
import { DATA_OPTION, telling, withInstallation } from "./installation.ts";

const OPTIONS = {
  check: { type: "boolean", about: "compare only; nothing is written" },
  ...DATA_OPTION,
} as const satisfies Record<string, Option>;

export const usage = usageText({
  forms: ["rebuild --check [--data DIR]"],
  about: `Replays every log from its first entry and compares what comes out with what is stored: tree, values,
files of evidence, and the rows that pages read. Exits 0 when all agree, 1 when anything differs.
Works beside a running server.`,
  options: OPTIONS,
});

const UNUSABLE = 2;

export async function run(args: string[]): Promise<number> {
  const given = readArguments({ args, options: OPTIONS });
  if (!given.ok) return refuse(given.error);
  if (given.value.values.check !== true) return refuse("Say: sangfroid rebuild --check");
  return telling("rebuild", () =>
    withInstallation(given.value.values.data, async (house) => tell(await replayAll(house))),
  );
}

function tell({ logs, entries, differences }: ReplayReport): number {
  for (const { log, message } of differences) process.stderr.write(`${log}: ${message}\n`);
  const replayed = `${entries} entries of ${logs} ${logs === 1 ? "log" : "logs"} replayed`;
  const verdict =
    differences.length === 0 ? "all that is stored agrees" : `${differences.length} differences`;
  process.stdout.write(`${replayed}: ${verdict}.\n`);
  return differences.length === 0 ? 0 : 1;
}

function refuse(sentence: string): number {
  process.stderr.write(`sangfroid rebuild: ${sentence}\n`);
  return UNUSABLE;
}
