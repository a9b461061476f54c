import { utf8ToBytes } from "@noble/hashes/utils.js";
import canonicalize from "canonicalize";
import type { Json } from "#app/core/shared/json.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import { isBase64Of32 } from "./base64.ts";
import { decodeUtf8 } from "./bytes.ts";
import { checkValue, membersAscend } from "./canonical.ts";
import type { DecodeUtf8 } from "./primitives.ts";

// A payload line stands beside each leaf and says for every slot what is disclosed: the value (for a file, only
// the salt; its bytes are a file of the bundle), or that it was erased and by which entry, or that it is withheld.

type NotDisclosed = { readonly erased: number } | { readonly withheld: true };
export type FieldDisclosure = { readonly salt: string; readonly value: Json } | NotDisclosed;
export type FileDisclosure = { readonly salt: string } | NotDisclosed;

export interface PayloadLine {
  readonly seq: number;
  readonly f?: { readonly [field: string]: FieldDisclosure };
  readonly att?: readonly FileDisclosure[];
}

/** Longer than any line that 32 fields of the largest value and 32 files can make. */
export const LINE_BYTES_MAX = 2_200_000;

export function formatPayloadLine(line: PayloadLine): Uint8Array {
  return utf8ToBytes(`${canonicalize(line)}\n`);
}

/** Reads one line without its line feed. Whether it fits its leaf is for the verifier. */
export function parsePayloadLine(
  bytes: Uint8Array,
  decode: DecodeUtf8 = decodeUtf8,
): Result<PayloadLine, string> {
  const text = decode(bytes);
  if (text === undefined) return no("is not UTF-8 text");
  const line = parseJson(text);
  if (!isObject(line)) return no("is not a JSON object");
  const fault = lineFault(line);
  if (fault !== undefined) return no(fault);
  // lineFault has bounded the depth.
  if (!membersAscend(line) || JSON.stringify(line) !== text) return no("is not in canonical form");
  return ok(line as unknown as PayloadLine); // lineFault has looked at each member
}

type Members = { readonly [name: string]: unknown };

function lineFault(line: Members): string | undefined {
  for (const name of Object.keys(line)) {
    if (name !== "seq" && name !== "f" && name !== "att") return "has a member the format does not know";
  }
  if (!isCount(line.seq)) return "does not say which entry it belongs to";
  return fieldsFault(line.f) ?? filesFault(line.att);
}

function fieldsFault(fields: unknown): string | undefined {
  if (fields === undefined) return undefined;
  if (!isObject(fields)) return "has no valid fields (f)";
  for (const [name, slot] of Object.entries(fields)) {
    if (isNotDisclosed(slot)) continue;
    if (!isObject(slot) || !hasExactly(slot, ["salt", "value"]) || !isSalt(slot.salt)) {
      return `does not say in a valid way what is disclosed of ${name}`;
    }
    const fault = checkValue(slot.value);
    if (fault !== undefined) return `discloses a value of ${name} that ${fault}`;
  }
  return undefined;
}

function filesFault(files: unknown): string | undefined {
  if (files === undefined) return undefined;
  if (!Array.isArray(files)) return "has no valid files (att)";
  const wrong = files.findIndex((slot: unknown) => {
    if (isNotDisclosed(slot)) return false;
    return !isObject(slot) || !hasExactly(slot, ["salt"]) || !isSalt(slot.salt);
  });
  return wrong < 0 ? undefined : `does not say in a valid way what is disclosed of file ${wrong}`;
}

function isNotDisclosed(slot: unknown): slot is NotDisclosed {
  if (!isObject(slot)) return false;
  if (hasExactly(slot, ["withheld"])) return slot.withheld === true;
  return hasExactly(slot, ["erased"]) && isCount(slot.erased);
}

function isSalt(value: unknown): boolean {
  return typeof value === "string" && isBase64Of32(value);
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function hasExactly(value: Members, names: readonly string[]): boolean {
  return Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
