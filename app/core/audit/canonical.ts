import { utf8ToBytes } from "@noble/hashes/utils.js";
import canonicalize from "canonicalize";
import type { Json } from "#app/core/shared/json.ts";

// RFC 8785 (JCS). Writing goes through the canonicalize package. Reading needs no second serialiser: text is
// canonical if and only if JSON.stringify gives it back and the members of every object ascend, because
// JSON.stringify and JCS spell strings and numbers alike (ECMAScript's way). Names that look like array
// indexes would be reordered by JSON.parse; no name of the format starts with a digit.

export const VALUE_BYTES_MAX = 65_536;
const VALUE_DEPTH_MAX = 16;

const KEY = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/**
 * Why a value cannot be committed to (docs/format.md, Commitment), in words that complete "the value …";
 * undefined if it can. Its size is checked by {@link canonicalValue}.
 */
export function checkValue(value: unknown): string | undefined {
  return shapeFault(value, 0);
}

function shapeFault(value: unknown, depth: number): string | undefined {
  switch (typeof value) {
    case "string":
      return LONE_SURROGATE.test(value) ? "holds half of a character (a lone surrogate)" : undefined;
    case "boolean":
      return undefined;
    case "number":
      return Number.isSafeInteger(value)
        ? undefined
        : "holds a number that is not a whole number within 2^53-1";
    case "object":
      return value === null ? undefined : containerFault(value, depth + 1);
    default:
      return `holds something that is not JSON (${typeof value})`;
  }
}

function containerFault(value: object, depth: number): string | undefined {
  if (depth > VALUE_DEPTH_MAX) return `is nested deeper than ${VALUE_DEPTH_MAX}`;
  if (Array.isArray(value)) {
    // Index by index: a hole must be found, and methods of an array skip holes.
    for (let at = 0; at < value.length; at++) {
      const fault = shapeFault(value[at], depth);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return "holds an object that is not plain JSON";
  for (const [key, member] of Object.entries(value)) {
    if (!KEY.test(key)) return "has a member name outside A-Z a-z 0-9 _ . - (a letter first, at most 64)";
    const fault = shapeFault(member, depth);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** JCS bytes of a value: what its commitment commits to. Throws for a value that {@link checkValue} refuses or that is too large. */
export function canonicalValue(value: Json): Uint8Array {
  const fault = checkValue(value);
  if (fault !== undefined) throw new RangeError(`the value ${fault}`);
  const bytes = utf8ToBytes(canonicalize(value) ?? "");
  if (bytes.length > VALUE_BYTES_MAX) {
    throw new RangeError(
      `the value takes ${bytes.length} bytes in canonical form, more than ${VALUE_BYTES_MAX}`,
    );
  }
  return bytes;
}

/** True if the members of every object ascend by UTF-16 code units. The caller has bounded the depth. */
export function membersAscend(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.every(membersAscend);
  let before: string | undefined;
  for (const [name, member] of Object.entries(value)) {
    if (before !== undefined && name <= before) return false;
    if (!membersAscend(member)) return false;
    before = name;
  }
  return true;
}
