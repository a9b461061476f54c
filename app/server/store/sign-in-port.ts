import type { UserId } from "#app/core/shared/ids.ts";
import type { Instant } from "#app/core/shared/instant.ts";
import type { BreakGlassUse, OneTime, Passkey, SecondStep } from "./rows.ts";

// The part of the port that holds what people sign in with.

export interface SignInReads {
  passkey(id: string): Promise<Passkey | undefined>;
  /** Oldest first. */
  passkeysOf(person: UserId): Promise<readonly Passkey[]>;
  secondStep(person: UserId): Promise<SecondStep | undefined>;
  /** How many recovery codes were not used yet. */
  recoveryCodesOf(person: UserId): Promise<number>;
  /** Expired ones are there until they are forgotten: look at `expiresAt`. */
  oneTime(hash: Uint8Array): Promise<OneTime | undefined>;
  oneTimes(kind: OneTime["kind"]): Promise<readonly OneTime[]>;
  isBreakGlass(person: UserId): Promise<boolean>;
  /** Newest first. */
  breakGlassUses(limit: number): Promise<readonly BreakGlassUse[]>;
  /** Those this person has not confirmed to have seen, newest first. */
  breakGlassUsesUnseenBy(person: UserId): Promise<readonly BreakGlassUse[]>;
}

export interface SignInWrites {
  addPasskey(passkey: Passkey): Promise<void>;
  changePasskey(id: string, change: Pick<Passkey, "counter"> & { readonly usedAt: Instant }): Promise<void>;
  removePasskey(id: string): Promise<void>;
  setSecondStep(step: SecondStep): Promise<void>;
  removeSecondStep(person: UserId): Promise<void>;
  /** In place of all that were there. */
  setRecoveryCodes(person: UserId, hashes: readonly Uint8Array[]): Promise<void>;
  /** True when it was this person's and unused; now it is used. */
  takeRecoveryCode(person: UserId, hash: Uint8Array): Promise<boolean>;
  /** In place of the one with this hash, if there is one. */
  setOneTime(row: OneTime): Promise<void>;
  removeOneTime(hash: Uint8Array): Promise<void>;
  /** Forgets what expired before this moment. */
  forgetOneTimes(now: Instant): Promise<void>;
  /** Null: not any more. */
  setBreakGlass(person: UserId, since: Instant | null): Promise<void>;
  addBreakGlassUse(use: BreakGlassUse): Promise<void>;
  seeBreakGlassUse(id: string, person: UserId): Promise<void>;
}
