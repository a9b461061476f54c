import type { AnyText } from "#app/content/messages/keys.ts";
import { type Refusal, type RefusalCode, STATUS, sentence } from "#app/core/incident/refusal.ts";
import { textFor } from "./text/catalogs.ts";

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

/** One sentence with the way out; in English for programs and terminals. */
export function sentenceOf(refusal: AnyRefusal, text: AnyText = textFor("en")): string {
  switch (refusal.code) {
    case "idempotency-mismatch":
      return text("refusal.idempotency-mismatch");
    case "read-only":
      return refusal.why;
    case "ahead-of-log":
      return text("refusal.ahead-of-log", { seen: refusal.seen, size: refusal.size });
    case "too-long":
      return text("refusal.too-long", { field: refusal.field });
    default:
      return sentence(refusal, text);
  }
}
