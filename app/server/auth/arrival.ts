import { z } from "zod";
import type { AuthMethod } from "#app/core/audit/leaf.ts";
import { isUserId } from "#app/core/shared/ids.ts";
import { addSeconds, type Instant } from "#app/core/shared/instant.ts";
import type { Reads, Tx } from "../store/port.ts";
import { hasAccess, type Person } from "../store/rows.ts";
import type { Door } from "./door.ts";
import { openNote, sealNote } from "./sealed-note.ts";
import { newSecret, secretHash } from "./secret.ts";
import { beginSession, type SignedIn } from "./session.ts";
import type { Visit } from "./visit.ts";

// Every way of signing in ends here: with a session, or with what is still asked.
//
//   password, link ──► code, where the account has a second step ──┐
//   passkey, provider ─────────────────────────────────────────────┴─► second person, for a break-glass account ──► in

/** How long a sign-in may stand half done. */
const HALF_DONE_SECONDS = 600;

/** `cookie` is the `Set-Cookie` value of the new session; `flow` is to come back with what is asked. */
export type Arrival =
  | { readonly next: "in"; readonly signedIn: SignedIn; readonly cookie: string }
  | { readonly next: "code"; readonly flow: string }
  | {
      readonly next: "second-person";
      readonly flow: string;
      /** Four digits that the two people compare. */
      readonly match: string;
    };

/** A browser that signs in. */
export interface Knock {
  readonly door: Door;
  readonly request: Request;
  readonly visit: Visit;
}

export interface Proved {
  readonly person: Person;
  readonly auth: AuthMethod;
}

/** After what a person knows (or a link they were given): the code comes next, where there is one. */
export async function arriveKnown(tx: Tx, knock: Knock, proved: Proved): Promise<Arrival> {
  const step = await tx.secondStep(proved.person.id);
  if (step === undefined) return arriveProved(tx, knock, proved);
  const { door } = knock;
  const { id } = proved.person;
  const note = { person: id, auth: proved.auth, password: passwordMark(await tx.password(id)) };
  return { next: "code", flow: sealNote(door.seal, CODE, note, door.now(), HALF_DONE_SECONDS) };
}

/** After both factors, or one that is both. */
export async function arriveProved(tx: Tx, knock: Knock, proved: Proved): Promise<Arrival> {
  if (!(await tx.isBreakGlass(proved.person.id))) return letIn(tx, knock, proved);
  const flow = newSecret();
  const match = String(crypto.getRandomValues(new Uint32Array(1))[0] ?? 0)
    .slice(-4)
    .padStart(4, "0");
  const { visit, door } = knock;
  await tx.setOneTime({
    hash: secretHash(flow),
    kind: "second-person",
    person: proved.person.id,
    body: JSON.stringify({ auth: proved.auth, match, ...visit, second: null }),
    expiresAt: addSeconds(door.now(), HALF_DONE_SECONDS),
  });
  return { next: "second-person", flow, match };
}

/** The session is always new: one this browser brought along ends. */
export async function letIn(
  tx: Tx,
  { door, request, visit }: Knock,
  { person, auth }: Proved,
): Promise<Arrival> {
  const before = door.sessionCookie.read(request);
  if (before !== undefined) await tx.endSession(secretHash(before));
  const { id, signedIn } = await beginSession(tx, person, auth, visit, door.now());
  return { next: "in", signedIn, cookie: door.sessionCookie.keep(id) };
}

const CODE = "code asked for";
const halfDone = z.object({
  person: z.string().refine(isUserId),
  auth: z.enum(["password", "token"]),
  password: z.string(),
});
export type HalfDone = z.infer<typeof halfDone>;

/** Who is half way in, from the flow that came back; undefined when it is not ours or too old. */
export function halfDoneIn(door: Door, flow: string): HalfDone | undefined {
  return openNote(door.seal, CODE, halfDone, flow, door.now());
}

/** Whoever is half way in; undefined once their password was changed, or their access ended. */
export async function halfDonePerson(
  reads: Reads,
  half: HalfDone,
  now: Instant,
): Promise<Person | undefined> {
  const person = await reads.person(half.person);
  if (person === undefined || !hasAccess(person, now)) return undefined;
  return passwordMark(await reads.password(person.id)) === half.password ? person : undefined;
}

/** Changes with the password, and tells nothing of it. */
function passwordMark(kept: string | undefined): string {
  return Buffer.from(secretHash(`half a sign-in ${kept ?? ""}`)).toString("base64url");
}
