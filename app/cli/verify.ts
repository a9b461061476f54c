import { existsSync } from "node:fs";
import { decodeUtf8 } from "#app/core/audit/bytes.ts";
import { type Explanation, explain } from "#app/core/audit/explain.ts";
import type { Report } from "#app/core/audit/report.ts";
import { type FromOutside, refusedReport, verifyBundle } from "#app/core/audit/verify.ts";
import { visibleLine } from "#app/core/shared/visible.ts";
import { type Option, readArguments, usageText } from "./arguments.ts";
import { nodePrimitives } from "./node-primitives.ts";
import { openFile, readNote, readOutsideFiles, whyUnreadable } from "./verify-files.ts";

const options = {
  vkey: {
    type: "string",
    value: "FILE|STRING",
    about: "verifier key you got from the owner, not from the bundle",
  },
  checkpoint: {
    type: "string",
    multiple: true,
    value: "FILE",
    about: "checkpoint someone kept; may be repeated",
  },
  receipt: { type: "string", multiple: true, value: "FILE", about: "receipt someone kept; may be repeated" },
  consistency: { type: "string", multiple: true, value: "FILE", about: "consistency file; may be repeated" },
  json: { type: "boolean", about: "answer as JSON" },
} as const satisfies Record<string, Option>;

export const usage = usageText({
  forms: [
    "verify BUNDLE [--vkey FILE|STRING] [--checkpoint FILE]… [--receipt FILE]… [--consistency FILE]… [--json]",
  ],
  about: `Verifies a bundle and lists every fault, with the entry or the file it was found in.

  Exit 0  intact; the key you gave matched, and every note you gave was compared
       3  intact, but no key was given or a note was not compared
       1  tampered: at least one fault, or a note or key that contradicts
       2  not a bundle, a newer version, or something that cannot be read`,
  options,
});

const UNUSABLE = 2;

export async function run(args: string[]): Promise<number> {
  const given = readArguments({ args, options, allowPositionals: true });
  if (!given.ok) return refuse(given.error);
  const { positionals, values } = given.value;
  const [path, extra] = positionals;
  if (path === undefined) return refuse("Name the bundle to verify.");
  if (extra !== undefined) return refuse(`"${visibleLine(extra)}" is one argument too many.`);
  const report = await verifyPath(path, outsideOf(values));
  process.stdout.write(values.json === true ? asJson(report) : asText(explain(report)));
  return report.exit;
}

async function verifyPath(path: string, outside: FromOutside): Promise<Report> {
  const bundle = openFile(path);
  if (!bundle.ok) return refusedReport("unusable input", `the file ${bundle.error}`);
  try {
    return await verifyBundle(bundle.value, outside, nodePrimitives);
  } catch (cause) {
    return refusedReport("unusable input", `it ${whyUnreadable(cause)}`);
  } finally {
    bundle.value.close();
  }
}

function outsideOf(values: {
  readonly vkey?: string | undefined;
  readonly checkpoint?: readonly string[] | undefined;
  readonly receipt?: readonly string[] | undefined;
  readonly consistency?: readonly string[] | undefined;
}): FromOutside {
  const taken = new Set<string>();
  const checkpoints = readOutsideFiles(values.checkpoint ?? [], taken);
  const receipts = readOutsideFiles(values.receipt ?? [], taken);
  const consistency = readOutsideFiles(values.consistency ?? [], taken);
  return {
    checkpoints: checkpoints.files,
    receipts: receipts.files,
    consistency: consistency.files,
    unreadable: [...checkpoints.unreadable, ...receipts.unreadable, ...consistency.unreadable],
    ...(values.vkey === undefined ? {} : { vkey: vkeyText(values.vkey) }),
  };
}

/** A vkey given as itself, or as a file that holds it with or without a line feed. */
function vkeyText(given: string): string {
  if (!existsSync(given)) return given;
  const bytes = readNote(given);
  return bytes.ok ? (decodeUtf8(bytes.value) ?? "").replace(/\r?\n$/, "") : "";
}

/** Everything unseen spelt out, so that no text in a bundle can turn, hide or forge a line. */
function asText({ headline, paragraphs, facts, lists }: Explanation): string {
  const width = Math.max(0, ...facts.map(([name]) => name.length)) + 2;
  const lines = [
    visibleLine(headline),
    "",
    ...paragraphs.flatMap((paragraph) => [...wrapped(visibleLine(paragraph)), ""]),
    ...lists.flatMap(({ title, items }) => [
      `${title}:`,
      ...items.map((item) => `  ${visibleLine(item)}`),
      "",
    ]),
    ...facts.map(([name, value]) => `${name.padEnd(width)}${visibleLine(value)}`),
  ];
  return `${lines.join("\n")}\n`;
}

function wrapped(paragraph: string): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of paragraph.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > 96) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** JSON escapes C0 itself; the other marks that could turn or hide a line in a console are escaped here. */
function asJson(report: Report): string {
  const { word, exit, witnessed, origin, size, root, continues, vkey, publicKey, why, ...lists } = report;
  const answer = {
    word,
    exit,
    witnessed,
    selfConsistentOnly: vkey === "none from outside",
    vkey,
    origin,
    size,
    root,
    continues,
    publicKey,
    ...(why === undefined ? {} : { why }),
    ...lists,
  };
  return `${escaped(JSON.stringify(answer, null, 2))}\n`;
}

function escaped(json: string): string {
  return json.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (mark) =>
    mark === "\n"
      ? mark
      : Array.from({ length: mark.length }, (_, at) => unicode(mark.charCodeAt(at))).join(""),
  );
}

function unicode(code: number): string {
  return `\\u${code.toString(16).padStart(4, "0")}`;
}

function refuse(sentence: string): number {
  process.stderr.write(`sangfroid verify: ${sentence}\n`);
  return UNUSABLE;
}
