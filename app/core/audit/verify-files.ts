import { rotationName } from "./bundle-names.ts";
import type { ByteSource } from "./byte-source.ts";
import { printableAscii } from "./bytes.ts";
import { MANIFEST, SUMS, sumsLine } from "./manifest.ts";
import type { Findings } from "./report.ts";
import { entriesName, payloadsName, tileName, tilesAtLevel, tilesOf } from "./tiles.ts";
import { CONTAINER, type Files } from "./verify-container.ts";

// Which files a bundle must have, and what SHA256SUMS says of them.

const ALWAYS = [
  MANIFEST,
  SUMS,
  "README.txt",
  "anchor/head.tlog-proof",
  "anchor/vkey",
  "log/checkpoint",
  "log/vkey",
  "report.html",
  "verify/verify.html",
];

/** How many missing files of one kind are named before the rest is only counted. */
const MISSING_NAMED = 20;

/** A file of at most `most` bytes; undefined, with a fault if it is there but longer. */
export async function readSmall(
  source: ByteSource,
  files: Files,
  name: string,
  most: number,
  found: Findings,
): Promise<Uint8Array | undefined> {
  const file = files.get(name);
  if (file === undefined) return undefined;
  if (file.size <= most) return source.read(file.offset, file.size);
  found.file(name, `is longer than such a file can be (${most} bytes)`);
  return undefined;
}

/** Names every file that is missing or too many. Attachments are left to the caller, who knows the disclosed slots. */
export function checkFileSet(files: Files, size: number, rotations: number, found: Findings): void {
  const due = new Set<string>(ALWAYS);
  for (const name of ALWAYS) if (!files.has(name)) found.file(name, "is missing");
  expectNames(rotationNames(rotations), files, due, found);
  expectNames(mapped(tilesOf(size), tileName), files, due, found);
  expectNames(mapped(tilesAtLevel(size, 0), entriesName), files, due, found);
  expectNames(mapped(tilesAtLevel(size, 0), payloadsName), files, due, found);
  for (const name of files.keys()) {
    if (!due.has(name) && !name.startsWith("attachments/"))
      found.file(name, "does not belong in this bundle");
  }
}

/** A false size may call for more names than there is time for: what is missing ends the walk, what is there bounds it. */
function expectNames(names: Iterable<string>, files: Files, due: Set<string>, found: Findings): void {
  let missing = 0;
  for (const name of names) {
    due.add(name);
    if (files.has(name)) continue;
    missing += 1;
    if (missing <= MISSING_NAMED) found.file(name, "is missing");
    if (missing > files.size + MISSING_NAMED) break;
  }
  if (missing > MISSING_NAMED)
    found.file(CONTAINER, `lacks ${missing - MISSING_NAMED} or more further files`);
}

function* rotationNames(rotations: number): Generator<string> {
  for (let k = 1; k <= rotations; k++) yield rotationName(k);
}

function* mapped<T>(items: Iterable<T>, name: (item: T) => string): Generator<string> {
  for (const item of items) yield name(item);
}

/** SHA256SUMS must list every file but itself and MANIFEST, in the container's order, each with its digest. */
export async function checkSums(source: ByteSource, files: Files, found: Findings): Promise<void> {
  const due = [...files.values()].filter(({ name }) => name !== MANIFEST && name !== SUMS);
  const text = due.map(({ name, digest }) => sumsLine(name, digest)).join("");
  const bytes = await readSmall(source, files, SUMS, 2 * text.length + 65_536, found);
  if (bytes === undefined) return;
  const told = sumsText(bytes);
  if (told === text) return;
  if (told === undefined) {
    found.file(SUMS, "holds a byte that such a list cannot hold");
    return;
  }
  let explained = false;
  const digests = readSums(told);
  for (const { name, digest } of due) {
    const listed = digests.get(name);
    if (listed === digest) continue;
    explained = true;
    found.file(
      name,
      listed === undefined ? "is not listed in SHA256SUMS" : "is not the file that SHA256SUMS lists",
    );
  }
  for (const name of digests.keys()) {
    if (files.has(name) && name !== MANIFEST && name !== SUMS) continue;
    explained = true;
    found.file(name, "is listed in SHA256SUMS but is not in the bundle");
  }
  if (!explained)
    found.file(SUMS, "is not written as the format demands (order, repeats or spelling of its lines)");
}

function sumsText(bytes: Uint8Array): string | undefined {
  const lines: string[] = [];
  let from = 0;
  for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, from)) {
    const line = printableAscii(bytes.subarray(from, end));
    if (line === undefined) return undefined;
    lines.push(`${line}\n`);
    from = end + 1;
  }
  const rest = printableAscii(bytes.subarray(from));
  return rest === undefined ? undefined : lines.join("") + rest;
}

function readSums(text: string): ReadonlyMap<string, string> {
  const digests = new Map<string, string>();
  for (const line of text.split("\n")) {
    if (line !== "") digests.set(line.slice(66), line.slice(0, 64));
  }
  return digests;
}

const ENTRIES_NAME = /^log\/tile\/entries\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/;

/** The size that the entries files tell, for a bundle whose checkpoint cannot be read. */
export function sizeByNames(files: Files): number {
  let size = 0;
  for (const name of files.keys()) {
    const [, path, width] = ENTRIES_NAME.exec(name) ?? [];
    if (path === undefined) continue;
    const index = Number(path.replaceAll(/[x/]/g, ""));
    size = Math.max(size, index * 256 + Number(width ?? 256));
  }
  return Number.isSafeInteger(size) ? size : 0;
}
