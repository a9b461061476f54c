import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/server";
import { z } from "zod";
import { addSeconds } from "#app/core/shared/instant.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import type { Tx } from "../store/port.ts";
import type { OneTime, Passkey } from "../store/rows.ts";
import type { Door } from "./door.ts";
import { openNote, sealNote } from "./sealed-note.ts";
import { secretHash } from "./secret.ts";

// WebAuthn Level 3. A passkey is both factors in one: the device, and the finger, face or code that unlocks it.
// A challenge is the server's own, sealed into the page that uses it; once answered it is spent.

const CHALLENGE_SECONDS = 600;
const ASKED = "passkey asked for";
const OFFERED = "passkey offered";

export type PasskeyRefusal =
  /** The page is too old, or was used already. */
  | { readonly code: "passkey-stale" }
  /** Nothing here belongs to it: it was removed, or is another site's. */
  | { readonly code: "passkey-unknown" }
  | { readonly code: "passkey-failed" };

/** What a page hands to the browser, and what it sends back beside the browser's answer. */
interface PasskeyCeremony<Options> {
  readonly options: Options;
  readonly note: string;
}
export type PasskeyAsked = PasskeyCeremony<Omit<PublicKeyCredentialRequestOptionsJSON, "extensions">>;
export type PasskeyOffered = PasskeyCeremony<Omit<PublicKeyCredentialCreationOptionsJSON, "extensions">>;

/** What came back: the sealed note, and the browser's answer as JSON. */
export interface PasskeyAnswer {
  readonly note: string;
  readonly response: string;
}

/** The relying party: the host people type. Undefined where browsers have no passkeys: an address in digits, plain http. */
export function relyingParty(origin: string): string | undefined {
  const { protocol, hostname } = new URL(origin);
  if (hostname.startsWith("[") || /^[\d.]+$/.test(hostname)) return undefined;
  return protocol === "https:" || hostname === "localhost" ? hostname : undefined;
}

/** Asks for one of these passkeys, or for any the device has of this site. */
export async function askForPasskey(
  door: Door,
  these: readonly Passkey[] = [],
): Promise<PasskeyAsked | undefined> {
  const rpID = relyingParty(door.origin);
  if (rpID === undefined) return undefined;
  const { generateAuthenticationOptions } = await import("@simplewebauthn/server");
  const options = await generateAuthenticationOptions({
    rpID,
    userVerification: "required",
    timeout: CHALLENGE_SECONDS * 1000,
    allowCredentials: these.map(({ id, transports }) => ({ id, transports: [...transports] })),
  });
  const { challenge } = options;
  return { options, note: sealNote(door.seal, ASKED, { challenge }, door.now(), CHALLENGE_SECONDS) };
}

interface NewHolder {
  readonly name: string;
  readonly email: string;
  /** Up to 64 bytes that say nothing about the person. */
  readonly handle: string;
  /** What they have already: a device makes one each. */
  readonly have: readonly Passkey[];
}

/** Offers to make a passkey, to the session or browser that `boundTo` names and to no other. */
export async function offerPasskey(
  door: Door,
  { name, email, handle, have }: NewHolder,
  boundTo: string,
): Promise<PasskeyOffered | undefined> {
  const rpID = relyingParty(door.origin);
  if (rpID === undefined) return undefined;
  const { generateRegistrationOptions } = await import("@simplewebauthn/server");
  const options = await generateRegistrationOptions({
    rpName: "Sangfroid",
    rpID,
    userID: new TextEncoder().encode(handle),
    userName: email,
    userDisplayName: name,
    timeout: CHALLENGE_SECONDS * 1000,
    attestationType: "none",
    excludeCredentials: have.map(({ id, transports }) => ({ id, transports: [...transports] })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  const { challenge } = options;
  const note = sealNote(door.seal, OFFERED, { challenge, boundTo }, door.now(), CHALLENGE_SECONDS);
  return { options, note };
}

const transports = z.array(z.string().max(20)).max(10);

const made = z.object({
  id: z.string(),
  rawId: z.string(),
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: z.string(),
    attestationObject: z.string(),
    transports: transports.optional(),
  }),
});

const used = z.object({
  id: z.string(),
  rawId: z.string(),
  type: z.literal("public-key"),
  response: z.object({ clientDataJSON: z.string(), authenticatorData: z.string(), signature: z.string() }),
});

export type NewPasskey = Pick<Passkey, "id" | "publicKey" | "counter" | "transports">;

/** The passkey that the browser made, once its answer is verified. */
export async function passkeyMade(
  door: Door,
  answer: PasskeyAnswer,
  boundTo: string,
): Promise<Result<NewPasskey, PasskeyRefusal>> {
  const schema = z.object({ challenge: z.string(), boundTo: z.string() });
  const note = openNote(door.seal, OFFERED, schema, answer.note, door.now());
  if (note === undefined || note.boundTo !== boundTo) return no({ code: "passkey-stale" });
  const response = parsed(made, answer.response);
  const rpID = relyingParty(door.origin);
  if (response === undefined || rpID === undefined) return no({ code: "passkey-failed" });
  const { verifyRegistrationResponse } = await import("@simplewebauthn/server");
  const { clientDataJSON, attestationObject } = response.response;
  const verified = await orRefused(
    verifyRegistrationResponse({
      response: { ...response, response: { clientDataJSON, attestationObject }, clientExtensionResults: {} },
      expectedChallenge: note.challenge,
      expectedOrigin: door.origin,
      expectedRPID: rpID,
      requireUserVerification: true,
    }),
  );
  if (!verified?.verified) return no({ code: "passkey-failed" });
  const { id, publicKey, counter } = verified.registrationInfo.credential;
  return ok({ id, publicKey, counter, transports: response.response.transports ?? [] });
}

/** A verified use of a passkey; nothing of it is written yet. */
export interface PasskeyUse {
  readonly passkey: Passkey;
  readonly counter: number;
  readonly spent: OneTime;
}

/** Whose passkey answered, once the signature over our challenge is verified. */
export async function passkeyUsed(
  door: Door,
  answer: PasskeyAnswer,
): Promise<Result<PasskeyUse, PasskeyRefusal>> {
  const now = door.now();
  const note = openNote(door.seal, ASKED, z.object({ challenge: z.string() }), answer.note, now);
  if (note === undefined) return no({ code: "passkey-stale" });
  const response = parsed(used, answer.response);
  const rpID = relyingParty(door.origin);
  if (response === undefined || rpID === undefined) return no({ code: "passkey-failed" });
  const passkey = await door.house.store.snapshot((reads) => reads.passkey(response.id));
  if (passkey === undefined) return no({ code: "passkey-unknown" });
  const { verifyAuthenticationResponse } = await import("@simplewebauthn/server");
  const { id, publicKey, counter, person } = passkey;
  const verified = await orRefused(
    verifyAuthenticationResponse({
      response: { ...response, clientExtensionResults: {} },
      expectedChallenge: note.challenge,
      expectedOrigin: door.origin,
      expectedRPID: rpID,
      requireUserVerification: true,
      credential: { id, counter, publicKey: new Uint8Array(publicKey) },
    }),
  );
  if (!verified?.verified) return no({ code: "passkey-failed" });
  const expiresAt = addSeconds(now, CHALLENGE_SECONDS);
  const hash = secretHash(`challenge ${note.challenge}`);
  return ok({
    passkey,
    counter: verified.authenticationInfo.newCounter,
    spent: { hash, kind: "spent", person, body: "", expiresAt },
  });
}

/** Writes the use down. False when the challenge was answered before, or the passkey is gone. */
export async function spendPasskeyUse(
  tx: Tx,
  { passkey, counter, spent }: PasskeyUse,
  door: Door,
): Promise<boolean> {
  if ((await tx.oneTime(spent.hash)) !== undefined) return false;
  if ((await tx.passkey(passkey.id)) === undefined) return false;
  await tx.setOneTime(spent);
  await tx.changePasskey(passkey.id, { counter, usedAt: door.now() });
  return true;
}

function parsed<S extends z.ZodType>(schema: S, json: string): z.infer<S> | undefined {
  try {
    const read = schema.safeParse(JSON.parse(json));
    return read.success ? read.data : undefined;
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

/** The library throws for what does not verify: undefined here. */
async function orRefused<T>(verification: Promise<T>): Promise<T | undefined> {
  try {
    return await verification;
  } catch (cause) {
    if (cause instanceof Error) return undefined;
    throw cause;
  }
}
