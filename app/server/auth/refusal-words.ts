import type { Instant } from "#app/core/shared/instant.ts";
import { sentenceOf, statusOf } from "../refusals.ts";
import type { AccountRefusal } from "./own-account.ts";
import type { ProofRefusal } from "./proof.ts";
import type { SignInRefusal } from "./sign-in.ts";

type Refusal = SignInRefusal | ProofRefusal | AccountRefusal;

/** One sentence for the person, with the way out. It never tells which half was wrong. */
export function accessSentence(refusal: Refusal): string {
  switch (refusal.code) {
    case "wrong-sign-in":
      return "Check every field, then try again.";
    case "wrong-password":
      return "This is not your password. Type it again.";
    case "wrong-code":
      return "This code is not right, or was used already. Wait for the next one, or use a recovery code.";
    case "code-unreadable":
      return "This server can't check codes now: its sign-in key is another one. Use a passkey or a recovery code, and tell an administrator.";
    case "slow-down":
      return `Too many tries. Try again at ${clockOf(refusal.until)} UTC, or use another way.`;
    case "flow-over":
      return "This took too long, or was finished in another window. Sign in from the start.";
    case "passkey-stale":
      return "This page was open for too long. Use the passkey again.";
    case "passkey-unknown":
      return "This passkey does not open any account here. Use another way.";
    case "passkey-failed":
      return "The passkey could not be checked. Try again, or use another way.";
    case "passkey-known":
      return "This passkey is here already.";
    case "may-not-second":
      return "The second person must be another active member whose own account does not need two people.";
    case "not-confirmed-yet":
      return "Nobody has confirmed yet.";
    case "link-over":
      return "This link was used, or is older than 30 minutes. Ask an administrator for a new one.";
    case "provider-failed":
      return "Your organisation's sign-in did not answer as it should. Try again, or use another way.";
    case "provider-unknown-person":
      return "Nobody here has the address that your organisation's sign-in gave. Ask an administrator to add you.";
    case "provider-break-glass":
      return "A break-glass account signs in with its own passkey or password, and a second person.";
    case "no-other-way":
      return "This is your only way in. Set a password or add another passkey first.";
    case "not-yours":
      return "This is not there any more. Reload the page.";
    default:
      return sentenceOf(refusal);
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

function clockOf(until: Instant): string {
  return until.slice(11, 16);
}
