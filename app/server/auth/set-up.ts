import { z } from "zod";
import type { By } from "#app/core/incident/entry.ts";
import { line, says } from "#app/core/incident/text.ts";
import type { Instant } from "#app/core/shared/instant.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import { administer } from "../administer.server.ts";
import type { House } from "../house.server.ts";
import type { EntryDraft } from "../log/append.ts";
import type { ServerRefusal } from "../refusals.ts";
import type { Tx } from "../store/port.ts";
import type { Door } from "./door.ts";
import { keepPasskey } from "./own-account.ts";
import type { NewPasskey } from "./passkeys.ts";
import { hashPassword, newPassword } from "./password.ts";
import { insertPerson, personAdded } from "./people.ts";
import { email, personName } from "./person-fields.ts";
import { newSecret, secretHash } from "./secret.ts";
import { beginSession, byOf, currentPerson, type SignedIn } from "./session.ts";
import {
  hasAdministrator,
  readOrganisation,
  readSetUp,
  type SetUpState,
  setUpStateIn,
  writeOrganisation,
  writeSetUp,
} from "./set-up-record.ts";
import type { Visit } from "./visit.ts";

// An empty database is no open door.
// Invariants
// (1) Until there is an administrator, only the browser that first came with the printed token may set up.
// (2) From then on, only someone signed in as administrator.
// (3) The token dies with (1): it never makes a second first person.

export const organisationFields = z.strictObject({
  organisation: line.refine((text) => text.length <= 100, says("refusal.line-too-long", { max: 100 })),
});
export const firstPersonFields = z.strictObject({ name: personName, email });
export const firstPassword = z.strictObject({ password: newPassword });

export type SetUpRefusal =
  /** Open the link that the server printed when it started. */
  | { readonly code: "set-up-token-needed" }
  /** Not the token of the newest start. */
  | { readonly code: "set-up-token-wrong" }
  | { readonly code: "being-set-up"; readonly address: string; readonly since: Instant }
  /** There is an administrator: sign in to go on. */
  | { readonly code: "sign-in-needed" }
  | { readonly code: "email-taken"; readonly email: string }
  | ServerRefusal;

/** Someone who may go on with the set-up. `cookie` is a `Set-Cookie` value to send along, if any. */
export interface SetUpVisit {
  readonly state: SetUpState;
  readonly signedIn: SignedIn | undefined;
  readonly cookie: string | undefined;
}

/** A new token for the link to print; undefined when there is an administrator and none is needed. */
export async function issueSetUpToken(house: House): Promise<string | undefined> {
  const token = newSecret();
  return house.store.transact(async (tx) => {
    if (await hasAdministrator(tx)) return undefined;
    await writeSetUp(tx, { token: hexHash(token) });
    return token;
  });
}

/** True while nobody could sign in. */
export function needsSetUp(house: House): Promise<boolean> {
  return house.store.snapshot(async (reads) => !(await hasAdministrator(reads)));
}

/** Lets the request into the set-up, with the token of the link or as the browser that came with it first. */
export async function visitSetUp(
  door: Door,
  request: Request,
  given: { readonly token: string | undefined; readonly address: string },
): Promise<Result<SetUpVisit, SetUpRefusal>> {
  const signedIn = await currentPerson(door, request);
  const browser = door.setUpCookie.read(request);
  return door.house.store.transact(async (tx) => {
    const state = await setUpStateIn(tx);
    if (state.person) {
      if (signedIn?.person.role !== "administrator") return no({ code: "sign-in-needed" });
      return ok({ state, signedIn, cookie: undefined });
    }
    const entered = await enter(tx, given, browser, door.now());
    if (!entered.ok) return entered;
    const cookie = entered.value === undefined ? undefined : door.setUpCookie.keep(entered.value);
    return ok({ state, signedIn: undefined, cookie });
  });
}

/** The id of a browser that has just come in; undefined for the one that is in already. */
async function enter(
  tx: Tx,
  { token, address }: { readonly token: string | undefined; readonly address: string },
  browser: string | undefined,
  at: Instant,
): Promise<Result<string | undefined, SetUpRefusal>> {
  const { token: printed, claim } = await readSetUp(tx);
  if (claim !== null && browser !== undefined && hexHash(browser) === claim.browser) return ok(undefined);
  if (token === undefined || printed === null) return no({ code: "set-up-token-needed" });
  if (hexHash(token) !== printed) return no({ code: "set-up-token-wrong" });
  // A link of a later start takes over: whoever can start the server may.
  if (claim?.token === printed) return no({ code: "being-set-up", address: claim.address, since: claim.at });
  const id = newSecret();
  await writeSetUp(tx, { claim: { token: printed, browser: hexHash(id), address, at } });
  return ok(id);
}

/** Names the organisation, or renames it while the set-up goes on. */
export async function nameOrganisation(
  house: House,
  { signedIn }: SetUpVisit,
  name: string,
): Promise<Result<undefined, ServerRefusal>> {
  const done = await administer<undefined, never>(house, byWhom(signedIn), async (tx) => {
    await writeOrganisation(tx, name);
    return ok({ value: undefined, entries: [{ ...INSTALLATION, act: "organisation-named", f: { name } }] });
  });
  return done.ok ? ok(undefined) : done;
}

/** What the first administrator will sign in with. */
export type FirstKey =
  | { readonly password: string }
  | { readonly passkey: NewPasskey; readonly passkeyName: string };

/** Adds the first administrator and signs them in. Now the installation is closed to everyone else. */
export async function addFirstPerson(
  door: Door,
  visit: Visit,
  wanted: z.infer<typeof firstPersonFields>,
  key: FirstKey,
): Promise<Result<{ readonly signedIn: SignedIn; readonly cookie: string }, SetUpRefusal>> {
  const password = "password" in key ? await hashPassword(key.password) : undefined;
  const done = await administer<Awaited<ReturnType<typeof beginSession>>, SetUpRefusal>(
    door.house,
    byWhom(undefined),
    async (tx, at) => {
      if (await hasAdministrator(tx)) return no({ code: "sign-in-needed" });
      const person = await insertPerson(tx, { ...wanted, role: "administrator" }, password, at);
      if (person === undefined) return no({ code: "email-taken", email: wanted.email });
      await writeSetUp(tx, { token: null, claim: null });
      const entries = [personAdded(person, "password" in key ? "chosen" : "none")];
      if ("passkey" in key) entries.push(await keepPasskey(tx, person, key.passkeyName, key.passkey, door));
      const auth = "passkey" in key ? "passkey" : "password";
      return ok({ value: await beginSession(tx, person, auth, visit, at), entries });
    },
  );
  if (!done.ok) return done;
  const { id, signedIn } = done.value.value;
  return ok({ signedIn, cookie: door.sessionCookie.keep(id) });
}

/** What the challenge of a first passkey is bound to: the browser that sets up. */
export function setUpBrowser(door: Door, request: Request): string {
  return hexHash(door.setUpCookie.read(request) ?? "");
}

/** Recovery codes were made, or left for later in the account's settings: the set-up goes on. */
export function passRecovery({ house, now }: Door): Promise<void> {
  return house.store.transact((tx) => writeSetUp(tx, { recoveryAt: now() }));
}

/** The administrator has seen the fingerprint of the log key. */
export function confirmKeySeen(house: House, signedIn: SignedIn): Promise<Result<undefined, ServerRefusal>> {
  return confirm(house, signedIn, "keySeenAt", { ...INSTALLATION, act: "log-key-shown", f: {} });
}

/** The administrator has taken a checkpoint out; with this the set-up is complete. */
export function confirmCheckpointTaken(
  house: House,
  signedIn: SignedIn,
): Promise<Result<undefined, ServerRefusal>> {
  return confirm(house, signedIn, "checkpointTakenAt", { ...INSTALLATION, act: "checkpoint-taken", f: {} });
}

async function confirm(
  house: House,
  signedIn: SignedIn,
  what: "keySeenAt" | "checkpointTakenAt",
  entry: EntryDraft,
): Promise<Result<undefined, ServerRefusal>> {
  const done = await administer<undefined, never>(house, byWhom(signedIn), async (tx, at) => {
    const before = await readSetUp(tx);
    const after = { ...before, [what]: at };
    const complete = before.completedAt === null && isComplete(after, await readOrganisation(tx));
    await writeSetUp(tx, complete ? { ...after, completedAt: at } : after);
    const completed = { ...INSTALLATION, act: "set-up-completed", f: {} };
    return ok({ value: undefined, entries: complete ? [entry, completed] : [entry] });
  });
  return done.ok ? ok(undefined) : done;
}

function isComplete(
  { keySeenAt, checkpointTakenAt }: Pick<SetUpState, "keySeenAt" | "checkpointTakenAt">,
  organisation: string | undefined,
): boolean {
  return keySeenAt !== null && checkpointTakenAt !== null && organisation !== undefined;
}

const INSTALLATION = { on: { t: "installation", id: "set-up" } } as const;

/** Before there is a person, the browser with the printed token acts for the system. */
function byWhom(signedIn: SignedIn | undefined): By {
  return signedIn === undefined ? { auth: "setup", k: "system", u: "system" } : byOf(signedIn);
}

function hexHash(secret: string): string {
  return Buffer.from(secretHash(secret)).toString("hex");
}
