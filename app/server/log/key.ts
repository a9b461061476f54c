import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { NoteSigner } from "#app/core/audit/note.ts";
import { vkeyFor } from "#app/core/audit/vkey.ts";
import { codeOf } from "../files/disk-failure.ts";
import { createDurably, syncFolder, writeDurably } from "../files/durable.ts";
import { KeyExposed, KeyMissing, KeyUnreadable } from "./failures.ts";

const SIGNERS_MAX = 1000;

/** The installation's one Ed25519 key. It signs under several names and never leaves this object. */
export class LogKey {
  readonly publicKey: Uint8Array;
  readonly #key: KeyObject;
  /** A key id is a hash of its own: made once for each name that is in use. */
  readonly #signers = new Map<string, NoteSigner>();

  constructor(
    key: KeyObject,
    readonly path: string,
  ) {
    this.#key = key;
    const { x = "" } = createPublicKey(key).export({ format: "jwk" });
    this.publicKey = new Uint8Array(Buffer.from(x, "base64url"));
  }

  /** Signs as this name: an origin, or an origin's export name. */
  as(name: string): NoteSigner {
    const known = this.#signers.get(name);
    if (known !== undefined) return known;
    const signer: NoteSigner = {
      vkey: vkeyFor(name, this.publicKey),
      sign: (message) => sign(null, message, this.#key),
    };
    if (this.#signers.size >= SIGNERS_MAX) this.#signers.clear();
    this.#signers.set(name, signer);
    return signer;
  }
}

/** Where the key itself lies: a name that leads elsewhere is followed, so that what replaces it replaces the key. */
export function keyPath(named: string): string {
  return existsSync(named) ? realpathSync(named) : named;
}

/**
 * Reads the key file (PKCS #8 PEM, mode 0600), or makes it when the data is new. Refuses one that others
 * could read, and a missing one on data that was signed already.
 */
export function openLogKey(path: string, data: "new" | "signed"): LogKey {
  if (!existsSync(path)) {
    if (data === "signed") throw new KeyMissing(path);
    writeKey(path);
  }
  refuseExposed(path);
  return new LogKey(readKey(path), path);
}

/** Where a new key waits, beside the old one, until it takes its place. */
function nextPath(path: string): string {
  return `${path}.next`;
}

/**
 * Makes the key that is to follow the one at `path`, and puts it on disk beside it. One that was left there by a
 * rotation that did not happen has signed nothing, and is replaced. Throws what the system says where the file at
 * `path` can't be replaced, as when it is mounted alone: found out now, while the old key still counts.
 */
export function makeNextKey(path: string): LogKey {
  writeDurably(path, readFileSync(path), 0o600);
  const { privateKey } = generateKeyPairSync("ed25519");
  writeDurably(nextPath(path), privateKey.export({ format: "pem", type: "pkcs8" }), 0o600);
  return new LogKey(privateKey, path);
}

/** The next key takes the place of the old one, which is gone then. Another process that opens meanwhile may have done it. */
export function adoptNextKey(path: string): void {
  try {
    renameSync(nextPath(path), path);
  } catch (cause) {
    if (codeOf(cause) !== "ENOENT") throw cause;
  }
  syncFolder(dirname(path));
}

/** The key that waits beside the one at `path`; undefined when none does. */
export function waitingKey(path: string): LogKey | undefined {
  const next = nextPath(path);
  if (!existsSync(next)) return undefined;
  refuseExposed(next);
  return new LogKey(readKey(next), path);
}

function refuseExposed(path: string): void {
  if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0) throw new KeyExposed(path);
}

function readKey(path: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(readFileSync(path));
  } catch (cause) {
    throw new KeyUnreadable(path, { cause });
  }
  if (key.asymmetricKeyType !== "ed25519") throw new KeyUnreadable(path);
  return key;
}

function writeKey(path: string): void {
  const folder = dirname(path);
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700); // whatever the umask made of it
  }
  const { privateKey } = generateKeyPairSync("ed25519");
  // Where another process made one meanwhile, that is the key.
  createDurably(path, privateKey.export({ format: "pem", type: "pkcs8" }), 0o600);
}
