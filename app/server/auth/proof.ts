import { no, ok, type Result } from "#app/core/shared/result.ts";
import type { Tx } from "../store/port.ts";
import type { Door } from "./door.ts";
import { type PasskeyAnswer, passkeyUsed, spendPasskeyUse } from "./passkeys.ts";
import { rightPeriod, spendPeriod } from "./second-step.ts";
import type { SignedIn } from "./session.ts";
import { isStillKnown, knownInSession, type SignInRefusal } from "./sign-in.ts";

// Grave acts ask who is there once more. Whoever proves it may do them for five minutes, in this session alone.

export type ProofRefusal = SignInRefusal | { readonly code: "wrong-password" };

/** By password, and by the code where the account has a second step. */
export async function proveByPassword(
  door: Door,
  signedIn: SignedIn,
  given: { readonly password: string; readonly code: string },
): Promise<Result<undefined, ProofRefusal>> {
  const { person } = signedIn;
  const known = await knownInSession(door, signedIn, given.password);
  if (!known.ok) return known.error.code === "wrong-sign-in" ? no({ code: "wrong-password" }) : known;
  const step = await door.house.store.snapshot((reads) => reads.secondStep(person.id));
  const period = step === undefined ? ok(undefined) : await rightPeriod(door, person.id, given.code);
  if (!period.ok) return period;
  return prove(door, signedIn, async (tx) => {
    if (!(await isStillKnown(tx, known.value, door.now()))) return no({ code: "wrong-password" });
    return spent(period.value === undefined || (await spendPeriod(tx, person.id, period.value)));
  });
}

/** By one of the person's own passkeys. */
export async function proveByPasskey(
  door: Door,
  signedIn: SignedIn,
  answer: PasskeyAnswer,
): Promise<Result<undefined, ProofRefusal>> {
  const use = await passkeyUsed(door, answer);
  if (!use.ok) return use;
  if (use.value.passkey.person !== signedIn.person.id) return no({ code: "passkey-unknown" });
  return prove(door, signedIn, async (tx) => spent(await spendPasskeyUse(tx, use.value, door)));
}

/** The provider has just signed this very person in. */
export function proveByProvider(door: Door, signedIn: SignedIn): Promise<Result<undefined, ProofRefusal>> {
  return prove(door, signedIn, async () => ok(undefined));
}

function spent(isNew: boolean): Result<undefined, ProofRefusal> {
  return isNew ? ok(undefined) : no({ code: "wrong-code" });
}

async function prove(
  door: Door,
  { session }: SignedIn,
  spend: (tx: Tx) => Promise<Result<undefined, ProofRefusal>>,
): Promise<Result<undefined, ProofRefusal>> {
  return door.house.store.transact<Result<undefined, ProofRefusal>>(async (tx) => {
    const done = await spend(tx);
    if (!done.ok) return done;
    await tx.changeSession(session.hash, { provedAt: door.now() });
    return ok(undefined);
  });
}
