import { z } from "zod";

// Every text a person types passes here once. It stays plain text: pages escape it, reports show
// its control characters visibly. Only what cannot be kept at all is refused.

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

function keepable(max: number) {
  return z
    .string()
    .refine(
      (text) => !LONE_SURROGATE.test(text),
      "This text is damaged: half of a character is missing. Paste it again.",
    )
    .refine((text) => !text.includes("\0"), "This text holds a NUL character. Attach it as a file instead.")
    .transform((text) => text.replace(/\r\n/g, "\n").trim())
    .refine(
      (text) => text.length <= max,
      `At most ${max.toLocaleString("en")} characters. Attach longer text as a file.`,
    );
}

/** One line; line breaks and runs of blanks become one blank. */
export const line = keepable(300)
  .transform((text) => text.replace(/[\s\u2028\u2029]+/g, " "))
  .refine((text) => text !== "", "This is needed.");

/** Several lines, at most 10,000 characters, so that its canonical form always fits a field. */
export const words = keepable(10_000).refine((text) => text !== "", "This is needed.");
