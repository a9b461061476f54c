import { z } from "zod";
import { line } from "#app/core/incident/text.ts";

/** RFC 5321 §4.5.3.1.3, without the angle brackets. */
export const EMAIL_MAX = 254;

/** An address as it is kept and compared: trimmed, composed, in lower case. */
export const email = z
  .string()
  .transform((text) => normalisedEmail(text))
  .refine((text) => text !== "", "This is needed.")
  .refine((text) => text.length <= EMAIL_MAX, `At most ${EMAIL_MAX} characters.`)
  .refine((text) => /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(text), "An address looks like lin@example.org.");

export const personName = line.refine((text) => text.length <= 100, "At most 100 characters.");

export function normalisedEmail(text: string): string {
  return text.trim().normalize("NFC").toLowerCase();
}
