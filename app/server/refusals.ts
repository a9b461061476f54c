import { type Refusal, type RefusalCode, STATUS, sentence } from "#app/core/incident/refusal.ts";

// What the server adds to the refusals of the core: reasons that have nothing to do with the incident itself.

export type ServerRefusal =
  /** The same key came before, with another command. */
  | { readonly code: "idempotency-mismatch" }
  /** The logs must not be added to; `why` says what was found and what to do. */
  | { readonly code: "read-only"; readonly why: string }
  /** The screen has seen more of the log than there is. */
  | { readonly code: "ahead-of-log"; readonly seen: number; readonly size: number }
  | { readonly code: "too-long"; readonly field: string };

export type AnyRefusal = Refusal | ServerRefusal;

const SERVER_STATUS = {
  "idempotency-mismatch": 422,
  "read-only": 503,
  "ahead-of-log": 409,
  "too-long": 422,
} as const satisfies Record<ServerRefusal["code"], number>;

export function statusOf(refusal: AnyRefusal): number {
  const statuses: Readonly<Record<RefusalCode | ServerRefusal["code"], number>> = {
    ...STATUS,
    ...SERVER_STATUS,
  };
  return statuses[refusal.code];
}

/** One sentence with the way out, in English. */
export function sentenceOf(refusal: AnyRefusal): string {
  switch (refusal.code) {
    case "idempotency-mismatch":
      return "This was sent before under the same key, with other content. Open the page anew and send it again.";
    case "read-only":
      return refusal.why;
    case "ahead-of-log":
      return `Your page was made from ${refusal.size < refusal.seen ? refusal.seen : "more"} entries, but the log has ${refusal.size}. An older database may have been put back: keep your page, and tell an administrator.`;
    case "too-long":
      return `This is too long to be recorded (${refusal.field}). Shorten it, or attach it as a file.`;
    default:
      return sentence(refusal);
  }
}
