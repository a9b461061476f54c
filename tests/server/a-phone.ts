import { Secret, TOTP } from "otpauth";

/** What the authenticator app shows at this moment, in milliseconds since 1970. */
export function codeAt(seed: string, timestamp: number): string {
  return new TOTP({ secret: Secret.fromBase32(seed) }).generate({ timestamp });
}
