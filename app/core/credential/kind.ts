import { z } from "zod";

// One file of app/content/credentials describes one kind of credential. The build checks each against this schema and
// ships what the detector needs; examples and sources stay in the file, for the tests and for whoever reviews it.

const CONFIDENCES = ["high", "medium", "low"] as const;
export type Confidence = (typeof CONFIDENCES)[number];

const text = z.string().min(1);
const names = z.strictObject({ en: text, fr: text, "zh-Hans": text });

/** Where to look: at an anchor the value begins with, by a routine that knows a format, or around words and findings. */
const find = z.union([
  z.strictObject({
    /** Literal texts. One pass over the text looks for all of them; nothing else is looked at closely. */
    anchors: z.array(z.string().min(2)).min(1),
    /** ASCII letters of the anchors in either case. */
    fold: z.boolean().default(false),
    /** How many characters before the anchor the pattern begins. */
    back: z.int().min(0).max(64).default(0),
    /** What may stand directly before: "word" keeps a value out of the middle of a longer word. */
    before: z.enum(["word", "any"]).default("word"),
    /** Holds at that place. Every repetition in it is bounded; a group named `secret` is the part to hide. */
    pattern: text,
  }),
  z.strictObject({
    anchors: z.array(z.string().min(2)).min(1),
    fold: z.boolean().default(false),
    routine: z.enum(["pem", "service-account", "sas", "userinfo"]),
  }),
  z.strictObject({
    /** Words of the surroundings, in either case. Without one, or a finding of `kinds`, nothing is looked for. */
    words: z.array(z.string().min(2)).default([]),
    kinds: z.array(text).default([]),
    /** Characters to either side. */
    within: z.int().min(1).max(1000),
    /** As above, sought anywhere in that neighbourhood. */
    pattern: text,
  }),
]);

export const kindSchema = z.strictObject({
  kind: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  provider: z.string().regex(/^[a-z0-9-]+$/),
  name: names,
  /** `random` was drawn by a machine; `chosen` by a person: it gets no fingerprint, and nothing of it is shown. */
  nature: z.enum(["random", "chosen"]).default("random"),
  confidence: z.enum(CONFIDENCES),
  find,
  /** Of findings that overlap, the one that ranks higher stays. */
  rank: z.int().min(0).max(9).default(5),
  checks: z
    .array(
      z.enum([
        "base32",
        "base64-text",
        "base64-mixed",
        "base58-mixed",
        "base62-crc",
        "entropy-3",
        "entropy-3.5",
        "hex-mixed",
        "jwt",
        "macaroon",
        "mixed",
        "not-code",
      ]),
    )
    .default([]),
  identity: z
    .enum(["aws-account", "azure-host", "basic", "github-form", "jwt", "pypi", "region", "webhook"])
    .exactOptional(),
  /** How findings that belong together become one credential. */
  pair: z
    .strictObject({
      family: text,
      role: z.enum(["id", "secret", "token"]),
      /** Characters between the parts, at most. */
      within: z.int().min(1).max(2000).default(400),
      /** What becomes of it without its other half. */
      alone: z.enum(["keep", "lower", "drop"]).default("keep"),
      /** Confidence once the other half is found. */
      paired: z.enum(CONFIDENCES).exactOptional(),
    })
    .exactOptional(),
  /** How many characters at either end may be shown. */
  show: z.tuple([z.int().min(0).max(24), z.int().min(0).max(4)]).default([4, 4]),
  /** First 16 hexadecimal digits of the SHA-256 of values that the provider's own documents print. */
  documented: z.array(z.string().regex(/^[0-9a-f]{16}$/)).default([]),
});
export type Kind = z.infer<typeof kindSchema>;

/** The whole file. In an example, `<base32 16>` stands for characters drawn when the test runs. */
export const kindFileSchema = kindSchema.extend({
  source: z.strictObject({ text, checked: z.string().regex(/^\d{4}-\d{2}-\d{2}$/) }),
  examples: z
    .array(z.strictObject({ text, identity: z.record(text, text).default({}), masked: text.exactOptional() }))
    .min(1),
  counter_examples: z.array(z.strictObject({ text, why: text })).min(1),
});
