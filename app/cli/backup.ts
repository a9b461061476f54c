import { backUp } from "#app/server/backup/backup.ts";
import { BackupFailure } from "#app/server/backup/manifest.ts";
import { readArguments, usageText } from "./arguments.ts";
import { DATA_OPTION, telling, withInstallation } from "./installation.ts";

export const usage = usageText({
  forms: ["backup FILE [--data DIR]"],
  about: `Writes database and evidence into one tar, beside a running server, and verifies it before it gets its name.
The log key is not in it: keep a copy of it somewhere else.`,
  options: DATA_OPTION,
});

const UNUSABLE = 2;

export async function run(args: string[]): Promise<number> {
  const given = readArguments({ args, options: DATA_OPTION, allowPositionals: true });
  if (!given.ok) return refuse(given.error, UNUSABLE);
  const [file, ...more] = given.value.positionals;
  if (file === undefined || more.length > 0) return refuse("Say: sangfroid backup FILE", UNUSABLE);
  try {
    return await telling("backup", () =>
      withInstallation(given.value.values.data, async (house) => {
        const { files, bytes, entries } = await backUp(house, file);
        process.stdout.write(
          `${file}: ${entries} entries and ${files} files of evidence in ${bytes} bytes, verified. The log key ${house.key.path} is not in it.\n`,
        );
        return 0;
      }),
    );
  } catch (cause) {
    if (cause instanceof BackupFailure) return refuse(cause.message, 1);
    throw cause;
  }
}

function refuse(sentence: string, code: number): number {
  process.stderr.write(`sangfroid backup: ${sentence}\n`);
  return code;
}
