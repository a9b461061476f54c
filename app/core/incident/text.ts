import { z } from "zod";
import type { TextValues } from "#app/core/shared/text.ts";
import type { RefusalKey } from "./refusal.ts";

// Every text a person types passes here once. It stays plain text: pages escape it, reports show
// its control characters visibly. Only what cannot be kept at all is refused.

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** What is wrong, as a message of the catalog: whoever shows it says it in the reader's language. */
export function says(message: RefusalKey, params: TextValues = {}) {
  return { message, params };
}

function keepable(max: number) {
  return z
    .string()
    .refine((text) => !LONE_SURROGATE.test(text), says("refusal.text-damaged"))
    .refine((text) => !text.includes("\0"), says("refusal.text-nul"))
    .transform((text) => text.replace(/\r\n/g, "\n").trim())
    .refine((text) => text.length <= max, says("refusal.text-too-long", { max }));
}

/** One line; line breaks and runs of blanks become one blank. */
export const line = keepable(300)
  .transform((text) => text.replace(/[\s\u2028\u2029]+/g, " "))
  .refine((text) => text !== "", says("refusal.text-needed"));

/** Several lines, at most 10,000 characters, so that its canonical form always fits a field. */
export const words = keepable(10_000).refine((text) => text !== "", says("refusal.text-needed"));
