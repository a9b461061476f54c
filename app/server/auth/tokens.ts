import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { By } from "#app/core/incident/entry.ts";
import { line, says } from "#app/core/incident/text.ts";
import { idFrom, type UserId } from "#app/core/shared/ids.ts";
import { addSeconds, type Instant } from "#app/core/shared/instant.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import { administer } from "../administer.server.ts";
import type { House } from "../house.server.ts";
import type { EntryDraft } from "../log/append.ts";
import type { ServerRefusal } from "../refusals.ts";
import type { Tx } from "../store/port.ts";
import { hasAccess } from "../store/rows.ts";
import { newToken } from "./bearer.ts";
import { normalisedEmail } from "./person-fields.ts";

const DAY_SECONDS = 24 * 3600;

export const newTokenFields = z.strictObject({
  name: line.refine((text) => text.length <= 100, says("refusal.line-too-long", { max: 100 })),
  /** Absent: it stays valid until it is revoked. */
  days: z.int().min(1).max(3650).exactOptional(),
});

export type NewToken = z.infer<typeof newTokenFields>;

export type TokenRefusal =
  | { readonly code: "no-such-person"; readonly email: string }
  /** A token would open the account for whoever holds it. */
  | { readonly code: "break-glass-token"; readonly email: string }
  | ServerRefusal;

/** A token that acts as this person. The text is told once, here; only its SHA-256 is kept. */
export async function createToken(
  house: House,
  by: By,
  email: string,
  { name, days }: NewToken,
): Promise<Result<string, TokenRefusal>> {
  const { token, hash } = newToken();
  const id = idFrom(randomBytes(17));
  const done = await administer<undefined, TokenRefusal>(house, by, async (tx, at) => {
    const person = await tx.personByEmail(normalisedEmail(email));
    if (person === undefined || !hasAccess(person, at)) return no({ code: "no-such-person", email });
    if (await tx.isBreakGlass(person.id)) return no({ code: "break-glass-token", email });
    const expiresAt = days === undefined ? null : addSeconds(at, days * DAY_SECONDS);
    await tx.addToken({
      id,
      hash,
      person: person.id,
      name,
      createdAt: at,
      expiresAt,
      usedAt: null,
      revokedAt: null,
    });
    return ok({
      value: undefined,
      entries: [{ act: "token-created", on: { t: "token", id }, f: { name, person: person.id, expiresAt } }],
    });
  });
  return done.ok ? ok(token) : done;
}

/** Revokes what is valid of this person's, inside a transaction that records the entries it answers. */
export async function revokeTokensOf(tx: Tx, person: UserId, at: Instant): Promise<readonly EntryDraft[]> {
  const valid = (await tx.tokens()).filter((token) => token.person === person && token.revokedAt === null);
  for (const { id } of valid) await tx.changeToken(id, { revokedAt: at });
  return valid.map(({ id, name }) => ({ act: "token-revoked", on: { t: "token", id }, f: { name } }));
}
