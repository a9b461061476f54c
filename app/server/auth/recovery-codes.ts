import { randomBytes } from "node:crypto";
import { secretHash } from "./secret.ts";

// Codes for the day the phone is lost: on paper, each works once. 80 random bits, so that their hash tells nothing.

const CODES = 8;
const CHARACTERS = 16;
/** Crockford's: nothing that is read for something else. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export interface RecoveryCodes {
  /** `K7QF-2M9D-W3XN-8RTA`: told once. */
  readonly codes: readonly string[];
  readonly hashes: readonly Uint8Array[];
}

export function newRecoveryCodes(): RecoveryCodes {
  const codes = Array.from({ length: CODES }, newCode);
  return { codes, hashes: codes.map((code) => hashOf(plain(code))) };
}

/** What is kept of the code that was typed, with or without its dashes; undefined when it is none. */
export function recoveryHash(typed: string): Uint8Array | undefined {
  const code = plain(typed);
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(code) ? hashOf(code) : undefined;
}

function newCode(): string {
  const characters = [...randomBytes(CHARACTERS)].map((byte) => ALPHABET.charAt(byte % 32));
  return characters.join("").replaceAll(/.{4}(?=.)/g, "$&-");
}

/** As it was made, however it was read from the paper. */
function plain(typed: string): string {
  return typed.toUpperCase().replaceAll(/[\s-]/g, "").replaceAll("O", "0").replaceAll(/[IL]/g, "1");
}

function hashOf(code: string): Uint8Array {
  return secretHash(`recovery code ${code}`);
}
