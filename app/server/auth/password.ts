import { hash, parseOptions, verify } from "@node-rs/argon2";
import { z } from "zod";

const PASSWORD_MIN = 15;
const PASSWORD_MAX = 256;

/** argon2id (the library's default), 19 MiB and two passes: the floor OWASP names. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * A password someone chooses. Long, and nothing else: no rules about kinds of characters. It is normalised
 * (NFKC), so that the same keys on another keyboard spell the same password, and counted in characters.
 */
export const newPassword = z
  .string()
  .refine(
    (text) => !LONE_SURROGATE.test(text),
    "This password is damaged: half of a character is missing. Type it again.",
  )
  .transform(normalised)
  .refine(
    (text) => [...text].length >= PASSWORD_MIN,
    `At least ${PASSWORD_MIN} characters. Several words in a row are easy to remember.`,
  )
  .refine((text) => [...text].length <= PASSWORD_MAX, `At most ${PASSWORD_MAX} characters.`);

/** The argon2id string to keep, its salt and cost inside. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalised(password), COST);
}

/** False for a person without a password too, after as much work as for one who has one. */
export async function isPassword(kept: string | undefined, given: string): Promise<boolean> {
  const password = given.length > PASSWORD_MAX * 4 ? "" : normalised(given);
  const matches = await verify(kept ?? (await decoy()), password);
  return matches && kept !== undefined;
}

/** True when a kept hash was made at a lower cost than today's. */
export function isOutdated(kept: string): boolean {
  const { memoryCost, timeCost } = parseOptions(kept);
  return memoryCost < COST.memoryCost || timeCost < COST.timeCost;
}

function normalised(text: string): string {
  return text.normalize("NFKC");
}

let madeDecoy: Promise<string> | undefined;

function decoy(): Promise<string> {
  madeDecoy ??= hash(crypto.getRandomValues(new Uint8Array(32)), COST);
  return madeDecoy;
}
