import { nodePrimitives } from "#app/cli/node-primitives.ts";
import { bytesSource } from "#app/core/audit/byte-source.ts";
import { wholeFile, writeContainer } from "#app/core/audit/container.ts";
import type { Primitives } from "#app/core/audit/primitives.ts";
import { Findings, type Report } from "#app/core/audit/report.ts";
import { type FromOutside, verifyBundle } from "#app/core/audit/verify.ts";
import { openContainer } from "#app/core/audit/verify-container.ts";

export interface Part {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Where the content begins in the container. */
  readonly offset: number;
}

/** The files of a sound container. */
export async function partsOf(bundle: Uint8Array): Promise<readonly Part[]> {
  const files = await openContainer(bytesSource(bundle), new Findings(), nodePrimitives);
  if (!files.ok) throw new Error(files.error.why);
  return [...files.value.values()].map(({ name, offset, size }) => ({
    name,
    offset,
    bytes: bundle.slice(offset, offset + size),
  }));
}

/** The files of any stored zip, read by its local headers: a rescue export is no bundle. */
export function storedParts(zip: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const bytes = Buffer.from(zip);
  const files = new Map<string, Uint8Array>();
  for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50; ) {
    const size = bytes.readUInt32LE(at + 18);
    const from = at + 30 + bytes.readUInt16LE(at + 26);
    files.set(bytes.toString("latin1", at + 30, from), zip.slice(from, from + size));
    at = from + size;
  }
  return files;
}

export async function contain(
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  await writeContainer(
    files.map(({ name, bytes }) => wholeFile(name, bytes)),
    (bytes) => void parts.push(bytes),
    nodePrimitives,
  );
  return new Uint8Array(Buffer.concat(parts));
}

const judged = new Map<string, boolean>();

/** Thousands of broken bundles hold the same few signatures: each is judged once. */
const remembering: Primitives = {
  ...nodePrimitives,
  verifyEd25519(...parts) {
    const key = parts.map((part) => Buffer.from(part).toString("base64")).join(" ");
    const known = judged.get(key);
    if (known !== undefined) return known;
    const answer = nodePrimitives.verifyEd25519(...parts);
    judged.set(key, answer);
    return answer;
  },
};

export function verify(bundle: Uint8Array, outside?: FromOutside): Promise<Report> {
  return verifyBundle(bytesSource(bundle), outside, remembering);
}

/** Everything a report names, as people read it: `#3`, `log/checkpoint`. */
export function namedIn(report: Report): ReadonlySet<string> {
  const named = new Set<string>();
  for (const { entry, file } of report.faults) {
    if (entry !== undefined) named.add(`#${entry}`);
    if (file !== undefined) named.add(file);
  }
  return named;
}
