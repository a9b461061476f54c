import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { createDurably } from "../files/durable.ts";

// What must not be readable in the database or in a browser is sealed with a key that lies beside the log key:
// a copy of the database alone gives no seed of a second step, and no page can make what only the server makes.

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The key file can't be used. The message says what to do. */
export class SealKeyUnusable extends Error {
  override readonly name = "SealKeyUnusable";
}

/** AES-256-GCM under one key. */
export class Seal {
  readonly #key: Uint8Array;

  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /** base64url. It opens for the same purpose alone. */
  close(purpose: string, text: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", this.#key, nonce).setAAD(Buffer.from(purpose));
    const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
    return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString("base64url");
  }

  /** Undefined for what was not sealed with this key, for this purpose, or was changed. */
  open(purpose: string, sealed: string): string | undefined {
    const bytes = Buffer.from(sealed, "base64url");
    if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
    const decipher = createDecipheriv("aes-256-gcm", this.#key, bytes.subarray(0, NONCE_BYTES))
      .setAAD(Buffer.from(purpose))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
      return Buffer.concat([text, decipher.final()]).toString("utf8");
    } catch {
      return undefined; // the tag does not match: the only thing that can fail here
    }
  }
}

/** Reads the key in this file, or makes one (mode 0600). Throws SealKeyUnusable. */
export function openSeal(path: string): Seal {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // Where another process made one meanwhile, that is the key.
    createDurably(path, `${randomBytes(KEY_BYTES).toString("base64")}\n`, 0o600);
  }
  if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0) {
    throw new SealKeyUnusable(
      `The sign-in key ${path} can be read by other users of this machine. Run: chmod 600 ${path}. If someone may have read it and the database, everyone with a two-step code should set it up anew.`,
    );
  }
  const key = new Uint8Array(Buffer.from(readFileSync(path, "utf8").trim(), "base64"));
  if (key.length !== KEY_BYTES) {
    throw new SealKeyUnusable(
      `The sign-in key ${path} is damaged. Put it back from where you keep your keys; without it, remove the file: two-step codes must then be set up anew.`,
    );
  }
  return new Seal(key);
}
