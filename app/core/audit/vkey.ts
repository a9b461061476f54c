import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import { fromBase64, toBase64 } from "./base64.ts";
import { exportName } from "./origin.ts";

// C2SP signed-note: a verifier key is name, key id and public key. The id depends on the name, so one
// Ed25519 key has another vkey under each name it signs as.

const ALGORITHM = Uint8Array.of(0x01);
const LINE_FEED = Uint8Array.of(0x0a);

export interface Vkey {
  readonly name: string;
  /** 8 hex digits. */
  readonly keyId: string;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

export function vkeyFor(name: string, publicKey: Uint8Array): Vkey {
  if (!isKeyName(name)) throw new RangeError("a key name is not empty and holds no white space and no +");
  if (publicKey.length !== 32) throw new RangeError("an Ed25519 public key has 32 bytes");
  const id = sha256(concatBytes(utf8ToBytes(name), LINE_FEED, ALGORITHM, publicKey)).subarray(0, 4);
  return { name, keyId: bytesToHex(id), publicKey };
}

/** From the installation's key, the two keys of one of its logs: for checkpoints and for manifests. */
export function logVkeys(log: string, publicKey: Uint8Array): { checkpoint: Vkey; manifest: Vkey } {
  return { checkpoint: vkeyFor(log, publicKey), manifest: vkeyFor(exportName(log), publicKey) };
}

export function formatVkey(vkey: Vkey): string {
  return `${vkey.name}+${vkey.keyId}+${toBase64(concatBytes(ALGORITHM, vkey.publicKey))}`;
}

/** Reads `name+id+key`. The id must be the one that name and key give. */
export function parseVkey(text: string): Result<Vkey, string> {
  const nameEnd = text.indexOf("+");
  const idEnd = text.indexOf("+", nameEnd + 1);
  if (nameEnd < 1 || idEnd < 0) return no("is not a vkey: name, key id and public key joined by +");
  const name = text.slice(0, nameEnd);
  const key = fromBase64(text.slice(idEnd + 1));
  if (!isKeyName(name)) return no("is not a vkey: its name holds white space");
  if (key === undefined || key.length !== 33 || key[0] !== 0x01) {
    return no("is not a vkey: the public key is not base64 of an Ed25519 key");
  }
  const vkey = vkeyFor(name, key.subarray(1));
  if (vkey.keyId !== text.slice(nameEnd + 1, idEnd))
    return no("has a key id that its name and public key do not give");
  return ok(vkey);
}

export function isKeyName(text: string): boolean {
  return text !== "" && !/[\p{White_Space}+]/u.test(text);
}
