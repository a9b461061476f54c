import { BackupFailure } from "#app/server/backup/manifest.ts";
import { restore } from "#app/server/backup/restore.ts";
import { shippedPlaybooks } from "#app/server/content/playbooks.server.ts";
import { readArguments, usageText } from "./arguments.ts";
import { DATA_OPTION, telling } from "./installation.ts";

export const usage = usageText({
  forms: ["restore FILE --data DIR"],
  about: `Takes a backup apart into an empty folder, and verifies every entry, value and file before it says done.
The log key is not in a backup: put it into DIR/keys, or name it with SANGFROID_LOG_KEY_FILE, before serving.`,
  options: DATA_OPTION,
});

const UNUSABLE = 2;

export async function run(args: string[]): Promise<number> {
  const given = readArguments({ args, options: DATA_OPTION, allowPositionals: true });
  if (!given.ok) return refuse(given.error, UNUSABLE);
  const [file, ...more] = given.value.positionals;
  const { data } = given.value.values;
  if (file === undefined || more.length > 0 || data === undefined) {
    return refuse("Say: sangfroid restore FILE --data DIR", UNUSABLE);
  }
  try {
    return await telling("restore", async () => {
      const { installation, entries, files } = await restore(file, data, shippedPlaybooks);
      process.stdout.write(
        `${data}: ${entries} entries and ${files} files of evidence of ${installation}, verified. Put its log key into ${data}/keys/log-key.pem before you serve it.\n`,
      );
      return 0;
    });
  } catch (cause) {
    if (cause instanceof BackupFailure) return refuse(cause.message, 1);
    throw cause;
  }
}

function refuse(sentence: string, code: number): number {
  process.stderr.write(`sangfroid restore: ${sentence}\n`);
  return code;
}
