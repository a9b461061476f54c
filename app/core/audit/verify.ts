import { bytesToHex } from "@noble/hashes/utils.js";
import { toBase64 } from "./base64.ts";
import type { ByteSource } from "./byte-source.ts";
import { equalBytes } from "./bytes.ts";
import { type Primitives, portablePrimitives } from "./primitives.ts";
import { receiptLeaf } from "./receipt.ts";
import {
  type Fault,
  type FileRemark,
  Findings,
  type Report,
  type VerifyExit,
  type VerifyWord,
} from "./report.ts";
import { checkAnchor, checkRotations, rotationsOf } from "./verify-anchor.ts";
import { type Files, type NotABundle, openContainer } from "./verify-container.ts";
import { TooMuch } from "./verify-entries.ts";
import { checkFileSet, checkSums, sizeByNames } from "./verify-files.ts";
import { checkSeal, type Keyring, keyringOf, matchVkey, readSealed, type Sealed } from "./verify-keys.ts";
import { checkLog, type LogFacts } from "./verify-log.ts";
import { compareOutside, type OutsideFiles, readOutside, wantedBy } from "./verify-outside.ts";
import { parseVkey } from "./vkey.ts";

// Verifies a bundle as docs/format.md says, step by step: container, file set, keys, entries with tree and
// payloads, anchor, notes from outside. A fault never ends it: whoever reads the report wants all of them.

export interface FromOutside extends OutsideFiles {
  /** Text of a vkey that did not come with the bundle. */
  readonly vkey?: string;
  /** Files that were named but could not be read. */
  readonly unreadable?: readonly FileRemark[];
}

export const nothingFromOutside: FromOutside = { checkpoints: [], receipts: [], consistency: [] };

/** Throws only if reading the source throws. */
export async function verifyBundle(
  source: ByteSource,
  outside: FromOutside = nothingFromOutside,
  primitives: Primitives = portablePrimitives,
): Promise<Report> {
  const found = new Findings();
  found.unusable.push(...(outside.unreadable ?? []));
  const container = await openContainer(source, found, primitives);
  if (!container.ok) return refusal(container.error, found);
  try {
    return await verifyFiles(source, container.value, outside, found, primitives);
  } catch (cause) {
    if (cause instanceof TooMuch)
      return refusal({ word: "unusable input", why: `it holds ${cause.message}` }, found);
    throw cause;
  }
}

async function verifyFiles(
  source: ByteSource,
  files: Files,
  outside: FromOutside,
  found: Findings,
  primitives: Primitives,
): Promise<Report> {
  const sealed = await readSealed(source, files, found);
  const size = sealed.checkpoint?.size ?? sizeByNames(files);
  if (sealed.checkpoint !== undefined && size === 0) found.file("log/checkpoint", "is of an empty log");
  checkFileSet(files, size, rotationsDue(sealed), found);
  await checkSums(source, files, found);

  const keys = keyringOf(sealed, earlierKeys(sealed), found);
  const vkey = checkVkey(outside.vkey, keys, found);
  const notes = readOutside(outside, found);
  if (keys === undefined) {
    for (const { file } of notes)
      found.notCompared.push({ file, message: "could not be compared: the bundle names no log" });
    return reportOf(sealed, undefined, vkey, null, found);
  }
  checkSeal(sealed, files, keys, found, primitives);
  checkRotations(sealed, keys, found, primitives);

  const wanted = wantedBy(notes, keys);
  const facts = await checkLog(
    {
      source,
      files,
      log: keys.log,
      size,
      wantedRoots: new Set([...wanted.roots, size]),
      wantedLeaves: wanted.leaves,
    },
    found,
    primitives,
  );
  checkRoot(sealed, facts, found);
  checkAnchor(sealed, keys, found, primitives);
  const anchor =
    sealed.anchor?.checkpoint.origin === keys.installation ? sealed.anchor.checkpoint : undefined;
  const witnessed = compareOutside(notes, { keys, size, facts, anchor }, found, primitives);
  return reportOf(sealed, keys, vkey, witnessed, found);
}

function rotationsDue(sealed: Sealed): number {
  const head = sealed.anchor === undefined ? undefined : receiptLeaf(sealed.anchor)?.head;
  return head?.rotations ?? sealed.rotations.length;
}

function earlierKeys(sealed: Sealed): readonly Uint8Array[] {
  return rotationsOf(sealed).map((rotation) => rotation.old.publicKey);
}

function checkVkey(text: string | undefined, keys: Keyring | undefined, found: Findings): Report["vkey"] {
  if (text === undefined) return "none from outside";
  const vkey = parseVkey(text);
  if (!vkey.ok) {
    found.unusable.push({ file: "vkey", message: vkey.error });
    return "unusable";
  }
  const match = keys === undefined ? "other" : matchVkey(vkey.value, keys);
  if (match === "other") found.file("vkey", "is not the key of this bundle, nor an earlier one");
  return match;
}

function checkRoot(sealed: Sealed, facts: LogFacts, found: Findings): void {
  const { checkpoint } = sealed;
  const root = checkpoint === undefined ? undefined : facts.roots.get(checkpoint.size);
  if (checkpoint === undefined || (root !== undefined && equalBytes(root, checkpoint.root))) return;
  found.file(
    "log/checkpoint",
    root === undefined ? "cannot be held against the tree" : "has another root than the entries give",
  );
}

function reportOf(
  sealed: Sealed,
  keys: Keyring | undefined,
  vkey: Report["vkey"],
  witnessed: number | null,
  found: Findings,
): Report {
  const { checkpoint } = sealed;
  return {
    ...verdict(found, vkey),
    origin: keys?.log ?? checkpoint?.origin ?? null,
    size: checkpoint?.size ?? null,
    root: checkpoint === undefined ? null : toBase64(checkpoint.root),
    continues: found.continues,
    witnessed,
    vkey,
    publicKey: keys === undefined ? null : bytesToHex(keys.newest),
    ...lists(found),
  };
}

function verdict(found: Findings, vkey: Report["vkey"]): { word: VerifyWord; exit: VerifyExit } {
  if (found.faults.length > 0) return { word: "tampered", exit: 1 };
  if (found.unusable.length > 0) return { word: "unusable input", exit: 2 };
  const lacking = vkey === "none from outside" || found.notCompared.length > 0;
  return { word: "intact", exit: lacking ? 3 : 0 };
}

function refusal({ word, why }: NotABundle, found: Findings): Report {
  return {
    word,
    exit: 2,
    why,
    origin: null,
    size: null,
    root: null,
    continues: null,
    witnessed: null,
    vkey: "none from outside",
    publicKey: null,
    ...lists(found),
  };
}

/** For what never came to be opened. */
export function refusedReport(word: VerifyWord, why: string): Report {
  return refusal({ word, why }, new Findings());
}

function lists(found: Findings) {
  const { unusable, notCompared, compared, withheld, erased, remarks, unlisted } = found;
  return {
    faults: inOrder(found.faults),
    unusable,
    notCompared,
    compared,
    withheld,
    erased,
    remarks,
    unlisted,
  };
}

/** The key first, then entries as they stand in the log, then files. */
function inOrder(faults: readonly Fault[]): readonly Fault[] {
  const rank = ({ file, entry }: Fault) => (file === "vkey" ? -1 : (entry ?? Number.POSITIVE_INFINITY));
  return faults.toSorted((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
}
