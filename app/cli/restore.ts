import { userInfo } from "node:os";
import { join } from "node:path";
import { BackupFailure } from "#app/server/backup/manifest.ts";
import { type RestoreReport, restore } from "#app/server/backup/restore.ts";
import { shippedPlaybooks } from "#app/server/content/playbooks.server.ts";
import { ACCEPTING, BEGINNING_ANEW } from "#app/server/log/standing.ts";
import { beginNewOrigin, type NewOrigin } from "#app/server/new-origin.ts";
import { type Option, readArguments, usageText } from "./arguments.ts";
import { checkpointFolder, DATA_OPTION, telling, withInstallation } from "./installation.ts";
import { SHELL } from "./shell.ts";

const OPTIONS = {
  "accept-as-newest": {
    type: "string",
    value: "WHY",
    about: "go on from a restored folder that has no kept checkpoint; who and why goes on record",
  },
  "begin-anew": {
    type: "string",
    value: "WHY",
    about: "go on from an older copy under a new origin, where the newer database is gone",
  },
  ...DATA_OPTION,
} as const satisfies Record<string, Option>;

export const usage = usageText({
  forms: [
    "restore FILE --data DIR",
    "restore --accept-as-newest WHY --data DIR",
    "restore --begin-anew WHY --data DIR",
  ],
  about: `Takes a backup apart into an empty folder, and verifies every entry, value and file before it says done.
The log key is not in a backup: put it into DIR/keys, or name it with SANGFROID_LOG_KEY_FILE, before serving.
The newest checkpoint that was signed lies beside the key: put it there too, and the server knows whether
anything was recorded after the backup. Without it the folder is served read-only until somebody who knows
that nothing was says so with --accept-as-newest.
Where something was recorded after it and is gone, --begin-anew goes on under a new origin: every incident gets a
new log that begins by naming the one it goes on from, and the old logs are frozen, to be exported and verified.`,
  options: OPTIONS,
});

const UNUSABLE = 2;

export async function run(args: string[]): Promise<number> {
  const given = readArguments({ args, options: OPTIONS, allowPositionals: true });
  if (!given.ok) return refuse(given.error, UNUSABLE);
  const [file, ...more] = given.value.positionals;
  const { data, "accept-as-newest": newest, "begin-anew": anew } = given.value.values;
  const isDecision = (newest === undefined) !== (anew === undefined);
  if (isDecision && file === undefined && data !== undefined)
    return newest === undefined ? beginAnew(data, anew ?? "") : accept(data, newest);
  if (
    newest !== undefined ||
    anew !== undefined ||
    file === undefined ||
    more.length > 0 ||
    data === undefined
  ) {
    return refuse(
      "Say: sangfroid restore FILE --data DIR, or: sangfroid restore --accept-as-newest WHY --data DIR, or: sangfroid restore --begin-anew WHY --data DIR",
      UNUSABLE,
    );
  }
  try {
    return await telling("restore", async () => {
      const folder = checkpointFolder(data);
      const report = await restore(file, data, shippedPlaybooks, folder);
      const { installation, entries, files } = report;
      process.stdout.write(
        `${data}: ${entries} entries and ${files} files of evidence of ${installation}, verified.\n${nextSteps(report, data, folder)}\n`,
      );
      return 0;
    });
  } catch (cause) {
    if (cause instanceof BackupFailure) return refuse(cause.message, 1);
    throw cause;
  }
}

/** What a backup can't know was taken away after it. */
const COMES_BACK =
  "Everyone is signed out, and open links and invitations are void. Whatever else was taken away after this backup is valid again: tokens that were revoked, passkeys and second steps that were removed, passwords that were changed, recovery codes that were used, people who were deactivated. Take it away again, under Settings, before others can reach the server.";

/** What to do before it is served, in order. */
function nextSteps(report: RestoreReport, data: string, folder: string): string {
  return `${keysAndCheckpoint(report, data, folder)}\n${COMES_BACK}`;
}

function keysAndCheckpoint(
  { installation, size, kept }: RestoreReport,
  data: string,
  folder: string,
): string {
  const key = `Put its log key into ${data}/keys/log-key.pem before you serve it, unless SANGFROID_LOG_KEY_FILE names it.`;
  const file = join(folder, `${installation.slice(-26)}.checkpoint`);
  if (kept === undefined) {
    return `${key}\nPut the newest checkpoint, which lay beside the key, to ${file}: it tells whether anything was recorded after this backup. Without it the folder is served read-only. ${ACCEPTING.replaceAll("DIR", data)}`;
  }
  if (kept > size) {
    return `${key}\nThis backup is not the newest state: its installation log has ${size} entries, and a checkpoint over ${kept} was signed (${file}). It is served read-only. Restore a newer backup if there is one. ${BEGINNING_ANEW.replaceAll("DIR", data)}`;
  }
  return `${key}\nThe checkpoint ${file} covers nothing that is not in this backup, so it goes on at once.`;
}

function accept(data: string, because: string): Promise<number> {
  if (because.trim() === "") {
    return Promise.resolve(refuse("Say how you know that nothing was recorded after this state.", UNUSABLE));
  }
  return telling("restore", () =>
    withInstallation(data, async (house) => {
      if (house.standing === "sound")
        return refuse(`${data} is sound already: there is nothing to accept.`, 1);
      const size = await house.acceptAsNewest(SHELL, { who: userInfo().username, because: because.trim() });
      process.stdout.write(
        `${data} is accepted as the newest state of ${house.installation}, by ${userInfo().username}; that is entry #${size - 1} of its installation log. Start the server again. Anyone who holds a checkpoint that is newer than this state will now see a contradiction.\n`,
      );
      return 0;
    }),
  );
}

function beginAnew(data: string, why: string): Promise<number> {
  const because = why.trim();
  if (because === "")
    return Promise.resolve(refuse("Say why the newer database can't be put back.", UNUSABLE));
  return telling("restore", () =>
    withInstallation(data, async (house) => {
      if (house.standing === "sound") return refuse(`${data} is sound: there is nothing to begin anew.`, 1);
      const who = userInfo().username;
      const done = await beginNewOrigin(house, SHELL, { who, because });
      process.stdout.write(begunAnew(done, data, who));
      return 0;
    }),
  );
}

function begunAnew({ installation, earlier, incidents }: NewOrigin, data: string, who: string): string {
  const each = incidents.map(
    ({ ref, kind, entries }) =>
      `  ${kind} ${ref}: ${entries} ${entries === 1 ? "entry" : "entries"} carried over\n`,
  );
  return `${data} goes on as ${installation}, by ${who}. The logs of ${earlier} are frozen.
${each.join("")}What was recorded after this copy is lost, and nothing here tells what it was: ask those who were there.
Requests for approval that were open have lapsed. Whoever verifies needs the new verifier key: sangfroid shows it under Settings, Log key.
Start the server again. Every browser that saw more than this copy will say so.
`;
}

function refuse(sentence: string, code: number): number {
  process.stderr.write(`sangfroid restore: ${sentence}\n`);
  return code;
}
