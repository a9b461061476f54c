import canonicalize from "canonicalize";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import { asciiBytes, decodeUtf8 } from "./bytes.ts";
import { membersAscend } from "./canonical.ts";
import { leafFault } from "./leaf-rules.ts";
import type { DecodeUtf8 } from "./primitives.ts";
import type { Slot } from "./slot.ts";

export const LEAF_BYTES_MAX = 8192;
const PRINTABLE = /^[\x20-\x7e]*$/;

type ActorKind = "person" | "service" | "system";
export type AuthMethod =
  | "passkey"
  | "password"
  | "password-totp"
  | "oidc"
  | "token"
  | "setup"
  | "shell"
  | "none";

export interface LeafActor {
  readonly auth: AuthMethod;
  readonly k: ActorKind;
  readonly u: string;
}

/** What stands in the tree for one entry: who did what, when, and commitments to the values. docs/format.md, Leaf. */
export interface Leaf {
  readonly v: 1;
  readonly log: string;
  readonly seq: number;
  readonly at: string;
  readonly by: LeafActor;
  readonly act: string;
  readonly on: { readonly id: string; readonly t: string };
  readonly cmd: number;
  readonly app: string;
  readonly seen?: number;
  readonly ref?: readonly number[];
  readonly f?: { readonly [field: string]: string };
  readonly att?: readonly string[];
  readonly erases?: readonly Slot[];
  readonly head?: {
    readonly log: string;
    readonly root: string;
    readonly rotations: number;
    readonly size: number;
  };
  readonly keys?: { readonly k: number; readonly new: string; readonly old: string };
  readonly prev?: {
    readonly known: number;
    readonly log: string;
    readonly root: string;
    readonly size: number;
  };
}

/** The canonical bytes of a leaf. Throws what the format forbids: the caller has made a bug. */
export function encodeLeaf(leaf: Leaf): Uint8Array {
  const fault = leafFault(leaf);
  if (fault !== undefined) throw new RangeError(`leaf: ${fault}`);
  const text = canonicalize(leaf) ?? "";
  if (text.length > LEAF_BYTES_MAX) throw new RangeError(`leaf: longer than ${LEAF_BYTES_MAX} bytes`);
  return asciiBytes(text);
}

/** Reads one leaf, member by member; anything that {@link encodeLeaf} would not have written is refused. */
export function parseLeaf(bytes: Uint8Array, decode: DecodeUtf8 = decodeUtf8): Result<Leaf, string> {
  if (bytes.length > LEAF_BYTES_MAX) return no(`is longer than ${LEAF_BYTES_MAX} bytes`);
  const text = decode(bytes);
  if (text === undefined || !PRINTABLE.test(text)) return no("holds a byte that is not printable ASCII");
  const value = parseJson(text);
  if (value === undefined) return no("is not JSON");
  const fault = leafFault(value);
  if (fault !== undefined) return no(fault);
  if (!membersAscend(value) || JSON.stringify(value) !== text) return no("is not in canonical form");
  return ok(value as Leaf); // leafFault has looked at each member
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
