import { z } from "zod";
import { line, says } from "#app/core/incident/text.ts";

/** RFC 5321 §4.5.3.1.3, without the angle brackets. */
export const EMAIL_MAX = 254;

/** An address as it is kept and compared: trimmed, composed, in lower case. */
export const email = z
  .string()
  .transform((text) => normalisedEmail(text))
  .refine((text) => text !== "", says("refusal.text-needed"))
  .refine((text) => text.length <= EMAIL_MAX, says("refusal.line-too-long", { max: EMAIL_MAX }))
  .refine((text) => /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(text), says("refusal.not-an-address"));

export const personName = line.refine(
  (text) => text.length <= 100,
  says("refusal.line-too-long", { max: 100 }),
);

export function normalisedEmail(text: string): string {
  return text.trim().normalize("NFC").toLowerCase();
}
