import { base64Text, endsWithItsCrc, looseBase64 } from "./encoded.ts";
import { entropy } from "./entropy.ts";
import { jwtClaims } from "./identity/jwt.ts";
import type { Kind } from "./kind.ts";

/** `doubtful` lowers the confidence by one; `no` drops the find. */
export type Answer = "fits" | "doubtful" | "no";

/** `quoted` tells a literal from what may be a name. */
type Check = (value: string, quoted: boolean) => Answer;

const CHECKS = {
  /** A–Z and 2–7. One key id in 28 has no digit, as words in capitals have none. */
  base32: (value) => {
    const body = value.slice(4);
    if (!/^[A-Z2-7]+$/.test(body) || entropy(body) < 2.5) return "no";
    return /[2-7]/.test(body) ? "fits" : "doubtful";
  },
  "base64-text": (value) => (/^[^:]{1,128}:./.test(base64Text(value) ?? "") ? "fits" : "no"),
  /** 40 characters of hexadecimal are a commit, and a path has words in it. */
  "base64-mixed": (value) => yes(hasThreeClasses(value) && !/^[0-9a-f]+$/i.test(value) && entropy(value) > 4),
  "base58-mixed": (value) => yes(hasThreeClasses(value) && entropy(value) > 3.5),
  "base62-crc": (value) => (endsWithItsCrc(value) ? "fits" : "doubtful"),
  "entropy-3": (value) => yes(entropy(value) > 3),
  "entropy-3.5": (value) => yes(entropy(value) > 3.5),
  "hex-mixed": (value) => yes(/[0-9]/.test(value) && /[a-f]/i.test(value) && entropy(value) > 3),
  jwt: (value) => yes(jwtClaims(value) !== undefined),
  /** A macaroon of version 2 that names its location. */
  macaroon: (value) => {
    const bytes = looseBase64(value.slice("pypi-".length, "pypi-".length + 16));
    return bytes?.[0] === 2 && bytes[1] === 1 ? "fits" : "doubtful";
  },
  /** Drawn from letters of both cases and digits: of 30, one in 270 lacks a class. */
  mixed: (value) => yes(hasThreeClasses(value)),
  "not-code": (value, quoted) => yes(!isCode(value, quoted)),
} as const satisfies Record<Kind["checks"][number], Check>;

/** The worst answer of the kind's checks. */
export function check(kind: Kind, value: string, quoted: boolean): Answer {
  let worst: Answer = "fits";
  for (const name of kind.checks) {
    const answer = CHECKS[name](value, quoted);
    if (answer === "no") return "no";
    if (answer === "doubtful") worst = answer;
  }
  return worst;
}

function yes(fits: boolean): Answer {
  return fits ? "fits" : "no";
}

function hasThreeClasses(value: string): boolean {
  return /[a-z]/.test(value) && /[A-Z]/.test(value) && /[0-9]/.test(value);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const HASH = /^(?:sha\d{1,3}[-:]|md5[-:]|[0-9a-f]{40}$|[0-9a-f]{64}$|\$2[aby]\$|\$argon2)/i;
const NAME = /^[A-Za-z_$][\w$]*(?:(?:\.|::|->|\?\.)[A-Za-z_$][\w$]*)*$/;
const PATH = /^(?:\.{0,2}\/|[A-Za-z]:\\|[a-z][a-z0-9+.-]*:\/\/|@\/)/;

/** A name, a call, a path, a hash or an id, such as source and configuration set beside the word "secret". */
function isCode(value: string, quoted: boolean): boolean {
  if (UUID.test(value) || HASH.test(value) || PATH.test(value)) return true;
  if (quoted) return /^[A-Za-z]+(?:[-_. ][A-Za-z]+)*$/.test(value);
  return /[()[\]]|=>|\\n/.test(value) || (NAME.test(value) && !isDrawn(value));
}

/** A single word that mixes digits into letters, or small letters and capitals, as no name does. */
function isDrawn(value: string): boolean {
  if (!/[0-9]/.test(value) || entropy(value) <= 3) return false;
  const changes = value.match(/[a-z](?=[A-Z0-9])|[A-Z](?=[a-z0-9])|[0-9](?=[A-Za-z])/g)?.length ?? 0;
  return changes * 3 >= value.length || /[0-9].*[A-Za-z].*[0-9]|[0-9]{2}.*[A-Za-z]/.test(value);
}
