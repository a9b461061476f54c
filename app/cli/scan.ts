import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import { detect } from "#app/core/credential/detect.ts";
import type { Finding } from "#app/core/credential/finding.ts";
import { fingerprintOf, secretHash } from "#app/core/credential/fingerprint.ts";
import { openFingerprintKey } from "#app/server/credentials/fingerprint-key.ts";
import { type Option, readArguments, usageText } from "./arguments.ts";
import { printJson, readEnvironment, UnusableSetting } from "./installation.ts";

const OPTIONS = {
  data: {
    type: "string",
    value: "DIR",
    about: "a data folder, whose key makes the fingerprints; without one there are none",
  },
} as const satisfies Record<string, Option>;

export const usage = usageText({
  forms: ["scan FILE [--data DIR]", "scan - [--data DIR]"],
  about: `Finds credentials in a text and prints them as JSON: {findings: [{kind, provider, start, end, line, masked,
fingerprint, confidence, identity, with}]}. The secrets themselves are never printed. "-" reads standard input.
start and end count UTF-16 units, end exclusive; with holds the indexes of the other parts of the same credential.
Only secrets that a machine drew get a fingerprint, passwords none. Nothing is sent and nothing is recorded.`,
  options: OPTIONS,
});

const UNUSABLE = 2;
const MOST_BYTES = 256 * 1024 * 1024;

export async function run(args: string[], input: NodeJS.ReadableStream = process.stdin): Promise<number> {
  const given = readArguments({ args, options: OPTIONS, allowPositionals: true });
  if (!given.ok) return refuse(given.error);
  const [path, ...more] = given.value.positionals;
  if (path === undefined) return refuse("Name the file to scan, or - for standard input.");
  if (more.length > 0) return refuse("One file at a time.");
  const { data } = given.value.values;
  const key = data === undefined ? undefined : keyOf(data);
  const bytes = path === "-" ? await buffer(input) : await readFile(path);
  if (bytes.length > MOST_BYTES) return refuse("That is more than 256 MiB. Split it, and scan the parts.");
  const text = bytes.toString("utf8");
  printJson({ findings: told(text, detect(text), key) });
  return 0;
}

/** The key of an installation that exists: a mistyped folder is not to become one. */
function keyOf(data: string): Uint8Array {
  if (!existsSync(data)) throw new UnusableSetting(`There is no folder ${data}.`);
  const { SANGFROID_LOG_KEY_FILE: logKey } = readEnvironment();
  return openFingerprintKey(
    join(logKey === undefined ? join(data, "keys") : dirname(logKey), "fingerprint-key"),
  );
}

function told(text: string, findings: readonly Finding[], key: Uint8Array | undefined) {
  let line = 1;
  let counted = 0;
  return findings.map(({ nature, ...finding }) => {
    for (; counted < finding.start; counted++) if (text.charCodeAt(counted) === 0x0a) line++;
    const secret = text.slice(finding.start, finding.end);
    const fingerprint =
      key === undefined || nature === "chosen" ? null : fingerprintOf(key, finding.kind, secretHash(secret));
    return { ...finding, line, fingerprint };
  });
}

function refuse(sentence: string): number {
  process.stderr.write(`sangfroid scan: ${sentence}\n`);
  return UNUSABLE;
}
