import { z } from "zod";
import { type By, type Draft, draft } from "#app/core/incident/entry.ts";
import { isUserId, type UserId } from "#app/core/shared/ids.ts";
import { addSeconds, type Instant } from "#app/core/shared/instant.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import { administer } from "../administer.server.ts";
import type { House } from "../house.server.ts";
import type { Written } from "../incident-writer.ts";
import type { EntryDraft } from "../log/append.ts";
import type { ServerRefusal } from "../refusals.ts";
import type { Tx } from "../store/port.ts";
import { hasAccess } from "../store/rows.ts";
import { keepTold, tellTeams } from "../tell-teams.ts";
import { type Arrival, arriveKnown, type Knock } from "./arrival.ts";
import { normalisedEmail } from "./person-fields.ts";
import { newSecret, secretHash } from "./secret.ts";
import type { SignInRefusal } from "./sign-in.ts";

// Whoever lost every way in gets a link from an administrator, by a way both trust. It stands for the password, is
// good for half an hour, and works once. Making it and using it are both on record.

const LINK_SECONDS = 30 * 60;

export interface SignInLink {
  /** To be put after the origin: `/signin/link?secret=…`. Told once. */
  readonly path: string;
  readonly expiresAt: Instant;
}

export type LinkRefusal = { readonly code: "no-such-person"; readonly email: string } | ServerRefusal;

export interface LinkOptions {
  /**
   * Kept: the code is asked all the same. Forgotten: for someone who lost their phone and their recovery codes; the
   * second step goes when the link is used, so that one that is never used weakens nothing.
   */
  readonly secondStep: "kept" | "forgotten";
}

const body = z.object({
  secondStep: z.enum(["kept", "forgotten"]).default("kept"),
  /** Who made it. */
  by: z.string().default("system"),
});

export async function makeSignInLink(
  house: House,
  by: By,
  email: string,
  { secondStep }: LinkOptions,
): Promise<Result<SignInLink, LinkRefusal>> {
  const secret = newSecret();
  const done = await administer<Instant, LinkRefusal>(house, by, async (tx, at) => {
    const person = await tx.personByEmail(normalisedEmail(email));
    if (person === undefined || !hasAccess(person, at)) return no({ code: "no-such-person", email });
    const expiresAt = addSeconds(at, LINK_SECONDS);
    const hash = secretHash(secret);
    const kept = JSON.stringify({ secondStep, by: by.u } satisfies z.infer<typeof body>);
    await tx.setOneTime({ hash, kind: "sign-in-link", person: person.id, body: kept, expiresAt });
    const on = { t: "person", id: person.id };
    return ok({
      value: expiresAt,
      entries: [{ act: "sign-in-link-made", on, f: { expiresAt, secondStep } }],
    });
  });
  if (!done.ok) return done;
  return ok({ path: `/signin/link?secret=${secret}`, expiresAt: done.value.value });
}

/** Looking at the page of a link does not use it: mail programs follow links by themselves. */
export async function signInByLink(knock: Knock, secret: string): Promise<Result<Arrival, SignInRefusal>> {
  const { door } = knock;
  const hash = secretHash(secret);
  const link = await door.house.store.snapshot((reads) => reads.oneTime(hash));
  if (link?.kind !== "sign-in-link") return no({ code: "link-over" });
  const by = { auth: "token", k: "person", u: link.person } as const;
  const told: Written[] = [];
  const done = await administer<Arrival, SignInRefusal>(door.house, by, async (tx) => {
    const row = await tx.oneTime(hash);
    const person = await tx.person(link.person);
    if (row === undefined || door.now() >= row.expiresAt) return no({ code: "link-over" });
    if (person === undefined || !hasAccess(person, door.now())) return no({ code: "link-over" });
    await voidLinks(tx, person.id);
    const on = { t: "person", id: person.id };
    const entries: EntryDraft[] = [{ act: "sign-in-link-used", on, f: { address: knock.visit.address } }];
    const { secondStep, by: maker } = body.parse(JSON.parse(row.body));
    if (secondStep === "forgotten" && (await tx.secondStep(person.id)) !== undefined) {
      await tx.removeSecondStep(person.id);
      entries.push({ act: "second-step-removed", on, f: {} });
    }
    const drafts = await usedLink(tx, person.id, maker);
    told.push(
      ...(await tellTeams(door.house, tx, person.id, drafts, ({ restricted }) => restricted === true)),
    );
    return ok({ value: await arriveKnown(tx, knock, { person, auth: "token" }), entries });
  });
  keepTold(door.house, done.ok ? told : []);
  return done.ok ? ok(done.value.value) : done;
}

/** Whoever makes a link could come in as someone else: a team that is alone with its incident reads who did. */
async function usedLink(tx: Tx, id: UserId, maker: string): Promise<readonly Draft[]> {
  const used = draft("sign-in-link-used", { t: "person", id }, { by: maker });
  const person = isUserId(maker) ? await tx.person(maker) : undefined;
  if (person === undefined) return [used];
  return [draft("person-named", { t: "person", id: person.id }, { name: person.name }), used];
}

/** The links that wait for this person are over: they are in again, or have just chosen a password. */
export async function voidLinks(tx: Tx, person: UserId): Promise<void> {
  for (const row of await tx.oneTimes("sign-in-link"))
    if (row.person === person) await tx.removeOneTime(row.hash);
}
