import { parseOrigin } from "#app/core/audit/origin.ts";
import type { Command, DeclareIncident } from "#app/core/incident/command.ts";
import type { Actor, Context } from "#app/core/incident/context.ts";
import { decide } from "#app/core/incident/decide.ts";
import type { Act, Entry, ReceivedFile } from "#app/core/incident/entry.ts";
import type { Incident } from "#app/core/incident/incident.ts";
import type { InstallationRole } from "#app/core/incident/permission.ts";
import { referredEntry } from "#app/core/incident/rules-fact.ts";
import { type IncidentRef, isIncidentRef, isUserId, type UserId } from "#app/core/shared/ids.ts";
import type { Instant } from "#app/core/shared/instant.ts";
import { no, ok, type Result } from "#app/core/shared/result.ts";
import { freeCodename } from "./codename.ts";
import { eraseDue, queueErasures } from "./erasure.ts";
import { PlacedFiles } from "./files/placed-files.ts";
import type { House } from "./house.server.ts";
import { type Recording, type RequestKey, recall, remember, requestKey } from "./idempotency.ts";
import type { LiveIncident } from "./incident-cache.ts";
import { keepWritten, type Written, write } from "./incident-writer.ts";
import { nameIn } from "./installation-log.ts";
import { ValueTooLong } from "./log/append.ts";
import { instantOf } from "./log/clock.ts";
import { entryFrom } from "./log/entry.ts";
import { NothingSigned } from "./log/failures.ts";
import { keepPlaybooks } from "./playbook-versions.ts";
import type { AnyRefusal } from "./refusals.ts";
import type { Head, Reads, Tx } from "./store/port.ts";
import { hasAccess } from "./store/rows.ts";

// The only writer of incidents. A command is locked for, checked, decided, appended, projected, committed,
// signed and answered, in this order. If it cannot be written it has not happened.

export interface ExecuteOptions {
  /** Size of the log the actor's screen was made from; undefined where there was no screen. */
  readonly seen?: number;
  /** A repeat under the same key is answered as the first time, and happens once. Kept for 7 days. */
  readonly idempotencyKey?: string;
  /** Files already received, for the entries of this command. Whatever comes of it, they are used up. */
  readonly files?: readonly ReceivedFile[];
  /** The invitation whose link the actor has just come with. */
  readonly invitation?: number;
  /** The time to record instead of the clock's: for made-up stories (demo, bench, tests), never for people. */
  readonly at?: Instant;
}

export interface Recorded {
  readonly entries: readonly { readonly seq: number; readonly act: string }[];
  /** Size of the incident's log with these entries. */
  readonly size: number;
  /** The signed checkpoint over that size: what the browser keeps. */
  readonly checkpoint: string;
}

export interface Declared extends Recorded {
  readonly ref: IncidentRef;
  readonly codename: string;
}

/** Gives one command to an incident. What it records is on disk, and signed, when this returns. */
export async function execute(
  house: House,
  actor: Actor,
  ref: IncidentRef,
  command: Exclude<Command, DeclareIncident>,
  options: ExecuteOptions = {},
): Promise<Result<Recorded, AnyRefusal>> {
  const done = await perform(house, actor, command, options, (tx) => house.incidents.load(ref, tx));
  if (!done.ok) return done;
  const { entries, size, checkpoint } = done.value;
  return ok({ entries, size, checkpoint });
}

/** Begins an incident, or a drill, with a log of its own. `ref` is a fresh random id. */
export async function declareIncident(
  house: House,
  actor: Actor,
  ref: IncidentRef,
  command: DeclareIncident,
  options: ExecuteOptions & { readonly drill?: boolean } = {},
): Promise<Result<Declared, AnyRefusal>> {
  const kind = options.drill === true ? "drill" : "incident";
  return perform(house, actor, command, options, async () => house.incidents.begin(ref, kind));
}

/** After these the log is recorded in the installation's log before the answer, not within a second of it. */
const ANCHORED_AT_ONCE: ReadonlySet<string> = new Set<Act>(["incident-closed"]);

type Outcome =
  | { readonly repeated: Answered; readonly head: Head }
  | {
      readonly repeated: undefined;
      readonly answer: Answered;
      readonly written: Written;
      /** Something is to be erased, now. */
      readonly erases: boolean;
    };

async function perform(
  house: House,
  actor: Actor,
  command: Command,
  options: ExecuteOptions,
  load: (tx: Tx) => Promise<LiveIncident | undefined>,
): Promise<Result<Declared, AnyRefusal>> {
  if (house.standing !== "sound") return no({ code: "read-only", why: house.standing.readOnly });
  const files = new PlacedFiles(house.files, options.files ?? []);
  try {
    const outcome = await house.store.transact((tx) =>
      inTransaction(house, tx, { actor, command, options, load, files }),
    );
    if (!outcome.ok) return outcome;
    // Dying from here on loses nothing: the entries are committed, and signing again gives the same note.
    if (outcome.value.repeated !== undefined)
      return ok(await signed(house, outcome.value.repeated, outcome.value.head));
    const { answer, written, erases } = outcome.value;
    files.keep();
    keepWritten(house, written);
    house.grew(answer.origin);
    if (answer.entries.some(({ act }) => ANCHORED_AT_ONCE.has(act)))
      await house.anchorIfPossible(answer.origin);
    const recorded = ok(await signed(house, answer, written.head));
    // The order stands; what can't be done now is done at the next sweep or start.
    if (erases) await eraseDue(house).catch((error: unknown) => house.report(error));
    return recorded;
  } catch (cause) {
    if (cause instanceof NothingSigned) return no({ code: "read-only", why: cause.message });
    if (cause instanceof ValueTooLong) return no({ code: "too-long", field: cause.field });
    throw cause;
  } finally {
    files.discardUnused();
  }
}

interface Request {
  readonly actor: Actor;
  readonly command: Command;
  readonly options: ExecuteOptions;
  readonly load: (tx: Tx) => Promise<LiveIncident | undefined>;
  readonly files: PlacedFiles;
}

/** What a command is answered, but for the checkpoint: that is signed once the rest is on disk. */
type Answered = Omit<Declared, "checkpoint"> & { readonly origin: string };

async function inTransaction(house: House, tx: Tx, request: Request): Promise<Result<Outcome, AnyRefusal>> {
  house.refuseUnsound(); // it may have turned so while this waited for its turn
  const { actor, command, options } = request;
  const live = await request.load(tx);
  if (live === undefined) return no({ code: "not-found" });
  const key = keyOf(house, live, request);
  if (key !== undefined) {
    const first = await recall(tx, key);
    if (first === "other-body") return no({ code: "idempotency-mismatch" });
    if (first !== undefined) return ok(await repeatOf(tx, first));
  }
  const { seen } = options;
  if (seen !== undefined && seen > live.state.size) {
    return no({ code: "ahead-of-log", seen, size: live.state.size });
  }
  const reading = options.at === undefined ? house.clock() : undefined;
  const at = options.at ?? instantOf(reading ?? house.clock());
  const decision = decide(live.state, command, await contextFor(house, tx, live, request, at));
  if (!decision.ok) return decision;
  const written = await write(house, tx, live, decision.value, {
    by: actor.by,
    at,
    reading,
    seen,
    nameOf: async (id) => (id === actor.userId ? actor.name : nameIn(tx, id)),
    place: async (file, commitment) => request.files.place(live.state.ref, file, commitment),
  });
  const { next, head, entries } = written;
  await keepPlaybooks(tx, house.library, entries);
  const erases = await queueErasures(tx, live.log.origin, entries);
  const { origin } = live.log;
  const { ref } = live.state;
  if (key !== undefined)
    await remember(tx, key, { made: origin, first: live.state.size, size: head.size }, at);
  const answer = answered(origin, ref, next.state.codename.value ?? "", entries, head.size);
  return ok({ repeated: undefined, answer, written, erases });
}

/** A declaration has no log yet: its key is kept under the installation's. */
function keyOf(
  house: House,
  live: LiveIncident,
  { actor, command, options }: Request,
): RequestKey | undefined {
  if (options.idempotencyKey === undefined) return undefined;
  const origin = live.state.size === 0 ? house.installation : live.log.origin;
  const files = (options.files ?? []).map(({ name, size, content }) => ({ name, size, content }));
  return requestKey(origin, actor.userId, options.idempotencyKey, {
    command: asked(command),
    kind: live.state.kind,
    files,
  });
}

/** The same command may come once at once and once from a device that waited: when it was done is no part of it. */
function asked(command: Command): unknown {
  if (!("claimedAt" in command)) return command;
  const { claimedAt: _, ...rest } = command;
  return rest;
}

async function repeatOf(tx: Tx, { made: origin, first, size }: Recording): Promise<Outcome> {
  const ref = parseOrigin(origin)?.id ?? "";
  const head = await tx.headAt(origin, size);
  if (head === undefined || !isIncidentRef(ref))
    throw new Error(`${origin} has no command that ended at ${size}`);
  const entries = (await tx.entries(origin, first, size)).map((stored) => entryFrom(origin, stored));
  const codename = entries.find(({ act }) => act === "incident-declared")?.f.codename;
  const repeated = answered(origin, ref, typeof codename === "string" ? codename : "", entries, size);
  return { repeated, head };
}

async function contextFor(
  house: House,
  tx: Tx,
  live: LiveIncident,
  { actor, command, options }: Request,
  at: Instant,
): Promise<Context> {
  const people = await peopleIn([command, askedBy(live.state, command)], tx, at);
  return {
    at,
    actor,
    seen: options.seen,
    library: house.library,
    codename: command.kind === "declare-incident" ? await freeCodename(tx) : "",
    person: (id) => people.get(id),
    referred: await referred(tx, live.log.origin, referredEntry(command, live.state)),
    invitation: options.invitation,
    files: options.files ?? [],
  };
}

async function referred(reads: Reads, origin: string, seq: number | undefined): Promise<Entry | undefined> {
  if (seq === undefined) return undefined;
  const [stored] = await reads.entries(origin, seq, seq + 1);
  return stored === undefined ? undefined : entryFrom(origin, stored);
}

/** Who asked for what this command answers. */
function askedBy(state: Incident, command: Command): UserId | undefined {
  if (command.kind === "let-in") return state.letIns.get(command.seq)?.by;
  return command.kind === "approve" ? state.approvals.get(command.approvalId)?.requestedBy : undefined;
}

/** The people with access now among all the person's ids in a value. */
async function peopleIn(
  value: unknown,
  reads: Reads,
  now: Instant,
): Promise<ReadonlyMap<UserId, { readonly name: string; readonly installationRole: InstallationRole }>> {
  const people = new Map<UserId, { readonly name: string; readonly installationRole: InstallationRole }>();
  for (const id of userIdsIn(value)) {
    const person = await reads.person(id);
    if (person !== undefined && hasAccess(person, now))
      people.set(id, { name: person.name, installationRole: person.role });
  }
  return people;
}

function userIdsIn(value: unknown): readonly UserId[] {
  if (typeof value === "string") return isUserId(value) ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(userIdsIn);
}

function answered(
  origin: string,
  ref: IncidentRef,
  codename: string,
  entries: readonly Entry[],
  size: number,
): Answered {
  return { origin, ref, codename, entries: entries.map(({ seq, act }) => ({ seq, act })), size };
}

async function signed(
  house: House,
  { origin, ref, codename, entries, size }: Answered,
  head: Head,
): Promise<Declared> {
  return { ref, codename, entries, size, checkpoint: await house.sign(origin, head) };
}
