import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { toBase64 } from "#app/core/audit/base64.ts";
import { equalBytes } from "#app/core/audit/bytes.ts";
import type { Identity } from "../finding.ts";
import { type Der, derAt, derOf, insideOf, wholeOf } from "./der.ts";

// A private key's file mostly holds its public key too. Its SHA-256, over the SubjectPublicKeyInfo as certificates
// hold it, names the key without telling it. An encrypted file, and an Ed25519 seed alone, hold none.

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const OBJECT = 0x06;
const FIRST = 0xa0;
const SECOND = 0xa1;
/** Of PKCS #8 version 2 (RFC 5958), primitive. */
const PUBLIC_KEY = 0x81;
const NO_SPARE_BITS = Uint8Array.of(0);
const RSA = hexToBytes("06092a864886f70d010101");
const RSA_ALGORITHM = derOf(SEQUENCE, RSA, Uint8Array.of(5, 0));
const EC = hexToBytes("06072a8648ce3d0201");

/** `label` is what stands between BEGIN and the dashes. */
export function keyIdentity(label: string, bytes: Uint8Array): Identity {
  if (label === "OPENSSH PRIVATE KEY") return sshIdentity(bytes);
  const info = publicInfo(label, bytes);
  return info === undefined ? {} : { publicKeySha256: bytesToHex(sha256(info)) };
}

function publicInfo(label: string, bytes: Uint8Array): Uint8Array | undefined {
  switch (label) {
    case "RSA PRIVATE KEY":
      return rsaInfo(bytes);
    case "EC PRIVATE KEY":
      return ecInfo(bytes, undefined);
    case "PRIVATE KEY":
      return pkcs8Info(bytes);
    default:
      return undefined;
  }
}

function parts(bytes: Uint8Array): readonly Der[] {
  const outer = derAt(bytes, 0);
  return outer?.tag === SEQUENCE ? insideOf(bytes, outer) : [];
}

/** RFC 8017 A.1.2: version, modulus, public exponent, … */
function rsaInfo(bytes: Uint8Array): Uint8Array | undefined {
  const [, modulus, exponent] = parts(bytes);
  if (modulus?.tag !== INTEGER || exponent?.tag !== INTEGER) return undefined;
  const key = derOf(SEQUENCE, wholeOf(bytes, modulus), wholeOf(bytes, exponent));
  return derOf(SEQUENCE, RSA_ALGORITHM, derOf(BIT_STRING, NO_SPARE_BITS, key));
}

/** RFC 5915: version, private key, [0] curve, [1] public key. Inside PKCS #8 the curve stands outside. */
function ecInfo(bytes: Uint8Array, algorithm: Uint8Array | undefined): Uint8Array | undefined {
  const elements = parts(bytes);
  const point = elements.find(({ tag }) => tag === SECOND);
  const curve = elements.find(({ tag }) => tag === FIRST);
  if (point === undefined) return undefined;
  const named = curve === undefined ? undefined : bytes.subarray(curve.from, curve.to);
  const how = algorithm ?? (named?.[0] === OBJECT ? derOf(SEQUENCE, EC, named) : undefined);
  return how === undefined ? undefined : derOf(SEQUENCE, how, bytes.subarray(point.from, point.to));
}

/** RFC 5958: version, algorithm, key, attributes, [1] public key. */
function pkcs8Info(bytes: Uint8Array): Uint8Array | undefined {
  const [, algorithm, key, ...rest] = parts(bytes);
  if (algorithm?.tag !== SEQUENCE || key?.tag !== OCTET_STRING) return undefined;
  const [name] = insideOf(bytes, algorithm);
  if (name === undefined) return undefined;
  const inner = bytes.subarray(key.from, key.to);
  if (equalBytes(wholeOf(bytes, name), RSA)) return rsaInfo(inner);
  if (equalBytes(wholeOf(bytes, name), EC)) return ecInfo(inner, wholeOf(bytes, algorithm));
  const own = rest.find(({ tag }) => tag === PUBLIC_KEY);
  if (own === undefined) return undefined;
  return derOf(SEQUENCE, wholeOf(bytes, algorithm), derOf(BIT_STRING, bytes.subarray(own.from, own.to)));
}

const MAGIC = "openssh-key-v1\0";

/** The public half lies in the clear, also of an encrypted key: magic, cipher, kdf, options, count, public key. */
function sshIdentity(bytes: Uint8Array): Identity {
  let at = MAGIC.length;
  const next = (): Uint8Array | undefined => {
    const length = uint32(bytes, at);
    const part = bytes.subarray(at + 4, at + 4 + length);
    at += 4 + length;
    return part.length === length ? part : undefined;
  };
  if (next() === undefined || next() === undefined || next() === undefined) return {};
  at += 4;
  const key = next();
  if (key === undefined || key.length === 0) return {};
  return { sshFingerprint: `SHA256:${toBase64(sha256(key)).replace(/=+$/, "")}` };
}

function uint32(bytes: Uint8Array, at: number): number {
  return [0, 1, 2, 3].reduce((value, next) => value * 256 + (bytes[at + next] ?? 0), 0);
}

/** SHA-256 of a certificate and of the public key it holds (RFC 5280: the seventh part, or the sixth of version 1). */
export function certificateOf(bytes: Uint8Array): { sha256: string; publicKeySha256: string } | undefined {
  const outer = derAt(bytes, 0);
  const [signed] = outer?.tag === SEQUENCE ? insideOf(bytes, outer) : [];
  if (outer === undefined || signed?.tag !== SEQUENCE) return undefined;
  const elements = insideOf(bytes, signed);
  const info = elements[elements[0]?.tag === FIRST ? 6 : 5];
  if (info?.tag !== SEQUENCE) return undefined;
  return {
    sha256: bytesToHex(sha256(wholeOf(bytes, outer))),
    publicKeySha256: bytesToHex(sha256(wholeOf(bytes, info))),
  };
}
