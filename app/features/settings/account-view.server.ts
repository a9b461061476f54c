import type { InstallationRole } from "#app/core/incident/permission.ts";
import type { Door } from "#app/server/auth/door.ts";
import { sessionName, type WaysIn, waysInOf } from "#app/server/auth/own-account.ts";
import { isOver, type SignedIn } from "#app/server/auth/session.ts";
import type { Token } from "#app/server/store/rows.ts";

export interface SessionView {
  readonly id: string;
  readonly device: string;
  readonly address: string;
  readonly since: string;
  readonly seen: string;
  /** The browser that asks. */
  readonly here: boolean;
}

export interface PasskeyView {
  readonly id: string;
  readonly name: string;
  readonly since: string;
  readonly used: string | undefined;
}

export interface TokenView {
  readonly id: string;
  readonly name: string;
  readonly since: string;
  readonly used: string | undefined;
  readonly until: string | undefined;
}

export interface AccountView {
  readonly name: string;
  readonly email: string;
  readonly role: InstallationRole;
  readonly breakGlass: boolean;
  readonly password: boolean;
  readonly passkeys: readonly PasskeyView[];
  readonly secondStepSince: string | undefined;
  readonly recoveryCodes: number;
  readonly provider: string | undefined;
  readonly sessions: readonly SessionView[];
  readonly tokens: readonly TokenView[];
}

/** Everything of a person's own account, newest use first. */
export async function accountView(door: Door, signedIn: SignedIn): Promise<AccountView> {
  const { person } = signedIn;
  const { ways, sessions, tokens, breakGlass } = await door.house.store.snapshot(async (reads) => ({
    ways: await waysInOf(reads, person),
    sessions: await reads.sessionsOf(person.id),
    tokens: (await reads.tokens()).filter((token) => token.person === person.id),
    breakGlass: await reads.isBreakGlass(person.id),
  }));
  const now = door.now();
  const here = sessionName(signedIn);
  return {
    name: person.name,
    email: person.email,
    role: person.role,
    breakGlass,
    provider: door.oidc?.name,
    password: ways.password,
    secondStepSince: ways.secondStepSince,
    recoveryCodes: ways.recoveryCodes,
    passkeys: ways.passkeys.map(passkeyView),
    sessions: sessions
      .filter((session) => !isOver(session, now))
      .map((session) => {
        const id = Buffer.from(session.hash).toString("hex");
        const { device, address, createdAt: since, seenAt: seen } = session;
        return { id, device, address, since, seen, here: id === here };
      })
      .sort((a, b) => Number(b.here) - Number(a.here) || b.seen.localeCompare(a.seen)),
    tokens: tokens.filter((token) => isOfUse(token, now)).map(tokenView),
  };
}

function passkeyView({ id, name, createdAt, usedAt }: WaysIn["passkeys"][number]): PasskeyView {
  return { id, name, since: createdAt, used: usedAt ?? undefined };
}

function isOfUse({ revokedAt, expiresAt }: Token, now: string): boolean {
  return revokedAt === null && (expiresAt === null || now < expiresAt);
}

function tokenView({ id, name, createdAt, usedAt, expiresAt }: Token): TokenView {
  return { id, name, since: createdAt, used: usedAt ?? undefined, until: expiresAt ?? undefined };
}
