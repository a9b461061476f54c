import {
  browserSupportsWebAuthnAutofill,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
} from "@simplewebauthn/browser";
import type { PasskeyAsked, PasskeyOffered } from "#app/server/auth/passkeys.ts";

// Loaded when a passkey is asked for, and not before: other pages do not carry it.

/** The browser's answer, as JSON for the form. Rejects when the person says no. */
export async function answerWithPasskey(options: PasskeyAsked["options"]): Promise<string> {
  return JSON.stringify(await startAuthentication({ optionsJSON: options }));
}

/** The new passkey, as JSON for the form. Rejects when the person says no. */
export async function makePasskey(options: PasskeyOffered["options"]): Promise<string> {
  return JSON.stringify(await startRegistration({ optionsJSON: options }));
}

/** Offers passkeys among what the browser fills in. Undefined when it can't, or when it was stopped. */
export async function passkeyFilledIn(options: PasskeyAsked["options"]): Promise<string | undefined> {
  if (!(await browserSupportsWebAuthnAutofill())) return undefined;
  try {
    return JSON.stringify(await startAuthentication({ optionsJSON: options, useBrowserAutofill: true }));
  } catch (cause) {
    if (cause instanceof Error) return undefined; // stopped, or put away by the person
    throw cause;
  }
}

export function stopFillingIn(): void {
  WebAuthnAbortService.cancelCeremony();
}
