import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto";

// The other half of WebAuthn, as a phone or a security key plays it: ES256, attestation "none", user verified.

export interface Authenticator {
  /** Answers an offer, as the browser at this origin would. */
  make(challenge: string, origin: string): string;
  /** Answers what is asked, as the browser at this origin would. */
  answer(challenge: string, origin: string, more?: { readonly verified?: boolean }): string;
}

const PRESENT = 0x01;
const VERIFIED = 0x04;
const WITH_KEY = 0x40;

export function anAuthenticator(rpId = "localhost"): Authenticator {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = randomBytes(16);
  const name = id.toString("base64url");
  let counter = 0;

  function authenticatorData(flags: number, more: Uint8Array = new Uint8Array()): Buffer {
    counter += 1;
    const head = Buffer.alloc(5);
    head.writeUInt8(flags, 0);
    head.writeUInt32BE(counter, 1);
    return Buffer.concat([createHash("sha256").update(rpId).digest(), head, more]);
  }

  return {
    make(challenge, origin) {
      const { x = "", y = "" } = publicKey.export({ format: "jwk" });
      const length = Buffer.from([0, id.length]);
      const key = coseKey(Buffer.from(x, "base64url"), Buffer.from(y, "base64url"));
      const credential = Buffer.concat([Buffer.alloc(16), length, id, key]);
      const data = authenticatorData(PRESENT | VERIFIED | WITH_KEY, credential);
      return JSON.stringify({
        id: name,
        rawId: name,
        type: "public-key",
        response: {
          clientDataJSON: clientData("webauthn.create", challenge, origin),
          attestationObject: attestation(data).toString("base64url"),
          transports: ["internal"],
        },
      });
    },
    answer(challenge, origin, { verified = true } = {}) {
      const data = authenticatorData(verified ? PRESENT | VERIFIED : PRESENT);
      const clientDataJSON = clientData("webauthn.get", challenge, origin);
      const hash = createHash("sha256").update(Buffer.from(clientDataJSON, "base64url")).digest();
      const signature = createSign("sha256").update(data).update(hash).sign(privateKey);
      return JSON.stringify({
        id: name,
        rawId: name,
        type: "public-key",
        response: {
          clientDataJSON,
          authenticatorData: data.toString("base64url"),
          signature: signature.toString("base64url"),
        },
      });
    },
  };
}

function clientData(type: string, challenge: string, origin: string): string {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false })).toString("base64url");
}

/** RFC 9053 §7.1.1, in CBOR: {1: 2, 3: -7, -1: 1, -2: x, -3: y}. */
function coseKey(x: Buffer, y: Buffer): Buffer {
  const bytes32 = Buffer.from([0x58, 32]);
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    bytes32,
    x,
    Buffer.from([0x22]),
    bytes32,
    y,
  ]);
}

/** CBOR: {"fmt": "none", "attStmt": {}, "authData": …}. */
function attestation(data: Buffer): Buffer {
  const text = (value: string) => Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]);
  return Buffer.concat([
    Buffer.from([0xa3]),
    text("fmt"),
    text("none"),
    text("attStmt"),
    Buffer.from([0xa0]),
    text("authData"),
    Buffer.from([0x58, data.length]),
    data,
  ]);
}
