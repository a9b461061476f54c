import { isOver } from "#app/core/incident/rules-access.ts";
import type { LetInAsked } from "#app/core/incident/summary.ts";
import type { IncidentRef, UserId } from "#app/core/shared/ids.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import { administer } from "../administer.server.ts";
import { afterwards } from "../afterwards.ts";
import { execute } from "../execute.server.ts";
import { summaryOf } from "../queries/board.ts";
import type { AnyRefusal } from "../refusals.ts";
import { hasAccess } from "../store/rows.ts";
import type { Door } from "./door.ts";
import { actorOf, byOf, type SignedIn } from "./session.ts";

// Into a restricted incident whose team nobody reaches: an administrator asks, a second person lets in. Both prove
// who they are. docs/decisions/0010-restricted-incidents.md.

export type LetInRefusal = AnyRefusal | { readonly code: "may-not-second" };

/**
 * Answered alike, and after the same work, whether there is such an incident or not. The installation's log says
 * who asked whom, not for what; the incident's own, if there is one, says the rest.
 */
export async function askToBeLetIn(
  door: Door,
  signedIn: SignedIn,
  ref: IncidentRef,
  { second, because }: { readonly second: UserId; readonly because: string },
): Promise<Result<undefined, LetInRefusal>> {
  const { house } = door;
  const asker = signedIn.person;
  const done = await administer<undefined, LetInRefusal>(house, byOf(signedIn), async (tx, at) => {
    if (asker.role !== "administrator") return no({ code: "role-needed", roles: ["administrator"] });
    const named = await tx.person(second);
    const may = named?.role === "administrator" || named?.role === "member";
    if (named === undefined || !may || named.id === asker.id || !hasAccess(named, at))
      return no({ code: "may-not-second" });
    const on = { t: "person", id: asker.id };
    return ok({ value: undefined, entries: [{ act: "let-in-asked", on, f: { second } }] });
  });
  if (!done.ok) return done;
  const actor = actorOf(signedIn, door.now());
  afterwards(house, async () => {
    await execute(house, actor, ref, { kind: "ask-to-be-let-in", second, because });
  });
  return ok(undefined);
}

export interface WaitingLetIn extends LetInAsked {
  readonly ref: IncidentRef;
}

/** What waits for this person's answer. They are told where it is asked for, and nothing else of it. */
export async function waitingLetIns({ house, now }: Door, me: UserId): Promise<readonly WaitingLetIn[]> {
  const rows = await house.store.snapshot((reads) => reads.incidents({ limit: ALL }));
  return rows
    .map(summaryOf)
    .flatMap(({ ref, restricted, letInAsked = [] }) =>
      restricted ? letInAsked.map((asked) => ({ ...asked, ref })) : [],
    )
    .filter((asked) => asked.second === me && !isOver(asked, now()));
}

const ALL = 1_000_000;
