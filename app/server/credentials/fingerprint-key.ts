import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { createDurably } from "../files/durable.ts";

// A fingerprint says that two secrets are the same one. Its key lies beside the log key, outside the database: who has
// the database alone can't try guesses against what it holds.

const KEY_BYTES = 32;

/** The key file can't be used. The message says what to do. */
class FingerprintKeyUnusable extends Error {
  override readonly name = "FingerprintKeyUnusable";
}

/** Reads the key in this file, or makes one (mode 0600). Throws FingerprintKeyUnusable. */
export function openFingerprintKey(path: string): Uint8Array {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // Where another process made one meanwhile, that is the key.
    createDurably(path, `${randomBytes(KEY_BYTES).toString("base64")}\n`, 0o600);
  }
  if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0) {
    throw new FingerprintKeyUnusable(
      `The fingerprint key ${path} can be read by other users of this machine. Run: chmod 600 ${path}.`,
    );
  }
  const key = new Uint8Array(Buffer.from(readFileSync(path, "utf8").trim(), "base64"));
  if (key.length !== KEY_BYTES) {
    throw new FingerprintKeyUnusable(
      `The fingerprint key ${path} is damaged. Put it back from where you keep your keys; without it, remove the file: secrets found from now on get other fingerprints than those found before.`,
    );
  }
  return key;
}
