import type { Find } from "./find.ts";
import { named } from "./identity/jwt.ts";
import { keyIdentity } from "./identity/public-key.ts";
import type { PemBlock } from "./pem.ts";
import { isPlaceholder } from "./placeholder.ts";
import { around } from "./surroundings.ts";

const PRIVATE = /PRIVATE KEY(?: BLOCK)?$/;
/** Less holds no key of any sort: an Ed25519 key in PKCS #8 takes 48 bytes. */
const LEAST_BYTES = 40;
const JSON_REACH = 1200;

export function findPrivateKey(text: string, block: PemBlock | undefined): Find | undefined {
  if (block === undefined || !PRIVATE.test(block.label)) return undefined;
  const body = text.slice(block.start, block.end);
  const inner = body.slice(body.indexOf("-----", 5) + 5, body.lastIndexOf("-----END"));
  if (block.bytes === undefined ? inner.trim().length < 2 * LEAST_BYTES : block.bytes.length < LEAST_BYTES) {
    return undefined;
  }
  if (
    isPlaceholder(
      inner
        .trim()
        .slice(0, 120)
        .replaceAll(/(.)\1{5,}/g, "A"),
    )
  )
    return undefined;
  return {
    start: block.start,
    end: block.end,
    value: body,
    identity: {
      form: block.label,
      ...(block.bytes === undefined ? {} : keyIdentity(block.label, block.bytes)),
    },
    masked: `BEGIN ${block.label}…`,
  };
}

/** A private key inside the JSON that Google gives out for a service account. */
export function findServiceAccount(text: string, block: PemBlock | undefined): Find | undefined {
  const key = findPrivateKey(text, block);
  if (key === undefined) return undefined;
  const json = around(text, key.start, key.end, JSON_REACH).replaceAll('\\"', '"');
  if (!/"type"\s*:\s*"service_account"/.test(json)) return undefined;
  const field = (name: string) => new RegExp(`"${name}"\\s*:\\s*"([^"\\\\]{1,200})"`).exec(json)?.[1] ?? "";
  const principal = field("client_email");
  const project = field("project_id");
  return {
    ...key,
    identity: named({
      ...key.identity,
      project: project === "" ? (/@([^.]+)\.iam\./.exec(principal)?.[1] ?? "") : project,
      principal,
      keyId: field("private_key_id"),
    }),
  };
}
