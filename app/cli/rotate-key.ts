import { userInfo } from "node:os";
import { keyFingerprint } from "#app/core/audit/key-words.ts";
import { rotateKey } from "#app/server/rotate-key.ts";
import { type Option, readArguments, usageText } from "./arguments.ts";
import { DATA_OPTION, openInstallation, readEnvironment, telling } from "./installation.ts";
import { SHELL } from "./shell.ts";

const OPTIONS = {
  because: {
    type: "string",
    value: "WHY",
    about: "why the key is changed; goes on record with your user name",
  },
  ...DATA_OPTION,
} as const satisfies Record<string, Option>;

export const usage = usageText({
  forms: ["rotate-key --because WHY [--data DIR]"],
  about: `Changes the log key, while no server runs on the folder: a new key is made, the old one signs that it follows,
and is removed. What was signed before still verifies, with the old verifier key or the new one; every incident's
log says that the key was changed. Broken off at any point, the next start finishes it.
Keep a copy of the new key file outside, give the new verifier key to whoever holds the old one, and make a backup:
one from before the change names a key that is gone, and can only be rescued.
If the old key may have been stolen, trust only what a checkpoint covers that was taken before and kept outside.`,
  options: OPTIONS,
});

const UNUSABLE = 2;

export async function run(args: string[]): Promise<number> {
  const given = readArguments({ args, options: OPTIONS });
  if (!given.ok) return refuse(given.error, UNUSABLE);
  const { data, because = "" } = given.value.values;
  if (because.trim() === "") return refuse("Say why: sangfroid rotate-key --because WHY", UNUSABLE);
  return telling("rotate-key", async () => {
    const house = await openInstallation("server", data, readEnvironment(), { playbooks: [] });
    try {
      if (house.standing !== "sound") return refuse(house.standing.readOnly, 1);
      const { k, vkey } = await rotateKey(house, SHELL, {
        who: userInfo().username,
        because: because.trim(),
      });
      const words = keyFingerprint(house.key.publicKey).words.join(" ");
      process.stdout.write(
        `The log key ${house.key.path} is new: change ${k} of ${house.installation}, on record in its log and in that of every incident.\nIn words: ${words}\nVerifier key: ${vkey}\nKeep a copy of the key file outside, and give the verifier key to whoever holds the one before. Start the server again, and make a backup: one from before this change names the old key and can only be rescued, not started.\n`,
      );
      return 0;
    } finally {
      await house.close();
    }
  });
}

function refuse(sentence: string, code: number): number {
  process.stderr.write(`sangfroid rotate-key: ${sentence}\n`);
  return code;
}
