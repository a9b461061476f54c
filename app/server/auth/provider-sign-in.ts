import { no, ok, type Result } from "#app/core/shared/result.ts";
import { hasAccess } from "../store/rows.ts";
import { type Arrival, arriveProved, type Knock } from "./arrival.ts";
import { normalisedEmail } from "./person-fields.ts";
import type { SignInRefusal } from "./sign-in.ts";

/** Signs in whom the provider vouches for. Nobody is added by it, and no break-glass account opens by it. */
export function signInByProvider(knock: Knock, email: string): Promise<Result<Arrival, SignInRefusal>> {
  return knock.door.house.store.transact<Result<Arrival, SignInRefusal>>(async (tx) => {
    const person = await tx.personByEmail(normalisedEmail(email));
    if (person === undefined || !hasAccess(person, knock.door.now()))
      return no({ code: "provider-unknown-person" });
    if (await tx.isBreakGlass(person.id)) return no({ code: "provider-break-glass" });
    return ok(await arriveProved(tx, knock, { person, auth: "oidc" }));
  });
}
