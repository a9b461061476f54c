import { Secret, TOTP } from "otpauth";
import { epochOf, type Instant } from "#app/core/shared/instant.ts";

// RFC 6238: six digits from a shared seed, new every 30 seconds.

const PERIOD_SECONDS = 30;
/** RFC 4226 §4: 160 bits. */
const SEED_BYTES = 20;

/** base32. */
export function newSeed(): string {
  return new Secret({ size: SEED_BYTES }).base32;
}

/** What an authenticator app reads, from a link or a picture. */
export function keyUri(seed: string, email: string): string {
  return totpOf(seed, email).toString();
}

/**
 * The period whose code this is: the one now, the one before or the one after. Undefined for any other code, and for
 * one of a period up to `used` (RFC 6238 §5.2: a code is accepted once).
 */
export function acceptedPeriod(seed: string, code: string, now: Instant, used: number): number | undefined {
  const token = code.replaceAll(/\s/g, "");
  if (!isTwoStepCode(token)) return undefined;
  const timestamp = epochOf(now);
  const delta = totpOf(seed).validate({ token, timestamp, window: 1 });
  if (delta === null) return undefined;
  const period = TOTP.counter({ period: PERIOD_SECONDS, timestamp }) + delta;
  return period > used ? period : undefined;
}

/** Six digits, spaces aside: what else is typed is a recovery code, or wrong. */
export function isTwoStepCode(typed: string): boolean {
  return /^\d{6}$/.test(typed.replaceAll(/\s/g, ""));
}

function totpOf(seed: string, email = ""): TOTP {
  return new TOTP({
    issuer: "Sangfroid",
    label: email,
    period: PERIOD_SECONDS,
    secret: Secret.fromBase32(seed),
  });
}
