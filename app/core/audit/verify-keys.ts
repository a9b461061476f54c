import { rotationName } from "./bundle-names.ts";
import type { ByteSource } from "./byte-source.ts";
import { decodeUtf8, equalBytes } from "./bytes.ts";
import { parseCheckpoint, type SignedCheckpoint } from "./checkpoint.ts";
import { MANIFEST, type Manifest, parseManifest, SUMS } from "./manifest.ts";
import { NOTE_BYTES_MAX, type Note, verifyNote } from "./note.ts";
import { exportName, parseOrigin } from "./origin.ts";
import type { Primitives } from "./primitives.ts";
import { parseReceipt, type Receipt } from "./proof-files.ts";
import type { Findings } from "./report.ts";
import type { Files } from "./verify-container.ts";
import { readSmall } from "./verify-files.ts";
import { parseVkey, type Vkey, vkeyFor } from "./vkey.ts";

const VKEY_BYTES_MAX = 1024;

/** What the small files of a bundle say, each undefined if it is missing or cannot be read (a fault by then). */
export interface Sealed {
  readonly manifest: Manifest | undefined;
  readonly logVkey: Vkey | undefined;
  readonly anchorVkey: Vkey | undefined;
  readonly checkpoint: SignedCheckpoint | undefined;
  readonly anchor: Receipt | undefined;
  /** Rotation files from 1 on, up to the first that is missing. */
  readonly rotations: readonly (Receipt | undefined)[];
}

export async function readSealed(source: ByteSource, files: Files, found: Findings): Promise<Sealed> {
  const read = (name: string, most: number) => readSmall(source, files, name, most, found);
  async function parsed<T>(
    name: string,
    parse: (
      bytes: Uint8Array,
    ) => { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string },
    most = NOTE_BYTES_MAX,
  ): Promise<T | undefined> {
    const bytes = await read(name, most);
    if (bytes === undefined) return undefined;
    const result = parse(bytes);
    if (result.ok) return result.value;
    found.file(name, result.error);
    return undefined;
  }
  const rotations: (Receipt | undefined)[] = [];
  for (let k = 1; files.has(rotationName(k)); k++)
    rotations.push(await parsed(rotationName(k), parseReceipt));
  return {
    manifest: await parsed(MANIFEST, parseManifest),
    logVkey: await parsed("log/vkey", parseVkeyFile, VKEY_BYTES_MAX),
    anchorVkey: await parsed("anchor/vkey", parseVkeyFile, VKEY_BYTES_MAX),
    checkpoint: await parsed("log/checkpoint", parseCheckpoint),
    anchor: await parsed("anchor/head.tlog-proof", parseReceipt),
    rotations,
  };
}

function parseVkeyFile(bytes: Uint8Array) {
  const text = decodeUtf8(bytes) ?? "";
  return text.endsWith("\n")
    ? parseVkey(text.slice(0, -1))
    : ({ ok: false, error: "does not end in one line feed" } as const);
}

/** The names and keys that notes of this bundle are held against. */
export interface Keyring {
  /** INST. */
  readonly installation: string;
  /** LOG. */
  readonly log: string;
  readonly newest: Uint8Array;
  /** From the rotation files, oldest first. */
  readonly earlier: readonly Uint8Array[];
  /** INST, LOG and LOG/export, each with the newest and all earlier keys. */
  readonly known: readonly Vkey[];
}

/** Undefined if no file says under which log or key the bundle was made. */
export function keyringOf(
  sealed: Sealed,
  earlier: readonly Uint8Array[],
  found: Findings,
): Keyring | undefined {
  const log = agreedLog(sealed, found);
  const newest = (sealed.logVkey ?? sealed.anchorVkey)?.publicKey;
  const origin = log === undefined ? undefined : parseOrigin(log);
  if (log !== undefined && (origin === undefined || origin.kind === "installation")) {
    found.file("log/vkey", "does not name the log of an incident or drill");
  }
  if (log === undefined || newest === undefined || origin === undefined) return undefined;
  const { installation } = origin;
  const { anchorVkey } = sealed;
  if (anchorVkey !== undefined && anchorVkey.name !== installation) {
    found.file("anchor/vkey", "is named for another installation than the log");
  }
  if (anchorVkey !== undefined && !equalBytes(anchorVkey.publicKey, newest)) {
    found.file("anchor/vkey", "holds another public key than log/vkey");
  }
  const names = [installation, log, exportName(log)];
  const known = [newest, ...earlier].flatMap((key) => names.map((name) => vkeyFor(name, key)));
  return { installation, log, newest, earlier, known };
}

/** The name that two of the three files agree on, or the first there is; each that differs is a fault. */
function agreedLog({ logVkey, checkpoint, manifest }: Sealed, found: Findings): string | undefined {
  const told = [
    { file: "log/vkey", name: logVkey?.name },
    { file: "log/checkpoint", name: checkpoint?.origin },
    { file: MANIFEST, name: manifest?.origin },
  ].filter(({ name }) => name !== undefined);
  const agreed =
    told.find((one) => told.some((other) => other !== one && other.name === one.name)) ?? told[0];
  for (const { file, name } of told) {
    if (name !== agreed?.name) found.file(file, "names another log than the rest of the bundle");
  }
  return agreed?.name;
}

/** MANIFEST seals SHA256SUMS, and it and the checkpoint are signed by the newest key. */
export function checkSeal(
  sealed: Sealed,
  files: Files,
  keys: Keyring,
  found: Findings,
  primitives: Primitives,
): void {
  const { manifest, checkpoint } = sealed;
  if (manifest !== undefined) {
    const sums = files.get(SUMS);
    if (sums !== undefined && sums.digest !== manifest.sums)
      found.file(SUMS, "is not the list that MANIFEST is signed over");
    const fault = signatureFault(
      manifest.note,
      keys.known,
      [vkeyFor(exportName(keys.log), keys.newest)],
      primitives,
    );
    if (fault !== undefined) found.file(MANIFEST, fault);
  }
  if (checkpoint !== undefined) {
    const fault = signatureFault(checkpoint.note, keys.known, [vkeyFor(keys.log, keys.newest)], primitives);
    if (fault !== undefined) found.file("log/checkpoint", fault);
  }
}

/** What is wrong with a note's signatures, if it must be signed by each of `due` and no known line may fail. */
export function signatureFault(
  note: Note,
  known: readonly Vkey[],
  due: readonly Vkey[],
  primitives: Primitives,
): string | undefined {
  const { verified, failed } = verifyNote(note, known, primitives);
  const [wrong] = failed;
  if (wrong !== undefined) return `has a signature of ${wrong.name} that does not verify`;
  const missing = due.find((key) => !verified.some((signer) => sameVkey(signer, key)));
  return missing === undefined ? undefined : `is not signed by ${missing.name} with key ${missing.keyId}`;
}

function sameVkey(a: Vkey, b: Vkey): boolean {
  return a.name === b.name && equalBytes(a.publicKey, b.publicKey);
}

/** How the vkey from outside relates to the bundle's keys. */
export function matchVkey(outside: Vkey, keys: Keyring): "matched" | "matched earlier" | "other" {
  if (outside.name !== keys.installation && outside.name !== keys.log) return "other";
  if (equalBytes(outside.publicKey, keys.newest)) return "matched";
  return keys.earlier.some((key) => equalBytes(key, outside.publicKey)) ? "matched earlier" : "other";
}
