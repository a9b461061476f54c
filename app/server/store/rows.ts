import type { AuthMethod } from "#app/core/audit/leaf.ts";
import type { InstallationRole } from "#app/core/incident/permission.ts";
import type { UserId } from "#app/core/shared/ids.ts";
import type { Instant } from "#app/core/shared/instant.ts";

// Plain rows: what is not told by a log. Each change of one goes with an entry in the installation's log.

export interface Person {
  readonly id: UserId;
  readonly email: string;
  readonly name: string;
  readonly role: InstallationRole;
  /** False: may not sign in any more. The name stays on what was done. */
  readonly active: boolean;
  readonly createdAt: Instant;
  /** From then on they may not sign in either; null for no such time. */
  readonly accessUntil: Instant | null;
}
export type PersonChange = Partial<Pick<Person, "email" | "name" | "role" | "active" | "accessUntil">>;

/** May sign in and act now. */
export function hasAccess({ active, accessUntil }: Person, now: Instant): boolean {
  return active && (accessUntil === null || now < accessUntil);
}

/** A sign-in. The cookie holds a random id; the row holds only its SHA-256. */
export interface Session {
  readonly hash: Uint8Array;
  readonly person: UserId;
  readonly auth: AuthMethod;
  readonly createdAt: Instant;
  readonly seenAt: Instant;
  /** When the person last proved who they are: signed in or re-authenticated. */
  readonly provedAt: Instant;
  readonly expiresAt: Instant;
  /** In words: "Firefox on Windows". */
  readonly device: string;
  readonly address: string;
}

/** A credential of WebAuthn: the browser, the phone or the key holds its private half. */
export interface Passkey {
  /** The credential's own id, base64url. */
  readonly id: string;
  readonly person: UserId;
  readonly name: string;
  /** COSE. */
  readonly publicKey: Uint8Array;
  /** How often it says it was used; many always say 0. */
  readonly counter: number;
  readonly transports: readonly string[];
  readonly createdAt: Instant;
  readonly usedAt: Instant | null;
}

/** The code from an authenticator app that follows a password (RFC 6238). */
export interface SecondStep {
  readonly person: UserId;
  /** Sealed: the database alone does not give it. */
  readonly seed: string;
  readonly createdAt: Instant;
  /** The newest period of 30 seconds whose code was accepted. */
  readonly usedPeriod: number;
}

/** What may happen once, and not after `expiresAt`. Whoever brings the secret that hashes to `hash` may. */
export interface OneTime {
  readonly hash: Uint8Array;
  readonly kind: "sign-in-link" | "second-person" | "form" | "spent" | "invitation";
  readonly person: UserId;
  readonly body: string;
  readonly expiresAt: Instant;
}

/** Two people opened a break-glass account. */
export interface BreakGlassUse {
  readonly id: string;
  readonly person: UserId;
  /** Who confirmed it. */
  readonly second: UserId;
  readonly at: Instant;
}

/** A bearer token. Only its SHA-256 is kept. */
export interface Token {
  readonly id: string;
  readonly hash: Uint8Array;
  readonly person: UserId;
  readonly name: string;
  readonly createdAt: Instant;
  readonly expiresAt: Instant | null;
  readonly usedAt: Instant | null;
  readonly revokedAt: Instant | null;
}

/** A published playbook, for ever under its hash: the log says which text people followed. */
export interface PlaybookVersion {
  /** Lower-case hex SHA-256 of `template`. */
  readonly hash: string;
  readonly id: string;
  readonly version: string;
  /** RFC 8785 form, defaults filled in. */
  readonly template: string;
}

/** What a command was answered, so that a repeat of it gets the same. */
export interface Answer {
  readonly origin: string;
  readonly actor: string;
  /** SHA-256 of the key the client sent. */
  readonly key: Uint8Array;
  /** SHA-256 of the command. */
  readonly body: Uint8Array;
  /** Whose entries `first` ≤ seq < `size` it recorded: a log of its own when it began one. */
  readonly made: string;
  readonly first: number;
  readonly size: number;
  readonly at: Instant;
}
