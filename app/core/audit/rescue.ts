import { utf8ToBytes } from "@noble/hashes/utils.js";
import { visibleLine } from "#app/core/shared/visible.ts";
import { toBase64 } from "./base64.ts";
import { decodeUtf8 } from "./bytes.ts";
import { RESCUE_HEADER } from "./manifest.ts";
import { payloadsName, TILE_WIDTH } from "./tiles.ts";

// What a rescue export says: a log as it lies in the store, where nothing may be signed or nothing whole can be
// written. docs/format.md, Rescue export. A verifier answers that it is unsigned; people read README.txt.

/** A value as it is stored: `f:<name>` or `att:<index>`, and for a field its JSON text. */
interface RescuedValue {
  readonly slot: string;
  readonly salt: Uint8Array;
  readonly value: string | null;
}

export interface RescuedEntry {
  readonly seq: number;
  readonly leaf: Uint8Array | undefined;
  /** The leaf hash that the tree was built with. */
  readonly hash: Uint8Array | undefined;
  /** The root recorded at size seq + 1, where a command ended. */
  readonly root: Uint8Array | undefined;
  readonly values: readonly (RescuedValue | { readonly slot: string; readonly withheld: true })[];
}

export interface RescueFacts {
  readonly log: string;
  /** Version of the program. */
  readonly app: string;
  /** Why this is no bundle, in sentences. */
  readonly why: string;
  /** Entries that are here. */
  readonly entries: number;
  readonly files: number;
  /** What does not verify, one line each. */
  readonly faults: readonly string[];
  /** Values are left out of this copy. */
  readonly withholds: boolean;
}

const FAULTS_TOLD = 50;

export function rescueReadme(facts: RescueFacts): Uint8Array {
  const { log, app, why, entries, files, faults, withholds } = facts;
  const more = faults.length - FAULTS_TOLD;
  const lines = [
    RESCUE_HEADER,
    "",
    "RESCUE EXPORT, UNSIGNED",
    `Log ${log}`,
    `${entries} entries and ${files} files, copied as they lay in the data folder.`,
    "",
    "Why this is not a bundle",
    `  ${visibleLine(why)}`,
    "",
    "What it is worth",
    "  No key stands behind this copy, so it is not evidence by itself: whoever holds it could have changed it.",
    "  It keeps what was left, so that nothing more is lost. It becomes evidence where something from outside",
    "  fits it: an earlier bundle, a receipt, or a checkpoint that somebody kept.",
    "  The verifier answers that it is an unsigned rescue export, and verifies nothing in it.",
    "",
    "What does not verify",
    ...(faults.length === 0
      ? ["  Nothing was found: what is here fits together."]
      : faults.slice(0, FAULTS_TOLD).map((fault) => `  ${visibleLine(fault)}`)),
    ...(more > 0 ? [`  and ${more} more, all in faults.txt`] : []),
    "",
    "What to do",
    "  1. Keep this file, and a copy of the whole data folder, where nobody writes to them.",
    "  2. Put bundles, receipts and checkpoints that lie outside beside it.",
    "  3. Have someone look at both who does not run the server.",
    "",
    "What is where",
    "  entries/       one line of JSON for each entry that could be read: leaf, leaf hash, root, values and salts",
    "  attachments/   the files of evidence, named by their commitment",
    "  faults.txt     everything that does not verify",
    "  installation/  what the installation's log recorded of this log, and the newest signed checkpoint, if kept",
    ...(withholds ? ["  Values that are not shown to whoever exported this are left out, and say so."] : []),
    "",
    `Made by Sangfroid ${app}`,
    "",
  ];
  return utf8ToBytes(lines.join("\n"));
}

/** The file of the entries from `from` on, a multiple of 256. */
export function rescueEntriesName(from: number): string {
  const name = payloadsName({ level: 0, index: from / TILE_WIDTH, width: TILE_WIDTH });
  return name.replace(/^payloads/, "entries");
}

/** A leaf is text if it is sound at all; any other bytes are kept as base64. */
export function rescueLine({ seq, leaf, hash, root, values }: RescuedEntry): Uint8Array {
  const line = {
    seq,
    ...(leaf === undefined ? { missing: true } : leafMember(leaf)),
    ...(hash === undefined ? {} : { hash: toBase64(hash) }),
    ...(root === undefined ? {} : { root: toBase64(root) }),
    values: values.map((one) => ("withheld" in one ? one : { ...one, salt: toBase64(one.salt) })),
  };
  return utf8ToBytes(`${JSON.stringify(line)}\n`);
}

function leafMember(leaf: Uint8Array): { readonly leaf: string } | { readonly leafBase64: string } {
  const isText = leaf.every((byte) => byte >= 0x20 && byte <= 0x7e);
  return isText ? { leaf: decodeUtf8(leaf) ?? "" } : { leafBase64: toBase64(leaf) };
}
