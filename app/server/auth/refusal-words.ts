import type { AnyText } from "#app/content/messages/keys.ts";
import { sentenceOf, statusOf } from "../refusals.ts";
import type { AccountRefusal } from "./own-account.ts";
import type { ProofRefusal } from "./proof.ts";
import type { SignInRefusal } from "./sign-in.ts";

type Refusal = SignInRefusal | ProofRefusal | AccountRefusal;

/** One sentence for the person, with the way out. It never tells which half was wrong. */
export function accessSentence(refusal: Refusal, text: AnyText): string {
  switch (refusal.code) {
    case "idempotency-mismatch":
    case "read-only":
    case "ahead-of-log":
    case "too-long":
      return sentenceOf(refusal, text);
    case "slow-down":
      return text("sign-in.no-slow-down", { until: refusal.until.slice(11, 16) });
    default:
      return text(`sign-in.no-${refusal.code}`);
  }
}

export function accessStatus(refusal: Refusal): number {
  switch (refusal.code) {
    case "slow-down":
      return 429;
    case "idempotency-mismatch":
    case "read-only":
    case "ahead-of-log":
    case "too-long":
      return statusOf(refusal);
    default:
      return 400;
  }
}
